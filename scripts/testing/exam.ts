import { expect } from 'vitest';
import { until } from '../lib/processes.ts';
import { signedInTokens } from './access-token.ts';

/**
 * Students who sit an exam and answer without a pause, while the test breaks something. What was
 * acknowledged to them must be in the result.
 */
export interface Exam {
  readonly cmsUrl: string;
  /** By student. */
  readonly tokens: ReadonlyMap<number, string>;
  readonly course: number;
  readonly test: number;
}

export type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

/** Enrols students of these numbers, by a superuser, in the one course; its first test is the exam. */
export async function prepareExam(
  query: Query,
  users: readonly number[],
  jwtSecret: string,
): Promise<Omit<Exam, 'cmsUrl'>> {
  await query(
    `select activity.ensure_student(u, 'Student ' || u, 'student' || u || '@school.example', false)
    from unnest($1::integer[]) u`,
    [users],
  );
  await query(
    `insert into activity.course_enrollments (shishya_user_id, course_id, version)
    select s.id, c.id, c.version from activity.shishya_users s, live.courses c where s.user_id = any($1)`,
    [users],
  );
  const [found] = await query<{ course: number; test: number }>(
    'select course_id as course, id as test from live.tests order by id limit 1',
  );
  if (found === undefined) throw new Error('The sample course has no test.');
  return { ...found, tokens: await signedInTokens(query, users, jwtSecret) };
}

/** What a student got; status 0 where the line broke. */
interface Answered {
  readonly status: number;
  readonly mayRetry: boolean;
  readonly reply: {
    readonly attempt?: { readonly id: number };
    readonly questions?: readonly { readonly id: number }[];
    readonly results?: readonly { readonly id: number; readonly answer: unknown }[];
  };
}

async function post(exam: Exam, user: number, door: string, body: unknown): Promise<Answered> {
  try {
    const response = await fetch(`${exam.cmsUrl}/api${door}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${exam.tokens.get(user)}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    const reply = (await response.json()) as Answered['reply'];
    return { status: response.status, mayRetry: response.headers.has('retry-after'), reply };
  } catch {
    return { status: 0, mayRetry: false, reply: {} };
  }
}

interface Sitting {
  readonly user: number;
  readonly attempt: number;
  readonly questions: readonly number[];
  /** By question: the last answer the cms said it has, and those sent after it without a word back. */
  readonly acknowledged: Map<number, string>;
  readonly unknown: Map<number, string[]>;
  /** 503 only where a Retry-After came with it, else 0. */
  readonly statuses: number[];
}

async function begin(exam: Exam, user: number): Promise<Sitting> {
  const door = `/courses/${exam.course}/tests/${exam.test}/attempts`;
  const { status, reply } = await post(exam, user, door, {});
  expect(status).toBe(200);
  return {
    user,
    attempt: reply.attempt?.id ?? 0,
    questions: (reply.questions ?? []).map(({ id }) => id),
    acknowledged: new Map(),
    unknown: new Map(),
    statuses: [],
  };
}

/** Answers question after question until `isOver`. */
async function answerOn(exam: Exam, sitting: Sitting, isOver: () => boolean): Promise<void> {
  const { user, attempt, questions, acknowledged, unknown, statuses } = sitting;
  for (let sequence = 1; !isOver(); sequence += 1) {
    const question = questions[sequence % questions.length] ?? 0;
    const answer = `answer ${sequence}`.padEnd(500, '.');
    const { status, mayRetry } = await post(exam, user, `/attempts/${attempt}/answers`, {
      sequence,
      answers: { [question]: answer },
    });
    statuses.push(status === 503 && !mayRetry ? 0 : status);
    if (status === 200) {
      acknowledged.set(question, answer);
      unknown.delete(question);
    } else unknown.set(question, [...(unknown.get(question) ?? []), answer]);
  }
}

/** Hands in, and finds every answer that was acknowledged, or one that was sent after it. */
async function expectNothingLost(exam: Exam, sitting: Sitting): Promise<void> {
  const { user, attempt, acknowledged, unknown } = sitting;
  const { status, reply } = await post(exam, user, `/attempts/${attempt}/submit`, { answers: {} });
  expect(status).toBe(200);
  for (const [question, answer] of acknowledged) {
    const result = reply.results?.find(({ id }) => id === question);
    expect([answer, ...(unknown.get(question) ?? [])]).toContain(result?.answer);
  }
}

/**
 * An exam in which something breaks: `strike` breaks it and is waited for, then `heal` puts it right,
 * unless it heals by itself. Meanwhile nobody gets anything but 200 and 503; within ten seconds of the
 * blow, or of the healing, everybody saves again; and nothing is lost that was acknowledged.
 */
export async function sitThrough(
  exam: Exam,
  users: readonly number[],
  strike: (failed: () => number) => Promise<void>,
  heal: () => Promise<void> | void = () => undefined,
): Promise<void> {
  const sittings = await Promise.all(users.map((user) => begin(exam, user)));
  let isOver = false;
  const answering = sittings.map((sitting) => answerOn(exam, sitting, () => isOver));
  const count = (is: (status: number) => boolean) => () =>
    sittings.reduce((sum, { statuses }) => sum + statuses.filter(is).length, 0);
  const saved = count((status) => status === 200);
  const failed = count((status) => status !== 200);
  try {
    expect(await until(() => saved() > 200, { within: 30_000 })).toBe(true);
    try {
      await strike(failed);
    } finally {
      await heal();
    }
    const healed = performance.now();
    const before = sittings.map(({ statuses }) => statuses.length);
    const allSaveAgain = () =>
      sittings.every(({ statuses }, n) => statuses.slice(before[n]).includes(200));
    expect(await until(allSaveAgain, { within: 20_000, every: 5 })).toBe(true);
    expect(performance.now() - healed).toBeLessThan(10_000);
  } finally {
    isOver = true;
    await Promise.all(answering);
  }
  expect(new Set(sittings.flatMap(({ statuses }) => statuses))).toEqual(new Set([200, 503]));
  for (const sitting of sittings) await expectNothingLost(exam, sitting);
}
