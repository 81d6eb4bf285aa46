import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import type { Candidate, CandidatePage } from '../wire';

/** Each is computed from the student's whole record, so a page takes its time. */
const pageSize = 100;

/** The dry run of a batch, a page at a time: who would get a certificate now, and what others miss. */
export async function candidatePage(
  app: Core.Strapi,
  course: number,
  after: number,
): Promise<CandidatePage> {
  const rows = await readAsGuru(app, (database) =>
    database.rows<Candidate>(
      `select shishya_user_id as "studentId", student_name as "studentName", eligible as "isEligible",
        suspended as "isSuspended", lessons, tests, labs, projects, percentage, grade
      from activity.batch_candidates($1, $2, $3)`,
      [course, after, pageSize],
    ),
  );
  return { rows, next: rows.length < pageSize ? null : (rows.at(-1)?.studentId ?? null) };
}
