import type { AttemptResult, AttemptSummary, OpenAttempt } from '@ourshiksha/contract/test';
import { Refusal } from '../../lib/refusal';
import { live } from '../../lib/source';
import type { StudentDatabase } from '../../lib/students';
import { readQuestions, readTest } from './test';

const attemptColumns = `id, attempt_number, started_at, submitted_at,
  case when submitted_at = deadline then 'deadline' when submitted_at is not null then 'student' end as closed_by,
  score, max_score, percentage, passed, null as regraded_at`;

/** The student's attempts at a test, newest first. */
export function readAttempts(database: StudentDatabase, testId: number): Promise<AttemptSummary[]> {
  return database.rows<AttemptSummary>(
    `select ${attemptColumns} from activity.user_test_attempts where test_id = $1 order by attempt_number desc`,
    [testId],
  );
}

/** The student's open attempt at a test; its version need not be the enrolment's. */
export async function readOpen(
  database: StudentDatabase,
  testId: number,
): Promise<{ id: number; version: number; deadline: string | null } | null> {
  const [open] = await database.rows<{ id: number; version: number; deadline: string | null }>(
    'select id, version, deadline from activity.user_test_attempts where test_id = $1 and submitted_at is null',
    [testId],
  );
  return open ?? null;
}

type AttemptRow = AttemptSummary & {
  course_id: number;
  test_id: number;
  version: number;
  deadline: string | null;
};

async function readAttempt(database: StudentDatabase, attemptId: number) {
  const [row] = await database.rows<AttemptRow>(
    `select ${attemptColumns}, course_id, test_id, version, deadline from activity.user_test_attempts where id = $1`,
    [attemptId],
  );
  if (row === undefined) throw new Refusal(404, 'attempt.not-found');
  const { course_id, test_id, version, deadline, ...attempt } = row;
  return { attempt, deadline, test: await readTest(database, live, course_id, test_id, version) };
}

/** An open attempt with its questions; row-level security shows the questions of the own version. */
export async function readOpenAttempt(
  database: StudentDatabase,
  attemptId: number,
): Promise<OpenAttempt> {
  const { attempt, deadline, test } = await readAttempt(database, attemptId);
  const questions = await readQuestions(database, live, test);
  return {
    attempt,
    test,
    questions,
    answers: {},
    sequence: 0,
    deadline,
    server_time: await readClock(database),
  };
}

/** A submitted attempt with right answers and explanations; the referee refuses an open one. */
export async function readResult(
  database: StudentDatabase,
  attemptId: number,
): Promise<AttemptResult> {
  const results = await database.rows<AttemptResult['results'][number]>(
    `select *, correct::integer as points, '[]'::jsonb as further_answers from activity.attempt_results($1)`,
    [attemptId],
  );
  const { attempt, test } = await readAttempt(database, attemptId);
  return { attempt, test, results, answers_shown_at: null };
}

/** The database's clock, the only one that counts. */
export async function readClock(database: StudentDatabase): Promise<string> {
  const [clock] = await database.rows<{ now: string }>('select clock_timestamp() as now');
  if (clock === undefined) throw new Error('A select without from returns one row.');
  return clock.now;
}
