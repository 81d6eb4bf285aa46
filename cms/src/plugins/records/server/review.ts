import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { type GuruDatabase, inGuruTransaction } from '../../../lib/guru';
import { mailLater } from '../../../lib/mail-job';
import { Refusal } from '../../../lib/refusal';

/** The administrator who reviews. */
export interface Reviewer {
  readonly id: number;
  readonly name: string;
}

export interface Review {
  readonly status: 'approved' | 'rejected';
  /** 0 to 100; approving needs one. */
  readonly score: number | null;
  /** Markdown; rejecting needs some. */
  readonly feedback: string | null;
  /** One entry for each criterion of the version that was handed in, in any order. */
  readonly checklist: readonly {
    readonly criterion: string;
    readonly met: boolean;
    readonly comment?: string;
  }[];
}

/**
 * Takes a submission up: its student cannot put another in its place any more. Of two reviewers who do
 * it at once the second is told who was first; one who knows that takes it over.
 *
 * @param from the account that has it, as far as the reviewer knows; null for nobody
 * @throws Refusal `submission.taken` where it is somebody else
 * @throws Refusal-worthy database errors `submission.not-found`, `submission.withdrawn`,
 *   `submission.reviewed`
 */
export function takeSubmission(
  app: Core.Strapi,
  submissionId: number,
  reviewer: Reviewer,
  from: number | null,
): Promise<void> {
  return asReviewer(app, reviewer, async (database) => {
    await refuseUnlessWith(database, submissionId, [from, reviewer.id]);
    await database.rows('select activity.take_submission($1, $2)', [submissionId, reviewer.name]);
  });
}

/**
 * Decides a submission that was taken up, once, and mails its student. The mail is a job of the same
 * transaction: there is none without a review, and none is lost while the mail server is away.
 *
 * @throws Refusal-worthy database errors as `takeSubmission`, `submission.not-taken`, `review.status`,
 *   `review.score`, `review.feedback`, `review.feedback-too-long`, `review.checklist`
 */
export function reviewSubmission(
  app: Core.Strapi,
  submissionId: number,
  reviewer: Reviewer,
  { status, score, feedback, checklist }: Review,
): Promise<void> {
  return asReviewer(app, reviewer, async (database) => {
    await refuseUnlessWith(database, submissionId, [null, reviewer.id]);
    await database.rows('select activity.review_submission($1, $2, $3, $4, $5, $6)', [
      submissionId,
      reviewer.name,
      status,
      score,
      feedback,
      JSON.stringify(checklist),
    ]);
    const [decided] = await database.rows<Decided>(
      `select s.status, s.score, s.feedback, s.course_id as "courseId", s.project_id as "projectId",
        u.name as "studentName", u.email, p.title as "projectTitle", c.name as "courseName"
      from activity.user_project_submissions s
      join activity.shishya_users u on u.id = s.shishya_user_id
      join live.projects p on p.id = s.project_id and p.version = s.version
      join live.course_contents c on c.id = s.course_id and c.version = s.version
      where s.id = $1`,
      [submissionId],
    );
    if (decided === undefined) throw new Error('A submission that was decided is there.');
    await mailLater(app, database, { to: decided.email, ...letter(decided) });
  });
}

/**
 * Refuses, by name, where another reviewer has an undecided submission. What happens between this look
 * and the change is a collision, and then both are done again.
 */
async function refuseUnlessWith(
  database: GuruDatabase,
  submissionId: number,
  allowed: readonly (number | null)[],
): Promise<void> {
  const [found] = await database.rows<{ takenBy: string | null; takenById: number | null }>(
    `select taken_by as "takenBy", taken_by_id as "takenById" from activity.user_project_submissions
    where id = $1 and reviewed_at is null`,
    [submissionId],
  );
  if (found === undefined || found.takenBy === null || allowed.includes(found.takenById)) return;
  throw new Refusal(
    409,
    'submission.taken',
    undefined,
    `${found.takenBy} is reviewing this submission.`,
  );
}

const asReviewer = (
  app: Core.Strapi,
  { id }: Reviewer,
  work: (database: GuruDatabase) => Promise<void>,
): Promise<void> => inGuruTransaction(app, { 'app.admin_id': String(id) }, work);

interface Decided {
  readonly status: 'approved' | 'rejected';
  readonly score: number | null;
  readonly feedback: string | null;
  readonly courseId: number;
  readonly projectId: number;
  readonly studentName: string;
  readonly email: string;
  readonly projectTitle: string;
  readonly courseName: string;
}

/** A subject is one line, whatever an editor called the project. */
const line = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

function letter(decided: Decided): { subject: string; text: string } {
  const isApproved = decided.status === 'approved';
  const title = line(decided.projectTitle);
  const score = decided.score === null ? '' : ` with ${decided.score} of 100 points`;
  const news = isApproved
    ? `your project “${title}” in “${line(decided.courseName)}” was approved${score}. Well done!`
    : `your project “${title}” in “${line(decided.courseName)}” was reviewed${score}. It is not approved yet: read what the reviewer says, change it and hand it in again. What you handed in before stays in your record.`;
  const said = decided.feedback === null ? [] : [`The reviewer says:\n\n${decided.feedback}`];
  const page = `${environment().learnerUrl}/learn/${decided.courseId}/projects/${decided.projectId}`;
  return {
    subject: isApproved ? `Approved: ${title}` : `Please hand in again: ${title}`,
    text: [
      `Hello ${line(decided.studentName)},`,
      news,
      ...said,
      `The whole review:\n${page}\n`,
    ].join('\n\n'),
  };
}
