import type { Core } from '@strapi/strapi';
import { Pool } from 'pg';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { attachedCredential } from '../../../../../learner/src/lib/credentials/attachment';
import { makeSecrets } from '../../../../../scripts/lib/secrets';
import { cmsEnvironment } from '../../../../../scripts/lib/services';
import { createDatabase, type TestDatabase } from '../../../../../scripts/testing/database';
import { graduate } from '../../../../../scripts/testing/graduates';
import { insertLiveCourse, type LiveCourse } from '../../../../../scripts/testing/live-course';
import { type Students, studentsOf } from '../../../../../scripts/testing/students';
import { enqueue } from '../../../lib/jobs';
import { messages } from '../../../lib/messages';
import { standInApp } from '../testing/app';
import { issueNext } from './batch';
import { batchRecord } from './batches/record';
import { settleIssuerKeys } from './credential/issuing';
import { issuerKey } from './credential/make';
import { drawSome } from './drawing';

vi.mock(import('../../../lib/jobs'), async (original) => ({
  ...(await original()),
  enqueue: vi.fn(async () => undefined),
  hurry: vi.fn(),
}));

let database: TestDatabase;
let students: Students;
let guru: Pool;
let superuser: Pool;
let course: LiveCourse;
let app: Core.Strapi;
const errors: string[] = [];

/** The storage: what it keeps, and what happens while it takes a file. */
const stored = new Map<string, Uint8Array<ArrayBuffer>>();
let meanwhile: (name: string) => Promise<void>;
const provider = {
  upload: async (file: { hash: string; buffer: Buffer; url?: string }) => {
    await meanwhile(file.hash);
    stored.set(file.hash, Uint8Array.from(file.buffer));
    file.url = `/uploads/${file.hash}.pdf`;
  },
  delete: async () => {
    throw new Error('The storage is away.');
  },
};

beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Pool({ connectionString: database.guru, max: 8 });
  superuser = new Pool({ connectionString: database.admin, max: 1 });
  const environment = cmsEnvironment({
    host: '127.0.0.1',
    port: 1337,
    learnerUrl: 'http://127.0.0.1:4321',
    smtpUrl: 'smtp://127.0.0.1:1',
    database,
    secrets: makeSecrets(),
    logsFolder: '/nowhere/logs',
  });
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  app = standInApp(guru, { log: { error: (text) => errors.push(text) }, provider });
  const client = await guru.connect();
  course = await insertLiveCourse(client);
  client.release();
  await settleIssuerKeys(app);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await students?.end();
  await guru?.end();
  await superuser?.end();
  await database?.drop();
});
beforeEach(async () => {
  meanwhile = async () => undefined;
  stored.clear();
  errors.length = 0;
  vi.mocked(enqueue).mockClear();
  await superuser.query('delete from activity.papers_to_draw');
});

let lastUser = 800;
/** A student of a course who has done all that its certificate asks for, and has none. */
async function graduated(of: LiveCourse): Promise<number> {
  lastUser += 1;
  const student = await students.add(lastUser);
  const client = await superuser.connect();
  await graduate(client, of, [student]);
  client.release();
  return student;
}
/** Issues a certificate to a new student; only it is to be drawn, not its marksheet. */
async function issued(): Promise<{ student: number; id: number; number: string }> {
  const student = await graduated(course);
  await superuser.query('select activity.issue_for($1, $2, $3)', [student, course.id, 'Ravi']);
  await superuser.query('delete from activity.papers_to_draw where marksheet_id is not null');
  const { rows } = await superuser.query(
    'select id, certificate_number as number from activity.issued_certificates where shishya_user_id = $1',
    [student],
  );
  return { student, ...rows[0] };
}
const jobs = () => vi.mocked(enqueue).mock.calls.map(([, , kind, data]) => [kind.name, data]);

it('puts a paper down with its file, and its mail', async () => {
  const { id, number } = await issued();
  expect(await drawSome(app)).toBe(true);
  expect(errors).toEqual([]);
  const { rows } = await superuser.query(
    'select storage_url from activity.certificate_files where issued_certificate_id = $1',
    [id],
  );
  expect(rows).toEqual([{ storage_url: `/uploads/${[...stored.keys()][0]}.pdf` }]);
  expect(jobs()).toEqual([['certificate-mail', { number }]]);
});

it('has the file taken away until it is gone where its holder was erased meanwhile', async () => {
  const { student } = await issued();
  meanwhile = async () => {
    await superuser.query('select activity.erase_certificates($1)', [student]);
  };
  await drawSome(app);
  expect(errors).toEqual([]);
  expect(jobs()).toEqual([['certificate-left-behind', { files: [...stored.keys()] }]]);
  expect(stored.size).toBe(1);
});

it('has the file taken away where somebody else took the paper up meanwhile', async () => {
  await issued();
  meanwhile = async () => {
    await superuser.query('select activity.try_papers_again()');
    await superuser.query('select activity.take_up_papers(8)');
  };
  await drawSome(app);
  expect(errors).toEqual([]);
  expect(jobs()).toEqual([['certificate-left-behind', { files: [...stored.keys()] }]]);
});

/** Seconds until each paper is due, by certificate. */
const waits = async (): Promise<Record<string, number>> => {
  const { rows } = await superuser.query<{ number: string; seconds: number }>(
    `select c.certificate_number as number,
      extract(epoch from p.try_at - clock_timestamp())::integer as seconds
    from activity.papers_to_draw p join activity.issued_certificates c on c.id = p.issued_certificate_id`,
  );
  return Object.fromEntries(rows.map(({ number, seconds }) => [number, seconds]));
};
const allDue = () => superuser.query('update activity.papers_to_draw set try_at = now()');

it('while the storage is away rests, and no paper waits longer than that', async () => {
  const papers = [await issued(), await issued(), await issued()];
  meanwhile = async () => {
    throw new Error('connect ECONNREFUSED');
  };
  for (let round = 1; round <= 9; round += 1) {
    await expect(drawSome(app)).rejects.toThrow('the storage took no PDF: connect ECONNREFUSED');
    if (round === 1)
      for (const { number } of papers) expect((await waits())[number]).toBeLessThanOrEqual(15);
    await allDue();
  }
  await expect(drawSome(app)).rejects.toThrow();
  for (const { number } of papers) expect((await waits())[number]).toBeLessThanOrEqual(120);
  // One sentence a round, which the worker says; no line for each paper.
  expect(errors).toEqual([]);

  meanwhile = async () => undefined;
  await allDue();
  // Whoever takes them up now has the two minutes of a first try.
  await superuser.query('begin');
  const { rows } = await superuser.query('select id from activity.take_up_papers(1)');
  expect(rows).toHaveLength(1);
  expect(Math.max(...Object.values(await waits()))).toBeLessThanOrEqual(120);
  await superuser.query('rollback');
  expect(await drawSome(app)).toBe(true);
  expect(await waits()).toEqual({});
});

it('tries a paper later and later that cannot be kept while others can', async () => {
  const [one, other] = [await issued(), await issued()];
  let first = '';
  meanwhile = async (name) => {
    first ||= name;
    if (name === first) throw new Error('too large');
  };
  expect(await drawSome(app)).toBe(true);
  const left = await waits();
  expect(Object.keys(left)).toHaveLength(1);
  const [[number, seconds] = ['', 0]] = Object.entries(left);
  expect([one.number, other.number]).toContain(number);
  expect(seconds).toBeGreaterThan(100);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(`${number} was not drawn at try 1: `);
  expect(errors[0]).toContain('too large');
});

it('marks what a defect stopped, tells the log what it was, and goes on with the others', async () => {
  const client = await guru.connect();
  const broken = await insertLiveCourse(client);
  client.release();
  const student = await graduated(broken);
  await superuser.query(
    `begin; set local session_replication_role = replica;
    delete from live.course_contents where id = ${broken.id}; commit`,
  );
  const { rows } = await guru.query(
    `select activity.start_batch($1, null, '1', 'Ravi Registrar') as id`,
    [broken.id],
  );
  expect(await issueNext(app)).toBe(true);
  expect(await issueNext(app)).toBe(false);
  expect(errors).toHaveLength(1);
  expect(errors[0]).toContain(
    `Batch ${rows[0].id} could not issue a certificate to student ${student}`,
  );
  expect(errors[0]).toContain('P0002 query returned no rows');
  expect(errors[0]).toContain('activity.freeze_certificate');
  const { batch, items } = await batchRecord(app, rows[0].id, 0);
  expect(batch).toMatchObject({ total: 1, failed: 1, left: 0 });
  expect(items).toMatchObject([{ outcome: 'failed', reason: messages['batch.defect'] }]);
});

// The last one: the key of this process is of no use afterwards.
it('attaches nothing that a revoked key signed, and leaves papers to whoever has another key', async () => {
  const signed = await issued();
  meanwhile = async () => {
    throw new Error('killed before the PDF is kept');
  };
  await expect(drawSome(app)).rejects.toThrow();
  meanwhile = async () => undefined;
  await guru.query('select activity.revoke_issuer_key($1)', [issuerKey().id]);

  const unsigned = await issued();
  await allDue();
  await expect(drawSome(app)).rejects.toThrow(messages['issuer-key.revoked']);
  // The one whose credential was kept before is drawn, without it.
  expect(stored.size).toBe(1);
  const [pdf = new Uint8Array()] = stored.values();
  expect(await attachedCredential(pdf)).toBeNull();
  const { rows } = await superuser.query(
    `select c.certificate_number as number from activity.certificate_files f
    join activity.issued_certificates c on c.id = f.issued_certificate_id
    where c.certificate_number in ($1, $2)`,
    [signed.number, unsigned.number],
  );
  expect(rows).toEqual([{ number: signed.number }]);
  expect((await waits())[unsigned.number]).toBeLessThanOrEqual(15);
  expect(errors).toEqual([]);
});
