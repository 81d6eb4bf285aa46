import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { Narrowing, pageOf } from '../paging';
import type { Paged, SubmissionLine } from '../wire';

export interface SubmissionFilter {
  /** `waiting` are those that nobody decided yet, the oldest first; `reviewed` the newest first. */
  readonly state: 'waiting' | 'reviewed';
  readonly course?: number | undefined;
  /** From 1. */
  readonly page: number;
}

/** Of the alias `s`, which is a submission. */
export const submissionColumns = `s.id, s.shishya_user_id as "studentId", u.name as "studentName",
  s.course_id as "courseId", c.name as "courseName", p.title as "projectTitle",
  s.submission_number as number, s.status, s.score, s.submitted_at as "submittedAt",
  s.withdrawn_at as "withdrawnAt", s.taken_by as "takenBy", s.taken_by_id as "takenById",
  s.reviewed_by as "reviewedBy",
  s.reviewed_at as "reviewedAt"`;

export const submissionTables = `join activity.shishya_users u on u.id = s.shishya_user_id
  join live.courses c on c.id = s.course_id
  join live.projects p on p.id = s.project_id and p.version = s.version`;

/** A page of what students handed in and did not replace. */
export function submissionPage(
  app: Core.Strapi,
  { state, course, page }: SubmissionFilter,
): Promise<Paged<SubmissionLine>> {
  const isWaiting = state === 'waiting';
  const states = isWaiting ? `'submitted', 'under_review'` : `'approved', 'rejected'`;
  const narrowing = new Narrowing()
    .having(`withdrawn_at is null and status in (${states})`)
    .by(course, (place) => `course_id = ${place}`);
  return readAsGuru(app, (database) =>
    pageOf<SubmissionLine>(
      database,
      {
        from: 'activity.user_project_submissions',
        alias: 's',
        columns: submissionColumns,
        join: submissionTables,
        order: isWaiting ? ['submitted_at', 'id'] : ['reviewed_at desc', 'id desc'],
      },
      narrowing,
      page,
    ),
  );
}
