import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { databaseName, withClient } from '../cms/database/roles.ts';
import { inspectArchive } from '../scripts/backup/archive.ts';
import { countRows } from '../scripts/backup/contents.ts';
import { auditFolder } from '../scripts/lib/data-folder.ts';
import { databaseUrls } from '../scripts/lib/database.ts';
import { credentialsOf } from '../scripts/lib/first-start.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { graduate } from '../scripts/testing/graduates.ts';
import { prepareStart, running, type Start } from '../scripts/testing/started.ts';

/**
 * The drill, with the commands people use: everything is there again after the database and the
 * uploads were lost. What a backup refuses is tried in scripts/backup.
 */
let folder: string;
let uploads: string;
let file: string;
let start: Start;
let databaseUrl: string;
const certificate = 'OS-2026-AAAAA-00001';
const secret = '0123456789abcdefghjkmnpqrs';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
  chmodSync(folder, 0o711);
  uploads = path.join(folder, 'public', 'uploads');
  file = path.join(folder, 'backup.tar');
  start = await prepareStart({ OURSHIKSHA_PUBLIC: path.join(folder, 'public') });
  await startAgain();
  const secrets = loadSecrets(start.dataDir);
  const adminUrl = `postgres://postgres:${secrets.postgres}@127.0.0.1:${start.ports.postgres}/postgres`;
  databaseUrl = databaseUrls(adminUrl, databaseName, secrets).admin;
  await issueCertificate();
  await graduateStudent();
});

afterAll(async () => {
  await start?.remove();
  rmSync(folder, { recursive: true, force: true });
});

async function startAgain(): Promise<void> {
  const run = start.run();
  await running(run);
  expect(run.output()).toContain('Everything runs');
}

const cms = (door: string, body?: object) =>
  fetch(`http://127.0.0.1:${start.ports.cms}${door}`, {
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });

/** A certificate in the register. How it is earned is another test's matter. */
async function issueCertificate(): Promise<void> {
  await withClient(databaseUrl, async (admin) => {
    await admin.query('begin');
    // Leaves the foreign keys unasked.
    await admin.query('set local session_replication_role = replica');
    await admin.query(
      `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version,
        certificate_number, issue_date, final_score, grade, student_name, course_name, certificate_name,
        template_id, qr_verification, pdf_url, qr_code)
      values (1, 1, 1, 1, $1, '2026-11-21T10:00:00Z', 93, 'A', 'Asha Rao', 'Birds',
        'Certificate of Completion', 'classic', true, '/certificates/' || $1 || '.pdf', '/certificates/' || $1)`,
      [certificate],
    );
    await admin.query(
      `insert into activity.certificate_secrets (issued_certificate_id, secret)
      select id, $2 from activity.issued_certificates where certificate_number = $1`,
      [certificate, secret],
    );
    await admin.query(
      `insert into activity.papers_to_draw (issued_certificate_id)
      select id from activity.issued_certificates where certificate_number = $1`,
      [certificate],
    );
    await admin.query('notify certificates');
    await admin.query('commit');
  });
}

/** Another student, who has done all of the sample course. */
async function graduateStudent(): Promise<void> {
  await withClient(databaseUrl, async (admin) => {
    await admin.query(
      `select activity.ensure_student(9001, 'Bela Rao', 'bela@school.example', false)`,
    );
    const { rows } = await admin.query<{ id: number; lessons: number[]; student: number }>(
      `select c.id, array(select distinct l.id from live.lessons l where l.course_id = c.id) as lessons,
        (select s.id from activity.shishya_users s where s.user_id = 9001) as student
      from live.courses c`,
    );
    for (const course of rows) await graduate(admin, course, [course.student]);
  });
}

/** Gives that student the certificate, and says the serial of its number. */
const issueNumber = () =>
  withClient(databaseUrl, async (admin) => {
    const { rows } = await admin.query<{ number: string }>(
      `select activity.issue_for(e.shishya_user_id, e.course_id, 'Ravi Registrar') as number
      from activity.course_enrollments e
      join activity.shishya_users s on s.id = e.shishya_user_id and s.user_id = 9001`,
    );
    return Number(rows[0]?.number.split('-')[2]);
  });

/** What stands outside the database about the numbers that were given. */
const lastKnown = () =>
  Object.values(
    JSON.parse(
      readFileSync(path.join(auditFolder(start.dataDir), 'certificate-numbers.json'), 'utf8'),
    ) as Record<string, number>,
  ).at(-1);

async function certificatePdf(): Promise<Buffer> {
  const reply = await vi.waitFor(
    async () => {
      const asked = await cms(`/api/certificates/by-secret/${secret}/pdf`);
      expect(asked.status).toBe(200);
      return asked;
    },
    { timeout: 60_000, interval: 100 },
  );
  return Buffer.from(await reply.arrayBuffer());
}

async function signIn(): Promise<number> {
  const { student } = credentialsOf(loadSecrets(start.dataDir));
  const reply = await cms('/api/account/login', {
    email: student.email,
    password: student.password,
  });
  return reply.status;
}

/** Writes into the log until told to stop. */
async function writeOn(stopped: () => boolean): Promise<void> {
  await withClient(databaseUrl, async (admin) => {
    while (!stopped()) await admin.query(`select audit.note('drill', 'system', null, '{}')`);
  });
}

test('what was lost is there again: records, accounts, certificates byte by byte; no number is given twice', {
  timeout: 300_000,
}, async () => {
  const pdf = await certificatePdf();
  expect(await signIn()).toBe(200);

  let over = false;
  const writing = writeOn(() => over);
  const made = await start.command('backup', file);
  over = true;
  await writing;
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining(file) });
  const { rows } = await inspectArchive(file);
  const media = readdirSync(uploads).sort();

  // Handed out after the backup: the restored database has never heard of it.
  const lost = await issueNumber();
  await vi.waitFor(() => expect(lastKnown()).toBe(lost), { timeout: 60_000, interval: 100 });

  await start.end();
  rmSync(path.join(start.dataDir, 'postgres'), { recursive: true });
  rmSync(uploads, { recursive: true });
  const restored = await start.command('restore', file);
  expect(restored.output).toContain('activity.issued_certificates');
  expect(readdirSync(uploads).sort()).toEqual(media);

  // The checkpoints outside the database know of lines written after the backup.
  expect(restored.output).toContain('database.older');
  expect(restored).toMatchObject({ code: 1, output: expect.stringContaining('accept-restore') });
  const accepted = await start.command('audit', 'accept-restore', '--reason', 'A drill.');
  expect(accepted).toMatchObject({ code: 0, output: expect.stringContaining('given up') });

  await startAgain();
  const now = await withClient(databaseUrl, countRows);
  // The cms that started writes its own: jobs, lines of the log, and numbers that it gives nobody.
  for (const [table, count] of Object.entries(rows))
    if (!/^(jobs|audit|cms)\.|certificate_numbers$/.test(table))
      expect([table, now[table]]).toEqual([table, count]);
  expect(await signIn()).toBe(200);
  expect((await certificatePdf()).equals(pdf)).toBe(true);
  expect(await issueNumber()).toBeGreaterThan(lost);

  const verified = await start.command('audit', 'verify');
  expect(verified.output).toContain('nothing was tampered with');
  expect(verified.code).toBe(0);
});
