import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseName } from '../cms/database/roles.ts';
import { databaseUrls } from '../scripts/lib/database.ts';
import { until } from '../scripts/lib/processes.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { accessToken } from '../scripts/testing/access-token.ts';
import {
  childOf,
  prepareStart,
  type Run,
  running,
  type Start,
} from '../scripts/testing/started.ts';

/**
 * An exam during which the database breaks down, over the start-up path that people use. Twenty
 * students answer without a pause; every answer that was acknowledged must be in the result.
 */
let start: Start;
let run: Run;
let databaseUrl: string;
let exam: { course: number; test: number };
const users = Array.from({ length: 20 }, (_, n) => 900_200 + n);

beforeAll(async () => {
  start = await prepareStart();
  run = start.run();
  if (!(await running(run))) throw new Error(`It did not start: ${run.output()}`);
  const secrets = loadSecrets(start.dataDir);
  const adminUrl = `postgres://postgres:${secrets.postgres}@127.0.0.1:${start.ports.postgres}/postgres`;
  databaseUrl = databaseUrls(adminUrl, databaseName, secrets).admin;
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
  exam = found;
});
afterAll(async () => {
  await start?.remove();
});

async function query<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** What a student gets; status 0 where the line broke. */
async function post(user: number, door: string, body: unknown) {
  const token = accessToken(user, loadSecrets(start.dataDir).jwtSecret);
  try {
    const response = await fetch(`http://127.0.0.1:${start.ports.cms}/api${door}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const reply = (await response.json()) as {
      attempt?: { id: number; percentage: number | null };
      questions?: { id: number }[];
      results?: { id: number; answer: unknown }[];
    };
    return { status: response.status, reply };
  } catch {
    return { status: 0, reply: {} };
  }
}

interface Sitting {
  readonly user: number;
  readonly attempt: number;
  readonly questions: readonly number[];
  /** By question: the last answer the cms said it has, and those sent after it without a word back. */
  readonly acknowledged: Map<number, string>;
  readonly unknown: Map<number, string[]>;
  readonly statuses: number[];
}

async function begin(user: number): Promise<Sitting> {
  const { status, reply } = await post(
    user,
    `/courses/${exam.course}/tests/${exam.test}/attempts`,
    {},
  );
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
async function answerOn(sitting: Sitting, isOver: () => boolean): Promise<void> {
  const { user, attempt, questions, acknowledged, unknown, statuses } = sitting;
  for (let sequence = 1; !isOver(); sequence += 1) {
    const question = questions[sequence % questions.length] ?? 0;
    const answer = `answer ${sequence}`;
    const { status } = await post(user, `/attempts/${attempt}/answers`, {
      sequence,
      answers: { [question]: answer },
    });
    statuses.push(status);
    if (status === 200) {
      acknowledged.set(question, answer);
      unknown.delete(question);
    } else unknown.set(question, [...(unknown.get(question) ?? []), answer]);
  }
}

describe('a database that breaks down in the middle of an exam', () => {
  it('loses no answer that was acknowledged, refuses with 503 only, and is back within ten seconds', async () => {
    const sittings = await Promise.all(users.map(begin));
    let isOver = false;
    const answering = sittings.map((sitting) => answerOn(sitting, () => isOver));
    const saved = () =>
      sittings.reduce((sum, one) => sum + one.statuses.filter((s) => s === 200).length, 0);
    const failed = () =>
      sittings.reduce((sum, one) => sum + one.statuses.filter((s) => s !== 200).length, 0);
    expect(await until(() => saved() > 200, { within: 30_000 })).toBe(true);

    // A database process that dies outright takes all the others with it; PostgreSQL recovers.
    const backend = childOf(start.processes()[1] ?? 0, 'shishya_login');
    const struck = performance.now();
    process.kill(backend, 'SIGKILL');
    expect(await until(() => failed() > 0, { within: 10_000, every: 1 })).toBe(true);
    const before = sittings.map(({ statuses }) => statuses.length);
    const allSaveAgain = () =>
      sittings.every((one, n) => one.statuses.slice(before[n]).includes(200));
    expect(await until(allSaveAgain, { within: 20_000, every: 5 })).toBe(true);
    expect(performance.now() - struck).toBeLessThan(10_000);
    isOver = true;
    await Promise.all(answering);
    expect(new Set(sittings.flatMap(({ statuses }) => statuses))).toEqual(new Set([200, 503]));

    for (const { user, attempt, acknowledged, unknown } of sittings) {
      const { status, reply } = await post(user, `/attempts/${attempt}/submit`, { answers: {} });
      expect(status).toBe(200);
      for (const [question, answer] of acknowledged) {
        const result = reply.results?.find(({ id }) => id === question);
        // What was sent after it and got no word back may have arrived or not.
        expect([answer, ...(unknown.get(question) ?? [])]).toContain(result?.answer);
      }
    }
    expect(run.child.exitCode).toBe(null);
  });
});
