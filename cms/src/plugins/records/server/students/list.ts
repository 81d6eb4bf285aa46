import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Narrowing, pageOf } from '../paging';
import type { Paged, StudentLine, StudentStatus } from '../wire';

export interface StudentFilter {
  /** Part of a name or an e-mail address, in any case. */
  readonly q?: string | undefined;
  readonly status?: StudentStatus | undefined;
  /** From 1. */
  readonly page: number;
}

/** Of the alias `s`, a student; what they did last is known of their courses, too. */
export const studentColumns = `s.id, s.name, s.email, s.status, s.created_at as "createdAt",
  greatest(s.last_active_at, learning.last_activity_at) as "lastActiveAt", learning.courses`;

export const studentLearning = `cross join lateral (
    select count(*) as courses, max(e.last_activity_at) as last_activity_at
    from activity.course_enrollments e where e.shishya_user_id = s.id
  ) learning`;

/** A page of the students, the newest first. */
export function studentPage(
  app: Core.Strapi,
  { q, status, page }: StudentFilter,
): Promise<Paged<StudentLine>> {
  const narrowing = new Narrowing()
    .by(status, (place) => `status = ${place}`)
    .by(
      q?.toLowerCase(),
      (place) =>
        `(position(${place} in lower(name)) > 0 or position(${place} in lower(email)) > 0)`,
    );
  return readAsGuru(app, (database) =>
    pageOf<StudentLine>(
      database,
      {
        from: 'activity.shishya_users',
        alias: 's',
        columns: studentColumns,
        join: studentLearning,
        order: ['id desc'],
      },
      narrowing,
      page,
    ),
  );
}
