import type {
  AttemptResult,
  AttemptSummary,
  OpenAttempt,
  SavedAnswers,
} from '@ourshiksha/contract/test';
import { Refusal } from '../../lib/refusal';
import { live } from '../../lib/source';
import type { StudentDatabase } from '../../lib/students';
import { readPinnedVersion } from '../enrollment/enrollment';
import { readTest } from './test';

/** An attempt with the figures that count now; row-level security leaves only one's own. */
const summaries = `select a.id, a.attempt_number, a.started_at, a.submitted_at, a.closed_by,
    g.score::float8 as score, a.max_score, g.percentage, g.passed, g.regraded_at,
    a.course_id, a.test_id, a.version, a.deadline
  from activity.user_test_attempts a
  left join activity.graded_attempts g on g.id = a.id`;

export type AttemptRow = AttemptSummary & {
  course_id: number;
  test_id: number;
  version: number;
  deadline: string | null;
};

/** The student's attempts at a test, newest first. */
export const readAttempts = (database: StudentDatabase, testId: number): Promise<AttemptRow[]> =>
  database.rows<AttemptRow>(`${summaries} where a.test_id = $1 order by a.attempt_number desc`, [
    testId,
  ]);

async function readAttempt(database: StudentDatabase, attemptId: number) {
  const [row] = await database.rows<AttemptRow>(`${summaries} where a.id = $1`, [attemptId]);
  if (row === undefined) throw new Refusal(404, 'attempt.not-found');
  const { course_id, test_id, version, deadline } = row;
  const test = await readTest(database, live, course_id, test_id, version);
  return { attempt: row, deadline, test };
}

/** An open attempt with its questions in this attempt's order and what is saved of it. */
export async function readOpenAttempt(
  database: StudentDatabase,
  attemptId: number,
): Promise<OpenAttempt> {
  const { attempt, deadline, test } = await readAttempt(database, attemptId);
  const questions = await database.rows<OpenAttempt['questions'][number]>(
    'select * from activity.attempt_questions($1)',
    [attemptId],
  );
  const [saved] = await database.rows<
    Pick<OpenAttempt, 'answers' | 'sequence'> & { server_time: string }
  >(
    `select coalesce(jsonb_object_agg(question_id, answer), '{}') as answers,
      coalesce(max(sequence), 0) as sequence, clock_timestamp() as server_time
    from activity.attempt_answers where attempt_id = $1`,
    [attemptId],
  );
  if (saved === undefined) throw new Error('An aggregate returns one row.');
  return { attempt, test, questions, deadline, ...saved };
}

/** The attempt at a test that is open, or null. It goes on in its own version, and in a closed course. */
export async function findOpenAttempt(
  database: StudentDatabase,
  courseId: number,
  testId: number,
): Promise<OpenAttempt | null> {
  const [open] = await database.rows<{ id: number }>(
    `select id from activity.user_test_attempts
    where course_id = $1 and test_id = $2 and submitted_at is null`,
    [courseId, testId],
  );
  if (open !== undefined) return readOpenAttempt(database, open.id);
  await readPinnedVersion(database, courseId);
  return null;
}

/** Saves answers; the referee decides by question which of two edits is the later one. */
export async function saveAnswersOf(
  database: StudentDatabase,
  attemptId: number,
  sequence: number,
  answers: OpenAttempt['answers'],
): Promise<SavedAnswers> {
  const [saved] = await database.rows<SavedAnswers>(
    'select * from activity.save_answers($1, $2, $3)',
    [attemptId, sequence, JSON.stringify(answers)],
  );
  if (saved === undefined) throw new Error('A function with out parameters returns one row.');
  return saved;
}

/**
 * A submitted attempt with right answers and explanations, or without them until the test shows them;
 * the referee refuses an open one.
 */
export async function readResult(
  database: StudentDatabase,
  attemptId: number,
): Promise<AttemptResult> {
  const results = await database.rows<
    AttemptResult['results'][number] & Pick<AttemptResult, 'answers_shown_at'>
  >('select * from activity.attempt_results($1)', [attemptId]);
  const { attempt, test } = await readAttempt(database, attemptId);
  return { attempt, test, results, answers_shown_at: results[0]?.answers_shown_at ?? null };
}
