import type { Client } from 'pg';
import type { LiveCourse } from './live-course.ts';

/**
 * Enrols students who are not, and lets them have done all that the course's certificate asks for, which is made to
 * be its lessons alone; none has a certificate, as when a course gets one late.
 */
export async function graduate(
  superuser: Client,
  course: Pick<LiveCourse, 'id' | 'lessons'>,
  students: readonly number[],
): Promise<void> {
  await superuser.query('begin');
  // What is published is written once, and what students do would issue the certificate at once.
  await superuser.query('set local session_replication_role = replica');
  await superuser.query(
    `update live.certificates set requires_test_pass = false, requires_lab_completion = false,
      requires_project_completion = false, type = 'completion' where course_id = $1`,
    [course.id],
  );
  await superuser.query(
    `insert into activity.course_enrollments (shishya_user_id, course_id, version)
    select s, $2, 1 from unnest($1::integer[]) s on conflict do nothing`,
    [students, course.id],
  );
  await superuser.query(
    `insert into activity.lesson_progress (shishya_user_id, course_id, lesson_id, status, completed_at)
    select s, $2, l, 'completed', clock_timestamp() from unnest($1::integer[]) s, unnest($3::integer[]) l`,
    [students, course.id, course.lessons],
  );
  await superuser.query('commit');
}
