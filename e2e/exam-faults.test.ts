import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseName } from '../cms/database/roles.ts';
import { databaseUrls } from '../scripts/lib/database.ts';
import { until } from '../scripts/lib/processes.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { type Exam, prepareExam, sitThrough } from '../scripts/testing/exam.ts';
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
let exam: Exam;
const users = Array.from({ length: 20 }, (_, n) => 900_200 + n);

beforeAll(async () => {
  start = await prepareStart();
  run = start.run();
  if (!(await running(run))) throw new Error(`It did not start: ${run.output()}`);
  const secrets = loadSecrets(start.dataDir);
  const adminUrl = `postgres://postgres:${secrets.postgres}@127.0.0.1:${start.ports.postgres}/postgres`;
  databaseUrl = databaseUrls(adminUrl, databaseName, secrets).admin;
  exam = {
    cmsUrl: `http://127.0.0.1:${start.ports.cms}`,
    ...(await prepareExam(query, users, secrets.jwtSecret)),
  };
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

describe('a database that breaks down in the middle of an exam', () => {
  it('loses no answer that was acknowledged, refuses with 503 only, and is back within ten seconds', async () => {
    await sitThrough(exam, users, async (failed) => {
      // A database process that dies outright takes all the others with it; PostgreSQL recovers.
      process.kill(childOf(start.processes()[1] ?? 0, 'shishya_login'), 'SIGKILL');
      expect(await until(() => failed() > 0, { within: 10_000, every: 1 })).toBe(true);
    });
    expect(run.child.exitCode).toBe(null);
  });
});
