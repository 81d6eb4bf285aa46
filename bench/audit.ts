import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client, Pool } from 'pg';
import type * as findingsModule from '../cms/src/lib/seals/findings.ts';
import type * as keysModule from '../cms/src/lib/seals/keys.ts';
import type * as leafModule from '../cms/src/lib/seals/leaf.ts';
import type * as sealerModule from '../cms/src/lib/seals/sealer.ts';
import type * as verifyModule from '../cms/src/lib/seals/verify.ts';
import type * as studentsModule from '../cms/src/lib/students.ts';
import { auditFolder, openDataFolder } from '../scripts/lib/data-folder.ts';
import { openDatabase } from '../scripts/lib/database.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { throwAwaySettings } from '../scripts/lib/system.ts';
import { insertLiveCourse } from '../scripts/testing/live-course.ts';
import { type Draw, isTraced, seeded, tampered, tamperings } from '../scripts/testing/tampering.ts';
import { writeLines, writeSchool } from './audit/log.ts';
import type { Verification } from './audit/verify.ts';
import { percentile } from './readers/load.ts';

/**
 * `npm run bench -- audit`: what the audit log and its seals cost, and what they find.
 *
 * 1. Students complete lessons as fast as they can, by the cms's pool, role and statements, in turns
 *    with the log's triggers on, the sealer running, and off (`throughput_ratio`).
 * 2. A thousand lines a second are written, each in a transaction of its own: how old a line is when
 *    it is sealed, at most (`seal_lag_s`).
 * 3. A superuser without triggers tampers at random; what the verification does not name is `undetected`.
 * 4. A log of a million lines is verified, in a process of its own (`verify_million_s`,
 *    `verify_memory_growth_mb` over a tenth of the lines).
 */
const say = progress(Date.now, (line) => console.error(line));
const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const rounds = setting('BENCH_ROUNDS', 5);
const seconds = setting('BENCH_SECONDS', 5);
const connections = setting('BENCH_CONNECTIONS', 20);
const perSecond = setting('BENCH_WRITES', 1000);
const tries = setting('BENCH_TAMPERINGS', 1000);
const million = setting('BENCH_ROWS', 1_000_000);
/** Which of the four to measure. */
const parts = (process.env.BENCH_PARTS ?? 'throughput,lag,tampering,million').split(',');

await installRooms(say);
await buildRooms(say, { admin: false, learner: false });
const built = createRequire(new URL('../cms/dist/', import.meta.url));
const { readSigningKeys } = built('./src/lib/seals/keys.js') as typeof keysModule;
const { leafSql } = built('./src/lib/seals/leaf.js') as typeof leafModule;
const { sealAll } = built('./src/lib/seals/sealer.js') as typeof sealerModule;
const { atOneMoment, verify } = built('./src/lib/seals/verify.js') as typeof verifyModule;
const { asStudent, createStudentsPool } = built('./src/lib/students.js') as typeof studentsModule;

const { dataDir, ports } = await throwAwaySettings();
openDataFolder(dataDir);
const secrets = loadSecrets(dataDir);
const undo: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
try {
  // As a school has it: what is committed is on the disk.
  const postgres = await startPostgres({
    dataDir,
    port: ports.postgres,
    password: secrets.postgres,
    durable: true,
  });
  undo.unshift(() => postgres.part.stop());
  const measures = {
    throughput: measureThroughput,
    lag: measureLag,
    tampering: countUndetected,
    million: measureVerification,
  };
  const figures: Record<string, number> = {};
  for (const [name, measure] of Object.entries(measures)) {
    if (parts.includes(name)) Object.assign(figures, await measure(postgres.adminUrl));
  }
  console.log(JSON.stringify(figures));
} finally {
  for (const step of undo) await step();
}

/** A database of its own for each part, with a sealer's folder. */
async function open(adminUrl: string, name: string) {
  const { urls } = await openDatabase(adminUrl, secrets, `bench_${name}`);
  const folder = path.join(auditFolder(dataDir), name);
  mkdirSync(folder, { recursive: true });
  const superuser = new Client({ connectionString: urls.admin });
  const guru = new Client({ connectionString: urls.guru });
  // When something fails, the server is stopped under them; the failure is the news.
  for (const client of [superuser, guru]) {
    client.on('error', () => undefined);
    await client.connect();
  }
  // Migrations have written lines of now; those of the parts are of minutes ago.
  await superuser.query('set session_replication_role = replica');
  await superuser.query('truncate audit.log restart identity cascade');
  await superuser.query('set session_replication_role = origin');
  const sealing = { folder, keys: readSigningKeys(secrets.auditSigningKey) };
  const close = async () => {
    await superuser.end();
    await guru.end();
  };
  return { urls, superuser, guru, sealing, close };
}

/** Seals once a second until it is stopped, as an instance of the cms does. */
function startSealer(guru: Client, sealing: Parameters<typeof sealAll>[1]) {
  const stopping = new AbortController();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      await sealAll(guru, sealing);
      await pause(1000, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
    await sealAll(guru, sealing);
  })();
  return async () => {
    stopping.abort();
    await running;
  };
}

async function measureThroughput(adminUrl: string) {
  const { urls, superuser, guru, sealing, close } = await open(adminUrl, 'throughput');
  const course = await insertLiveCourse(guru);
  const students = setting('BENCH_STUDENTS', 40_000);
  say(`Enrolling ${students} students, beside as many who were here before`);
  await writeSchool(superuser, course, students);
  const { rows: triggers } = await superuser.query<{ relation: string; name: string }>(
    `select tgrelid::regclass::text as relation, quote_ident(tgname) as name from pg_trigger t
    join pg_proc p on p.oid = t.tgfoid where p.pronamespace = 'audit'::regnamespace and p.proname like 'record%'`,
  );
  const pool = createStudentsPool(urls.shishya);
  const stopSealer = startSealer(guru, sealing);

  /** Some students at a time complete one lesson after the other, each from an address of their own. */
  function* completions(): Generator<readonly [userId: number, lesson: number]> {
    const atATime = 200;
    for (let first = 1; first <= students; first += atATime)
      for (const lesson of course.lessons)
        for (let user = first; user < Math.min(first + atATime, students + 1); user += 1)
          yield [user, lesson];
    throw new Error('There is nothing left to complete: more BENCH_STUDENTS, or fewer rounds.');
  }
  const work = completions();
  async function pace(): Promise<number> {
    const end = performance.now() + seconds * 1000;
    let done = 0;
    const write = async () => {
      while (performance.now() < end) {
        const [userId, lesson] = work.next().value;
        const visitor = {
          userId,
          sessionId: null,
          ipAddress: `203.0.113.${userId % 250}`,
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
        };
        await asStudent(pool, visitor, 'write', (database) =>
          database.rows('select activity.complete_lesson($1, $2)', [course.id, lesson]),
        );
        done += 1;
      }
    };
    const begun = performance.now();
    await Promise.all(Array.from({ length: connections }, write));
    return (done * 1000) / (performance.now() - begun);
  }

  const paces = { on: [] as number[], off: [] as number[] };
  for (let round = 0; round <= rounds; round += 1) {
    // Who goes first changes, so that a machine that warms up or slows down helps neither.
    for (const log of round % 2 === 0 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
      for (const { relation, name } of triggers) {
        const switched = log === 'on' ? 'enable' : 'disable';
        await superuser.query(`alter table ${relation} ${switched} trigger ${name}`);
      }
      const found = await pace();
      say(`Completions with the log ${log}: ${found.toFixed(0)} a second`);
      // The first round warms up.
      if (round > 0) paces[log].push(found);
    }
  }
  await stopSealer();
  await pool.end();
  await close();
  const middle = (log: 'on' | 'off') => percentile(paces[log], 0.5);
  return {
    throughput_ratio: Number((middle('on') / middle('off')).toFixed(2)),
    completions_per_second: Math.round(middle('on')),
    connections,
    rounds,
  };
}

async function measureLag(adminUrl: string) {
  const { urls, superuser, guru, sealing, close } = await open(adminUrl, 'lag');
  const pool = new Pool({ connectionString: urls.guru, max: connections });
  const stopSealer = startSealer(guru, sealing);
  const lasts = Math.max(10, seconds * 4);
  say(`Writing ${perSecond} lines a second for ${lasts} s`);
  const begun = performance.now();
  const under = new Set<Promise<unknown>>();
  let written = 0;
  while (performance.now() - begun < lasts * 1000) {
    for (
      const due = ((performance.now() - begun) * perSecond) / 1000;
      written < due;
      written += 1
    ) {
      const one: Promise<unknown> = pool
        .query(`select audit.note('bench.line', 'bench', $1, '{"n": 1}')`, [String(written)])
        .finally(() => under.delete(one));
      under.add(one);
    }
    await pause(5);
  }
  await Promise.all(under);
  const reached = written / ((performance.now() - begun) / 1000);
  await stopSealer();
  const { rows } = await superuser.query<{ lag: number; unsealed: number }>(
    `select max(extract(epoch from s.created_at - l.at))::float8 as lag,
      count(*) filter (where s.id is null)::integer as unsealed
    from audit.log l left join audit.seals s on s.log_ids @> l.id`,
  );
  await pool.end();
  await close();
  const [found] = rows;
  if (found === undefined || found.unsealed > 0) throw new Error('Lines were left unsealed.');
  say(`${reached.toFixed(0)} lines a second, sealed ${found.lag.toFixed(2)} s later at most`);
  return { seal_lag_s: Number(found.lag.toFixed(2)), writes_per_second: Math.round(reached) };
}

async function countUndetected(adminUrl: string) {
  const { superuser, guru, sealing, close } = await open(adminUrl, 'tampering');
  for (let seal = 0; seal < 12; seal += 1) {
    await writeLines(superuser, 50);
    await sealAll(guru, sealing);
  }
  const list = async (table: string) =>
    (
      await superuser.query<{ id: number }>(`select id::integer from ${table} order by id`)
    ).rows.map(({ id }) => id);
  const random = seeded(setting('BENCH_SEED', 1));
  const draw: Draw = {
    client: superuser,
    random,
    rows: await list('audit.log'),
    seals: await list('audit.seals'),
    leafSql,
  };
  const trusted = sealing.keys.map(({ publicKey }) => publicKey);
  const look = async () => {
    const said: findingsModule.Finding[] = [];
    await verify(superuser, {
      folder: sealing.folder,
      trusted,
      onFinding: (finding) => said.push(finding),
    });
    return said;
  };
  if ((await atOneMoment(superuser, look)).length > 0)
    throw new Error('There are findings before anything was done.');
  const names = Object.keys(tamperings);
  say(`Tampering ${tries} times, in ${names.length} ways`);
  let undetected = 0;
  for (let time = 0; time < tries; time += 1) {
    const name = names[Math.floor(random() * names.length)] ?? '';
    const { trace, found } = await tampered(draw, name, look);
    if (!isTraced(found, trace)) {
      undetected += 1;
      say(`Not named: ${name}, ${JSON.stringify(trace)}, but ${JSON.stringify(found)}`);
    }
  }
  await close();
  return { undetected, tamperings: tries };
}

async function measureVerification(adminUrl: string) {
  const { urls, superuser, guru, sealing, close } = await open(adminUrl, 'million');
  const verifyAlone = async (): Promise<Verification> => {
    const child = fork(
      fileURLToPath(new URL('audit/verify.ts', import.meta.url)),
      [urls.guru, sealing.folder, secrets.auditSigningKey],
      { execArgv: ['--disable-warning=ExperimentalWarning'] },
    );
    const [verification] = (await once(child, 'message')) as [Verification];
    if (verification.findings > 0) throw new Error('A log that nobody touched has findings.');
    return verification;
  };
  const fill = async (rows: number) => {
    for (let written = 0; written < rows; written += 100_000) {
      await writeLines(superuser, Math.min(100_000, rows - written));
    }
    await sealAll(guru, sealing);
    await superuser.query('vacuum analyze audit.log');
  };
  say(`Writing and sealing ${million} lines`);
  await fill(million / 10);
  const tenth = await verifyAlone();
  await fill(million - million / 10);
  const all = await verifyAlone();
  say(`${all.rows} lines verified in ${all.seconds.toFixed(1)} s with ${all.memory.toFixed(0)} MB`);
  await close();
  return {
    verify_million_s: Number(all.seconds.toFixed(1)),
    verify_memory_mb: Math.round(all.memory),
    verify_rows: all.rows,
    verify_memory_growth_mb: Math.round(all.memory - tenth.memory),
  };
}
