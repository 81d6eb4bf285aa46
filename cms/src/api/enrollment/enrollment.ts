import type { Enrollment } from '@ourshiksha/contract/enrollment';
import { Refusal } from '../../lib/refusal';
import type { StudentDatabase } from '../../lib/students';

/**
 * The student's enrolments, or the one in a course. Row-level security leaves only the student's
 * own; lessons and tests are those of the enrolment's version.
 */
export function readEnrollments(
  database: StudentDatabase,
  courseId: number | null,
): Promise<Enrollment[]> {
  return database.rows<Enrollment>(
    `select e.course_id, e.version,
      case when v.status = 'published' and v.deleted_at is null then v.version else e.version end as current_version,
      case when v.is_closed then 'closed' when v.status = 'published' and v.deleted_at is null then 'published'
        else 'unpublished' end as course_state,
      c.name as course_name, c.description as course_description, c.thumbnail_url,
      e.status, e.enrolled_at, e.completed_at, e.progress_percentage,
      lessons.done as lessons_completed, lessons.every as lesson_count, lessons.next as next_lesson_id,
      tests.done as tests_passed, tests.every as test_count, k.certificate_number
    from activity.course_enrollments e
    join live.courses v on v.id = e.course_id
    join live.course_contents c on c.id = e.course_id and c.version = e.version
    cross join lateral (
      select count(*) as every, count(p.id) as done,
        (array_agg(l.id order by m.order_index, m.id, l.order_index, l.id) filter (where p.id is null))[1] as next
      from live.lessons l
      join live.modules m on m.id = l.module_id and m.version = l.version
      left join activity.lesson_progress p on p.lesson_id = l.id and p.status = 'completed'
      where l.course_id = e.course_id and l.version = e.version
    ) lessons
    cross join lateral (
      select count(*) as every,
        count(*) filter (where exists (select from activity.user_test_attempts a where a.test_id = t.id and a.passed)) as done
      from live.tests t where t.course_id = e.course_id and t.version = e.version
    ) tests
    left join activity.issued_certificates k on k.course_id = e.course_id
    where $1::integer is null or e.course_id = $1
    order by e.last_activity_at desc, e.id desc`,
    [courseId],
  );
}

/** The student's enrolment in a course, or the refusal. */
export async function readEnrollment(
  database: StudentDatabase,
  courseId: number,
): Promise<Enrollment> {
  const [enrollment] = await readEnrollments(database, courseId);
  if (enrollment === undefined) throw new Refusal(404, 'enrollment.not-found');
  return enrollment;
}

/**
 * Only the version the student is pinned to: what every content query needs first. A closed course
 * is refused by name here; its rows are hidden by row-level security anyway.
 */
export async function readPinnedVersion(
  database: StudentDatabase,
  courseId: number,
): Promise<number> {
  const [enrollment] = await database.rows<{ version: number; is_closed: boolean }>(
    `select e.version, c.is_closed from activity.course_enrollments e
    join live.courses c on c.id = e.course_id where e.course_id = $1`,
    [courseId],
  );
  if (enrollment === undefined) throw new Refusal(404, 'enrollment.not-found');
  if (enrollment.is_closed) throw new Refusal(403, 'course.closed');
  return enrollment.version;
}
