import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseName } from '../cms/database/roles.ts';
import { databaseUrls } from '../scripts/lib/database.ts';
import { credentialsOf } from '../scripts/lib/first-start.ts';
import { until } from '../scripts/lib/processes.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import {
  childOf,
  prepareStart,
  type Run,
  running,
  type Start,
} from '../scripts/testing/started.ts';

/**
 * Processes are killed outright while a course is published, over the start-up path that people
 * use: `npm start`. A publish is held at a statement by a lock on the table it is about to write, so
 * that the blow falls there and not where the machine's speed of the day puts it.
 */
let start: Start;
let run: Run;
let databaseUrl: string;
let documentId: string;
let token: string;
let edition = 0;

beforeAll(async () => {
  start = await prepareStart();
  await startAgain();
  const secrets = loadSecrets(start.dataDir);
  const adminUrl = `postgres://postgres:${secrets.postgres}@127.0.0.1:${start.ports.postgres}/postgres`;
  databaseUrl = databaseUrls(adminUrl, databaseName, secrets).admin;
  const [course] = await rows<{ document_id: string }>('select document_id from cms.draft_courses');
  documentId = course?.document_id ?? '';
});
afterAll(async () => {
  await start?.remove();
});

async function startAgain(): Promise<void> {
  run = start.run();
  await running(run);
  expect(run.output()).toContain('Everything runs');
  const { administrator } = credentialsOf(loadSecrets(start.dataDir));
  token = await signInAdministrator(cmsUrl(), administrator);
}

/** A superuser's connection that survives the end of its server, as far as the test is concerned. */
async function connect(): Promise<Client> {
  const client = new Client({ connectionString: databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function rows<Row>(text: string, values: unknown[] = []): Promise<Row[]> {
  const client = await connect();
  try {
    return (await client.query(text, values)).rows as Row[];
  } finally {
    await client.end();
  }
}

const cmsUrl = () => `http://127.0.0.1:${start.ports.cms}`;

async function publish(): Promise<{ kind?: string; version?: number } | { failed: string }> {
  try {
    const response = await fetch(`${cmsUrl()}/publisher/courses/${documentId}/publish`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: '{}',
    });
    if (response.status === 200) return (await response.json()) as { kind: string };
    return { failed: `${response.status} ${await response.text()}` };
  } catch (error) {
    return { failed: String(error) };
  }
}

/** Every lesson of the drafts says which edition it belongs to, so that a mixture would show. */
async function writeNextEdition(): Promise<void> {
  edition += 1;
  await rows(`update cms.draft_lessons set title = 'Edition ' || $1::text || ', lesson ' || id`, [
    edition,
  ]);
}

interface Version {
  readonly version: number;
  readonly editions: string[];
  readonly lessons: number;
  readonly notes: number;
  readonly keys: number;
  /** Lessons in the stored snapshot, and whether its checksum is right. */
  readonly snapshot: number | null;
  readonly sound: boolean | null;
}

/** Every version of the course, as its rows tell it. */
const versions = () =>
  rows<Version>(
    `select c.version,
      (select array_agg(distinct split_part(title, ',', 1)) from live.lessons l where (l.course_id, l.version) = (c.id, c.version)) as editions,
      (select count(*)::int from live.lessons l where (l.course_id, l.version) = (c.id, c.version)) as lessons,
      (select count(*)::int from live.ai_notes n where (n.course_id, n.version) = (c.id, c.version)) as notes,
      (select count(*)::int from keys.question_keys k where (k.course_id, k.version) = (c.id, c.version)) as keys,
      jsonb_array_length(v.snapshot -> 'lessons') as snapshot,
      v.checksum = encode(sha256(convert_to(v.snapshot::text, 'UTF8')), 'hex') as sound
    from live.course_contents c
    left join live.course_versions v on (v.course_id, v.version) = (c.id, c.version)
    order by c.version`,
  );

/** Whole old or whole new: versions without gaps, each with all its rows, and the pointer at the last. */
async function expectWhole(): Promise<number> {
  const found = await versions();
  const [first] = found;
  expect(found.map(({ version }) => version)).toEqual(found.map((_, index) => index + 1));
  for (const { editions, lessons, notes, keys, snapshot, sound } of found) {
    expect(editions.filter((name) => name.startsWith('Edition')).length).toBeLessThanOrEqual(1);
    expect([lessons, notes, keys, snapshot, sound]).toEqual([
      first?.lessons,
      first?.notes,
      first?.keys,
      first?.lessons,
      true,
    ]);
  }
  const [pointer] = await rows<{ version: number }>('select version from live.courses');
  expect(pointer?.version).toBe(found.length);
  const [stray] = await rows<{ rows: number }>(
    `select (select count(*) from live.lessons where version > $1)
      + (select count(*) from keys.question_keys where version > $1)
      + (select count(*) from live.course_versions where version > $1) as rows`,
    [found.length],
  );
  expect(Number(stray?.rows)).toBe(0);
  return found.length;
}

/**
 * Publishes and strikes while the publish waits to write `table`, or in the moment after it was let
 * go, when it may or may not have been committed. Returns what the editor was told.
 */
async function publishAndStrike(table: string, strike: (backend: number) => void, isLetGo = false) {
  const holder = await connect();
  try {
    await holder.query('begin');
    await holder.query(`lock table ${table} in share row exclusive mode`);
    let told: Awaited<ReturnType<typeof publish>> | undefined;
    const answer = publish().then((outcome) => {
      told = outcome;
      return outcome;
    });
    let backend = 0;
    await until(
      async () => {
        const { rows: waiting } = await holder.query<{ pid: number }>(
          `select a.pid from pg_stat_activity a
          join pg_locks l on l.pid = a.pid and not l.granted and l.relation = $1::regclass
          where a.usename = 'guru'`,
          [table],
        );
        backend = waiting[0]?.pid ?? 0;
        return backend !== 0 || told !== undefined;
      },
      { within: 15_000, every: 5 },
    );
    expect(told, `The publish should wait to write ${table}.`).toBe(undefined);
    expect(backend, `The publish should wait to write ${table}.`).not.toBe(0);
    if (isLetGo) await holder.query('rollback');
    strike(backend);
    return await answer;
  } finally {
    // Where PostgreSQL itself was killed, there is nothing left to say goodbye to.
    await holder.end().catch(() => undefined);
  }
}

const kill = (pid: number) => process.kill(pid, 'SIGKILL');
const victims = {
  cms: () => kill(childOf(start.processes()[0] ?? 0, 'strapi')),
  postmaster: () => kill(start.processes()[1] ?? 0),
};

/** The publish that follows a blow: the next number, and the newest edition in every lesson. */
async function expectNextPublish(before: number): Promise<void> {
  const outcome = await publish();
  expect(outcome).toMatchObject({ kind: 'published', version: before + 1 });
  expect(await expectWhole()).toBe(before + 1);
  expect((await versions()).at(-1)?.editions).toEqual([`Edition ${edition}`]);
}

describe.each(['cms', 'postmaster'] as const)('kill -9 of the %s during a publish', (victim) => {
  it.each([
    ['at the last statement', 'live.course_publish_history', false],
    ['as it commits', 'live.course_publish_history', true],
  ] as const)(
    '%s leaves the whole old or the whole new, and npm start goes on',
    async (_, table, isLetGo) => {
      await writeNextEdition();
      const before = await expectWhole();
      const told = await publishAndStrike(table, victims[victim], isLetGo);
      expect(await run.code).toBe(1);
      expect(run.output()).toMatch(/(PostgreSQL|The cms) (was ended|ended)/);
      await startAgain();

      const after = await expectWhole();
      if ('failed' in told) expect([before, before + 1]).toContain(after);
      else expect(after).toBe(before + 1);
      if (!isLetGo) expect(after).toBe(before);
      await expectNextPublish(after);
    },
    // A whole start of the system is in it, which alone may take long on a slow machine.
    240_000,
  );
});

describe('kill -9 of the database process of a publish', () => {
  it.each([
    ['at an early statement', 'live.modules', false],
    ['where the answers are written', 'keys.question_keys', false],
    ['where the snapshot is written', 'live.course_versions', false],
    ['as it commits', 'live.course_publish_history', true],
  ] as const)(
    '%s: PostgreSQL recovers by itself, and the running cms publishes on',
    async (_, table, isLetGo) => {
      await writeNextEdition();
      const before = await expectWhole();
      const told = await publishAndStrike(table, kill, isLetGo);
      const isBack = await until(
        async () => {
          try {
            await rows('select 1');
            return true;
          } catch {
            return false;
          }
        },
        { within: 20_000 },
      );
      expect(isBack).toBe(true);

      const after = await expectWhole();
      if ('failed' in told) expect([before, before + 1]).toContain(after);
      else expect(after).toBe(before + 1);
      if (!isLetGo) expect(after).toBe(before);
      await expectNextPublish(after);
      expect(run.child.exitCode).toBe(null);
    },
  );
});
