import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import { Narrowing, pageOf } from './paging';
import type { EnrollmentLine, Paged } from './wire';

export interface EnrollmentFilter {
  readonly course?: number | undefined;
  readonly status?: EnrollmentLine['status'] | undefined;
  /** From 1. */
  readonly page: number;
}

/** Of the alias `e`, which is an enrolment. */
export const enrollmentColumns = `e.id, s.id as "studentId", s.name as "studentName", s.email as "studentEmail",
  e.course_id as "courseId", c.name as "courseName", e.version, c.version as "currentVersion",
  e.status, e.progress_percentage as percentage, e.enrolled_at as "enrolledAt",
  e.last_activity_at as "lastActivityAt", e.completed_at as "completedAt"`;

export const enrollmentJoin = `join activity.shishya_users s on s.id = e.shishya_user_id
  join live.courses c on c.id = e.course_id`;

/** A page of the enrolments, the newest first. */
export function enrollmentPage(
  app: Core.Strapi,
  { course, status, page }: EnrollmentFilter,
): Promise<Paged<EnrollmentLine>> {
  const narrowing = new Narrowing()
    .by(course, (place) => `course_id = ${place}`)
    .by(status, (place) => `status = ${place}`);
  return readAsGuru(app, (database) =>
    pageOf<EnrollmentLine>(
      database,
      {
        from: 'activity.course_enrollments',
        alias: 'e',
        columns: enrollmentColumns,
        join: enrollmentJoin,
        order: ['id desc'],
      },
      narrowing,
      page,
    ),
  );
}
