import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import type { CourseChoice } from './wire';

/** Every course that was ever published, with the tests of all its versions, for narrowing lists. */
export function courseChoices(app: Core.Strapi): Promise<CourseChoice[]> {
  return readAsGuru(app, (database) =>
    database.rows<CourseChoice>(
      `select c.id, c.name, coalesce(t.tests, '[]') as tests
      from live.courses c
      left join lateral (
        select jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title) order by n.title, n.id) as tests
        from (
          select distinct on (id) id, title from live.tests where course_id = c.id order by id, version desc
        ) n
      ) t on true
      where c.version > 0
      order by c.name, c.id`,
    ),
  );
}
