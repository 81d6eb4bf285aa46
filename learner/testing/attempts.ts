import type {
  Answers,
  AttemptResult,
  AttemptSummary,
  OpenAttempt,
  SavedAnswers,
  TestReply,
} from '@ourshiksha/contract/test';
import { Refused } from './refused.ts';
import { NOW, tests } from './sample.ts';

/** Attempts as the fixture keeps them: in memory, graded simply, by the contract's rules. */

interface Attempt {
  readonly test: number;
  readonly answers: Map<string, { answer: Answers[string]; sequence: number }>;
  deadline: string | null;
  readonly shownAt: string | null;
  summary: AttemptSummary;
}
export type Attempts = Attempt[];

const now = () => new Date().toISOString();
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

function keyedOf(id: number) {
  const found = tests.find(({ test }) => test.id === id);
  if (!found) throw new Refused(404, 'test.not-found');
  return found;
}

function attemptOf(attempts: Attempts, id: number): Attempt {
  const found = attempts.find(({ summary }) => summary.id === id);
  if (!found) throw new Refused(404, 'attempt.not-found');
  return found;
}

const answersOf = ({ answers }: Attempt): Answers =>
  Object.fromEntries([...answers].map(([question, { answer }]) => [question, answer]));

const sequenceOf = ({ answers }: Attempt): number =>
  Math.max(0, ...[...answers.values()].map(({ sequence }) => sequence));

function put(attempt: Attempt, answers: Answers, sequence: number): number[] {
  return Object.entries(answers).flatMap(([question, answer]) => {
    const there = attempt.answers.get(question);
    if (there && there.sequence >= sequence) return [Number(question)];
    attempt.answers.set(question, { answer, sequence });
    return [];
  });
}

/** Points of one answer, as docs/grading.md has them. */
function pointsOf(given: Answers[string] | undefined, right: readonly string[]): number {
  if (given === undefined) return 0;
  const same = (one: string, other: string) =>
    one.trim().toLowerCase() === other.trim().toLowerCase();
  if (typeof given === 'string') return right.some((one) => same(one, given)) ? 1 : 0;
  const hits = given.filter((one) => right.includes(one)).length;
  return Math.max(0, (2 * hits - given.length) / right.length);
}

export function resultOf(attempts: Attempts, id: number): AttemptResult {
  const attempt = attemptOf(attempts, id);
  if (attempt.summary.submitted_at === null) throw new Refused(409, 'attempt.still-open');
  const { test, keyed } = keyedOf(attempt.test);
  const told = attempt.shownAt === null;
  const given = answersOf(attempt);
  const results = keyed.map(({ question, correct, further, explanation }) => {
    const answer = given[String(question.id)] ?? null;
    const points = pointsOf(answer ?? undefined, [correct, ...further]);
    return {
      ...question,
      answer,
      correct: told ? points === 1 : null,
      points: told ? points : null,
      correct_answer: told ? correct : null,
      further_answers: told ? further : [],
      explanation: told ? explanation : null,
    };
  });
  return { attempt: attempt.summary, test, results, answers_shown_at: attempt.shownAt };
}

function close(attempt: Attempt, closed_by: 'student' | 'deadline', submitted_at: string): void {
  const { test, keyed } = keyedOf(attempt.test);
  const given = answersOf(attempt);
  const score = keyed
    .map(({ question, correct, further }) =>
      pointsOf(given[String(question.id)], [correct, ...further]),
    )
    .reduce((sum, points) => sum + points, 0);
  const percentage = Math.floor((100 * score) / keyed.length);
  const passed = percentage >= test.passing_percentage;
  attempt.summary = { ...attempt.summary, submitted_at, closed_by, score, percentage, passed };
}

export interface Past {
  readonly test: number;
  readonly answers: Answers;
  readonly closedBy?: 'student' | 'deadline';
  readonly regradedAt?: string;
  readonly shownAt?: string;
}

/** An attempt of before, graded. */
export function addPast(attempts: Attempts, id: number, past: Past): void {
  const attempt = begin(attempts, id, past.test, null, past.shownAt);
  put(attempt, past.answers, 1);
  close(attempt, past.closedBy ?? 'student', NOW);
  const regraded_at = past.regradedAt ?? null;
  attempt.summary = { ...attempt.summary, started_at: NOW, regraded_at };
}

export const passingAnswers = (test: number): Answers =>
  Object.fromEntries(
    keyedOf(test).keyed.map(({ question, correct, further }) => [
      String(question.id),
      question.type === 'multiple_select' ? [correct, ...further] : correct,
    ]),
  );

function begin(
  attempts: Attempts,
  id: number,
  test: number,
  deadline: string | null,
  shownAt: string | null = null,
): Attempt {
  const attempt: Attempt = {
    test,
    answers: new Map(),
    deadline,
    shownAt,
    summary: {
      id,
      attempt_number: attempts.filter((one) => one.test === test).length + 1,
      started_at: now(),
      submitted_at: null,
      closed_by: null,
      score: null,
      max_score: keyedOf(test).keyed.length,
      percentage: null,
      passed: null,
      regraded_at: null,
    },
  };
  attempts.push(attempt);
  return attempt;
}

export function stateOf(attempts: Attempts, id: number): TestReply {
  const { test } = keyedOf(id);
  const mine = attempts.filter((one) => one.test === id);
  const open = mine.find(({ summary }) => summary.submitted_at === null);
  const marks = mine.flatMap(({ summary: { percentage, passed } }) =>
    percentage === null || passed === null ? [] : [{ percentage, passed }],
  );
  const last = mine.at(-1)?.summary.submitted_at;
  const hours = test.attempt_pause_hours;
  return {
    test,
    attempts: mine.map(({ summary }) => summary).reverse(),
    attempts_left: test.attempts_limit === null ? null : test.attempts_limit - mine.length,
    next_attempt_at:
      hours && last ? new Date(Date.parse(last) + hours * 3_600_000).toISOString() : null,
    best: marks.sort((one, other) => other.percentage - one.percentage)[0] ?? null,
    open: open ? { id: open.summary.id, deadline: open.deadline } : null,
    // A pause is measured from the end of a past attempt, a deadline from now.
    server_time: hours ? NOW : now(),
  };
}

/** The open attempt, or a new one with the id; `seconds` takes the place of the test's own limit. */
export function openOrBegin(
  attempts: Attempts,
  test: number,
  id: number,
  seconds: number | null,
): OpenAttempt {
  const state = stateOf(attempts, test);
  let open = attempts.find((one) => one.summary.id === state.open?.id);
  if (!open) {
    if (state.attempts_left === 0) throw new Refused(409, 'test.no-attempts-left');
    if (state.next_attempt_at) throw new Refused(409, 'test.pause');
    const limit = seconds ?? (state.test.time_limit ?? 0) * 60;
    open = begin(attempts, id, test, limit ? inSeconds(limit) : null);
  }
  return asOpen(open);
}

/** The open attempt, or null. */
export function openOf(attempts: Attempts, test: number): OpenAttempt | null {
  const { open } = stateOf(attempts, test);
  return open === null ? null : asOpen(attemptOf(attempts, open.id));
}

function asOpen(open: Attempt): OpenAttempt {
  const { test, keyed } = keyedOf(open.test);
  return {
    attempt: open.summary,
    test,
    questions: keyed.map(({ question }) => question),
    answers: answersOf(open),
    sequence: sequenceOf(open),
    deadline: open.deadline,
    server_time: now(),
  };
}

/** Saves; `seconds` are what is left from now on, where they are not null. */
export function save(
  attempts: Attempts,
  id: number,
  { sequence, answers }: { sequence: number; answers: Answers },
  seconds: number | null,
): SavedAnswers {
  const attempt = attemptOf(attempts, id);
  if (attempt.summary.submitted_at) throw new Refused(409, 'attempt.submitted');
  if (seconds !== null) attempt.deadline = inSeconds(seconds);
  const stale = put(attempt, answers, sequence);
  return {
    sequence: sequenceOf(attempt),
    answers: answersOf(attempt),
    stale,
    deadline: attempt.deadline,
    server_time: now(),
  };
}

export function submit(attempts: Attempts, id: number, answers: Answers): AttemptResult {
  const attempt = attemptOf(attempts, id);
  if (attempt.summary.submitted_at === null) {
    put(attempt, answers, sequenceOf(attempt) + 1);
    close(attempt, 'student', now());
  }
  return resultOf(attempts, id);
}
