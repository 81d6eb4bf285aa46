import type { Course, CourseCard } from '@ourshiksha/contract/course';
import { Refusal } from '../../lib/refusal';
import { live, type Reader, type Source } from '../../lib/source';
import { readOutline } from './outline';

const cardColumns = (source: Source) =>
  `c.id, c.version, c.name, c.description, c.level, c.duration, c.thumbnail_url, c.credit_cost,
  c.is_free,
  (select count(*) from ${source.rows('modules')} m where m.course_id = c.id and m.version = c.version) as module_count,
  (select count(*) from ${source.rows('lessons')} l where l.course_id = c.id and l.version = c.version) as lesson_count`;
const visible = `c.status = 'published' and c.deleted_at is null`;

/** Every course that is shown to visitors, the newest first. */
export function readCatalogue(database: Reader): Promise<CourseCard[]> {
  return database.rows<CourseCard>(
    `select ${cardColumns(live)} from live.courses c where ${visible} order by c.published_at desc, c.id`,
  );
}

/** A course that is shown to visitors, with its outline, or the refusal. */
export async function readCourse(
  database: Reader,
  source: Source,
  courseId: number,
): Promise<Course> {
  const [course] = await database.rows<Omit<Course, 'outline'>>(
    `select ${cardColumns(source)}, c.overview, c.target_audience, c.learning_outcomes, c.job_roles, c.published_at,
      (select jsonb_build_object('id', k.id, 'name', k.name, 'description', k.description, 'type', k.type,
          'requires_test_pass', k.requires_test_pass,
          'requires_project_completion', k.requires_project_completion,
          'requires_lab_completion', k.requires_lab_completion)
        from ${source.rows('certificates')} k where k.course_id = c.id and k.version = c.version) as certificate
    from ${source.rows('courses')} c where c.id = $1 and ${visible}`,
    [courseId],
  );
  if (course === undefined) throw new Refusal(404, 'course.not-found');
  return { ...course, outline: await readOutline(database, source, course.id, course.version) };
}
