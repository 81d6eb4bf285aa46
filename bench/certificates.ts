import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { openDataFolder } from '../scripts/lib/data-folder.ts';
import { openDatabase } from '../scripts/lib/database.ts';
import type { Part } from '../scripts/lib/part.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { type CmsOptions, cmsUrl, startCms } from '../scripts/lib/services.ts';
import { throwAwaySettings } from '../scripts/lib/system.ts';
import { graduate } from '../scripts/testing/graduates.ts';
import { insertLiveCourse } from '../scripts/testing/live-course.ts';
import { asFastAsPossible, type Call } from './activity/load.ts';
import { percentile } from './readers/load.ts';

/**
 * `npm run bench -- certificates`: what issuing costs and whether anything is lost.
 *
 * 1. A batch of 10,000, issued and drawn by a cms with QR code, credential and signature, and killed with
 *    SIGKILL three times on the way: serial numbers that are missing (`gaps`), students with two
 *    certificates and certificates with two files (`doubles`), certificates without a file or with one of
 *    another hash (`halves`), how the cms's memory grows within its last life, and how many were issued
 *    and drawn a second, from the batch's start to the last certificate without the time in which no cms
 *    ran, beside a bare script with pdf-lib and qrcode that draws the same page (`ratio_bare`).
 * 2. Verification by number by the front door with 1,000 and with 1,000,000 certificates issued
 *    (`p99_growth`), and how long a number that nobody has takes beside one that somebody has.
 */
const say = progress(Date.now, (line) => console.error(line));
const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const count = setting('BENCH_CERTIFICATES', 10_000);
const million = setting('BENCH_ROWS', 1_000_000);
const rounds = setting('BENCH_ROUNDS', 7);
const seconds = setting('BENCH_SECONDS', 4);
const connections = 4;
/** At which share of the batch the cms is killed. */
const deaths = [0.1, 0.25, 0.4];

await installRooms(say);
await buildRooms(say, { admin: false, learner: false });
const { dataDir, ports } = await throwAwaySettings();
openDataFolder(dataDir);
const secrets = loadSecrets(dataDir);
const undo: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
try {
  const postgres = await startPostgres({
    dataDir,
    port: ports.postgres,
    password: secrets.postgres,
    durable: true,
  });
  undo.unshift(() => postgres.part.stop());
  const { urls } = await openDatabase(postgres.adminUrl, secrets);
  const superuser = new Client({ connectionString: urls.admin });
  superuser.on('error', () => undefined);
  await superuser.connect();
  undo.unshift(() => superuser.end());

  const publicFolder = path.join(dataDir, 'public');
  const options: CmsOptions = {
    host: '127.0.0.1',
    port: ports.cms,
    learnerUrl: 'http://127.0.0.1:4321',
    // Nobody has an account here, so no mail goes out.
    smtpUrl: 'smtp://127.0.0.1:9',
    database: urls,
    secrets,
    logsFolder: path.join(dataDir, 'logs'),
    publicFolder,
  };
  const begin = async (): Promise<Part> => {
    const part = await startCms(options);
    undo.unshift(() => part.stop());
    return part;
  };
  const one = async <Row>(text: string, values: readonly unknown[] = []): Promise<Row> =>
    (await superuser.query(text, [...values])).rows[0] as Row;

  let cms = await begin();
  const course = await prepare();
  await insertIssued(0, 1000);
  const small = await lookUp(1000);
  const batch = await runBatch();
  await insertIssued(1000, million - 1000 - count);
  const large = await lookUp(million - count);
  console.log(
    JSON.stringify({
      ...batch,
      p99_growth: rounded(large.p99 / small.p99),
      p99_ms_thousand: rounded(small.p99),
      p99_ms_million: rounded(large.p99),
      known_ms_p50: rounded(large.known),
      unknown_ms_p50: rounded(large.unknown),
      certificates: count,
      issued: million,
      rounds,
    }),
  );

  /** A course, and students who have done all that its certificate asks for. */
  async function prepare() {
    say(`Enrolling ${count} students who have done everything`);
    const guru = new Client({ connectionString: urls.guru });
    await guru.connect();
    const live = await insertLiveCourse(guru);
    await guru.end();
    await superuser.query(
      `select activity.ensure_student(1000000 + n, 'Student ' || n, 'student' || n || '@school.example', false)
      from generate_series(1, $1::integer) n`,
      [count],
    );
    const { rows } = await superuser.query<{ id: number }>(
      'select id from activity.shishya_users where user_id > 1000000 order by id',
    );
    await graduate(
      superuser,
      live,
      rows.map(({ id }) => id),
    );
    return live;
  }

  async function runBatch() {
    const kept = async () =>
      (
        await one<{ kept: number }>(
          'select count(*)::integer as kept from activity.certificate_files',
        )
      ).kept;
    const bare = [await drawBare()];
    say(`A batch of ${count}, and a cms that is killed ${deaths.length} times`);
    await superuser.query(`select activity.start_batch($1, null, '1', 'The bench')`, [course.id]);
    const began = performance.now();
    let away = 0;
    for (const death of deaths) {
      while ((await kept()) < death * count) await pause(20);
      process.kill(-cms.pid, 'SIGKILL');
      const killed = performance.now();
      await cms.ended;
      say(`Killed with ${await kept()} drawn`);
      cms = await begin();
      away += performance.now() - killed;
    }
    const memory: number[] = [];
    const until = async (done: () => Promise<boolean>) => {
      while (!(await done())) {
        await pause(250);
        memory.push(residentMegabytes(cms.pid));
      }
    };
    await until(async () => (await kept()) === count);
    const drawn = performance.now();
    const perSecond = (count * 1000) / (drawn - began - away);
    say(`${perSecond.toFixed(1)} certificates a second; now the marksheets`);
    await until(
      async () =>
        (
          await one<{ left: number }>(
            'select count(*)::integer as left from activity.papers_to_draw',
          )
        ).left === 0,
    );
    const marksheetsPerSecond = (count * 1000) / (performance.now() - drawn);
    bare.push(await drawBare());
    const third = Math.ceil(memory.length / 3);
    const [early, late] = [memory.slice(0, third), memory.slice(-third)];
    const barePerSecond = bare.reduce((sum, one) => sum + one, 0) / bare.length;
    return {
      ratio_bare: rounded(perSecond / barePerSecond),
      certificates_per_second: rounded(perSecond),
      marksheets_per_second: rounded(marksheetsPerSecond),
      bare_per_second: rounded(barePerSecond),
      ...(await damages()),
      memory_mb: Math.max(...memory),
      memory_growth_mb: Math.max(...late) - Math.max(...early),
    };
  }

  async function damages() {
    const { gaps, doubles, without } = await one<{
      gaps: number;
      doubles: number;
      without: number;
    }>(
      `with batch as (
        select c.* from activity.issued_certificates c where c.course_id = $1)
      select
        (select (max(number_serial) - min(number_serial) + 1 - count(*))::integer from batch) as gaps,
        (select count(*)::integer from (
          select from batch group by shishya_user_id having count(*) > 1) twice) as doubles,
        $2 - (select count(*)::integer from batch b
          where exists (select from activity.certificate_files f where f.issued_certificate_id = b.id)
            and exists (select from activity.certificate_credentials k where k.issued_certificate_id = b.id)
            and exists (select from activity.marksheet_files m where m.issued_certificate_id = b.id)) as without`,
      [course.id, count],
    );
    const { rows } = await superuser.query<{ url: string; sha256: string }>(
      `select storage_url as url, sha256 from activity.certificate_files
      union all select storage_url, sha256 from activity.marksheet_files`,
    );
    let halves = without;
    for (const { url, sha256 } of rows) {
      const bytes = await readFile(path.join(publicFolder, url));
      if (createHash('sha256').update(bytes).digest('hex') !== sha256) halves += 1;
    }
    const files = new Set(rows.map(({ url }) => url));
    return { gaps, doubles: doubles + rows.length - files.size, halves };
  }

  /** Rows of the register as they would be, without the work of issuing them. */
  async function insertIssued(after: number, more: number) {
    say(`Putting ${more} certificates into the register`);
    await superuser.query('begin');
    // Nobody holds them, and nothing is drawn.
    await superuser.query('set local session_replication_role = replica');
    await superuser.query(
      `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version,
        certificate_number, number_year, number_serial, issue_date, final_score, grade, student_name, initials,
        course_name, certificate_name, template_id, qr_verification, pdf_url, qr_code)
      select -n, $3, $4, 1, activity.number_text(2025, n), 2025, n, '2025-06-01T10:00:00Z', 93, 'A', 'Student ' || n,
        'S. ' || n % 10 || '.', 'Birds', 'Certificate of Completion', 'classic', true, '', ''
      from generate_series($1::integer + 1, $1::integer + $2::integer) n`,
      [after, more, course.id + 1_000_000, course.certificate],
    );
    await superuser.query('commit');
    await superuser.query('vacuum (analyze) activity.issued_certificates');
  }

  /** How long looking up takes, in milliseconds, with certificates 1 to `issued` of 2025. */
  async function lookUp(issued: number) {
    const { rows } = await superuser.query<{ number: string }>(
      `select activity.number_text(2025, 1 + floor(random() * ($1 - 1))::integer) as number
      from generate_series(1, 5000)`,
      [issued],
    );
    const known = rows.map(({ number }) => number);
    let asked = 0;
    function* calls(numbers: readonly string[]): Generator<Call> {
      for (;;) {
        for (const number of numbers) {
          asked += 1;
          yield {
            method: 'GET',
            path: `/api/certificates/${number}`,
            // Each from a network of its own: one alone is soon stopped.
            headers: {
              'x-forwarded-for': `10.${(asked >> 16) & 255}.${(asked >> 8) & 255}.${asked & 255}`,
            },
          };
        }
      }
    }
    const server = new URL(cmsUrl(options));
    const p99s: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const { took } = await asFastAsPossible(server, calls(known), { connections, seconds });
      // The first round warms up.
      if (round > 0) p99s.push(percentile(took, 0.99));
    }
    const p99 = percentile(p99s, 0.5);
    say(`Looking up one of ${issued}: ${p99.toFixed(1)} ms at the 99th percentile`);
    return { p99, ...(await medians(server, known)) };
  }

  /** The medians of looking up a number that somebody has and one that nobody has, in turns. */
  async function medians(server: URL, numbers: readonly string[]) {
    const took: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    let asked = 0;
    const look = async (kind: 'known' | 'unknown', number: string, status: number) => {
      asked += 1;
      const headers = {
        'x-forwarded-for': `11.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`,
      };
      const began = performance.now();
      const reply = await fetch(new URL(`/api/certificates/${number}`, server), { headers });
      await reply.arrayBuffer();
      if (reply.status !== status) throw new Error(`${number} answers ${reply.status}.`);
      took[kind].push(performance.now() - began);
    };
    const until = performance.now() + seconds * 1000;
    await Promise.all(
      Array.from({ length: connections }, async () => {
        while (performance.now() < until) {
          await look('known', numbers[asked % numbers.length] ?? '', 200);
          await look('unknown', `OS-2024-${100_000 + asked}-0`, 404);
        }
      }),
    );
    return { known: percentile(took.known, 0.5), unknown: percentile(took.unknown, 0.5) };
  }

  /** Pages a second of the bare script, in a process of its own while the cms rests. */
  async function drawBare(): Promise<number> {
    const child = fork(fileURLToPath(new URL('certificates/bare.ts', import.meta.url)), ['300'], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const [perSecond] = (await once(child, 'message')) as [number];
    say(`The bare script: ${perSecond.toFixed(1)} pages a second`);
    return perSecond;
  }
} finally {
  for (const step of undo) await step();
}

function rounded(figure: number): number {
  return Number(figure.toFixed(2));
}

/** What a process holds in memory, as Linux counts it. */
function residentMegabytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}
