import type { Core } from '@strapi/strapi';
import { asGuru, readAsGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { SubmissionFile, SubmissionLine, SubmissionRecord } from '../wire';
import { submissionColumns, submissionTables } from './list';

type Row = SubmissionRecord['submission'] & SubmissionRecord['project'];

/**
 * One submission with what was asked for, in the version it was handed in for.
 *
 * @throws Refusal `submission.not-found`
 */
export function submissionRecord(app: Core.Strapi, id: number): Promise<SubmissionRecord> {
  return readAsGuru(app, async (database) => {
    const [row] = await database.rows<Row>(
      `select ${submissionColumns}, s.project_id as "projectId", s.version, u.email as "studentEmail",
        s.submission_url as url, s.submission_notes as notes, s.feedback, s.taken_at as "takenAt",
        s.checklist, p.description, p.problem_statement as "problemStatement", p.deliverables,
        p.evaluation_checklist as criteria
      from activity.user_project_submissions s ${submissionTables}
      where s.id = $1`,
      [id],
    );
    if (row === undefined) throw new Refusal(404, 'submission.not-found');
    const { description, problemStatement, deliverables, criteria, ...submission } = row;
    const files = await database.rows<SubmissionFile>(
      `select id, name, mime, byte_count as bytes from activity.submission_files
      where submission_id = $1 order by id`,
      [id],
    );
    const others = await database.rows<SubmissionLine & { readonly feedback: string | null }>(
      `select ${submissionColumns}, s.feedback
      from activity.user_project_submissions s ${submissionTables}
      where s.shishya_user_id = $1 and s.project_id = $2 and s.id <> $3 order by s.id desc`,
      [submission.studentId, submission.projectId, id],
    );
    return {
      submission,
      project: { description, problemStatement, deliverables, criteria },
      files,
      others,
    };
  });
}

/**
 * A file that its student is still choosing is nobody else's to read.
 *
 * @throws Refusal `file.not-found`
 */
export async function requireHandedIn(app: Core.Strapi, fileId: number): Promise<void> {
  const [found] = await asGuru(app, (database) =>
    database.rows(
      'select from activity.submission_files where id = $1 and submission_id is not null',
      [fileId],
    ),
  );
  if (found === undefined) throw new Refusal(404, 'file.not-found');
}
