import type { Core } from '@strapi/strapi';
import { Pool } from 'pg';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { verify } from '../../../../../../learner/src/lib/credentials/verify.ts';
import { makeSecrets } from '../../../../../../scripts/lib/secrets.ts';
import { cmsEnvironment } from '../../../../../../scripts/lib/services.ts';
import { createDatabase, type TestDatabase } from '../../../../../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  type LiveCourse,
} from '../../../../../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../../../../../scripts/testing/students.ts';
import { standInApp } from '../../testing/app';
import { didDocument, type KnownKey } from './issuer';
import { settleIssuerKeys, statusList } from './issuing';
import { issuerKey, makeCredential } from './make';

const school = 'http://127.0.0.1:4321';
const secrets = makeSecrets();
let database: TestDatabase;
let students: Students;
let guru: Pool;
let superuser: Pool;
let course: LiveCourse;

let app: Core.Strapi;
const warnings: string[] = [];

beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Pool({ connectionString: database.guru, max: 12 });
  superuser = new Pool({ connectionString: database.admin, max: 1 });
  for (const [name, value] of Object.entries(
    cmsEnvironment({
      host: '127.0.0.1',
      port: 1337,
      learnerUrl: school,
      smtpUrl: 'smtp://127.0.0.1:1',
      database,
      secrets,
      logsFolder: '/nowhere/logs',
    }),
  )) {
    vi.stubEnv(name, value);
  }
  app = standInApp(guru, { log: { warn: (text) => warnings.push(text) } });
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

let lastUser = 900;
/** The number of a certificate that a new student was given; how it is earned is another test's matter. */
async function issued(): Promise<{ number: string; id: number; student: number; secret: string }> {
  lastUser += 1;
  await students.add(lastUser);
  await students.rows(lastUser, 'select activity.enroll($1)', [course.id]);
  await superuser.query(
    `select activity.freeze_certificate(e, 'a test', o,
       activity.certificate_trace(e.shishya_user_id, e.course_id, e.version))
     from activity.course_enrollments e
     join live.certificates o on o.course_id = e.course_id and o.version = e.version
    join activity.shishya_users s on s.id = e.shishya_user_id where s.user_id = $1`,
    [lastUser],
  );
  const { rows } = await superuser.query(
    `select c.id, c.certificate_number as number, c.shishya_user_id as student, k.secret
    from activity.issued_certificates c
    join activity.certificate_secrets k on k.issued_certificate_id = c.id
    join activity.shishya_users s on s.id = c.shishya_user_id where s.user_id = $1`,
    [lastUser],
  );
  return rows[0];
}
const keys = () =>
  students.rows<KnownKey>(null, 'select key_id, revoked_at from activity.issuer_key_history()');
const issuer = async () => JSON.stringify(didDocument(school, await keys()));
const revoke = (id: number) =>
  superuser.query(
    `insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
    values ($1, 'a test', 'a test')`,
    [id],
  );
/** The credential of the certificate with this number; null for a number nobody has, and one erased. */
async function made(number: string) {
  const { rows } = await guru.query('select activity.certificate_to_draw($1) as told', [number]);
  return rows[0].told === null ? null : makeCredential(app, rows[0].told);
}
const textOf = (file: Awaited<ReturnType<typeof made>>) =>
  Buffer.from(file === null || file === 'revoked' ? [] : file.bytes).toString();
const bySecret = async (secret: string) =>
  (
    await students.rows<{ credential: string; jwt: string }>(
      null,
      'select credential, jwt from activity.credential_by_secret($1)',
      [secret],
    )
  )[0];

it('is made once, however many ask at once, and handed out letter for letter by its secret', async () => {
  const { number, secret } = await issued();
  const files = await Promise.all(Array.from({ length: 20 }, () => made(number)));
  const texts = new Set(files.map(textOf));
  expect(texts.size).toBe(1);
  const [text = ''] = texts;
  expect(await bySecret(secret)).toMatchObject({ credential: text });
  expect(JSON.parse(text)).toMatchObject({
    id: `${school}/c/${secret}/credential.json`,
    credentialSubject: { licenseNumber: number },
  });
  expect(await made('OS-2026-999999-9')).toBeNull();
  expect(await bySecret('0123456789abcdefghjkmnpqrs')).toBeUndefined();
});

it('is valid by the keys and the list this school publishes, in both forms, until it is revoked', async () => {
  const { number, id, secret } = await issued();
  await made(number);
  const held = await bySecret(secret);
  const entry = JSON.parse(held?.credential ?? '').credentialStatus;
  const list = Number(entry.statusListCredential.split('/').at(-1));
  const outcomes = async (text: string) =>
    Promise.all(
      [held?.credential ?? '', held?.jwt ?? ''].map(async (credential) => {
        const given = { credential, issuer: await issuer(), statusList: text, now: new Date() };
        return (await verify(given)).outcome;
      }),
    );
  const before = (await statusList(app, list)) ?? '';
  expect(await outcomes(before)).toEqual(['valid', 'valid']);
  await revoke(id);
  vi.useFakeTimers({ now: Date.now() + 11_000, toFake: ['Date'] });
  try {
    expect(await outcomes((await statusList(app, list)) ?? '')).toEqual(['revoked', 'revoked']);
  } finally {
    vi.useRealTimers();
  }
  // What has happened since does not show in the old list; after its hour nobody believes it.
  expect(await outcomes(before)).toEqual(['valid', 'valid']);
});

it('says of one that another certificate took the place of that it is no longer valid', async () => {
  const [former, next] = [await issued(), await issued()];
  await made(former.number);
  const { rows } = await superuser.query(
    'select status_index from activity.certificate_credentials where issued_certificate_id = $1',
    [former.id],
  );
  const bits = async () =>
    (await guru.query('select activity.revoked_bits(1) as bits')).rows[0].bits;
  expect(await bits()).not.toContain(rows[0].status_index);
  await superuser.query(
    `begin; set local session_replication_role = replica;
    update activity.issued_certificates set replaces_id = ${former.id} where id = ${next.id}; commit`,
  );
  expect(await bits()).toContain(rows[0].status_index);
});

it('there is a first list before anything is issued in it, and none that nobody names', async () => {
  expect(await statusList(app, 1)).toContain('BitstringStatusListCredential');
  expect(await statusList(app, 7)).toBeNull();
});

it('takes no bit that another certificate has, and gives bits at random', async () => {
  const [one, two] = [await issued(), await issued()];
  await made(one.number);
  const { rows } = await superuser.query(
    `select status_index, key_id from activity.certificate_credentials where issued_certificate_id = $1`,
    [one.id],
  );
  const taken = await guru.query('select * from activity.keep_credential($1, $2, $2, $3, $4)', [
    two.id,
    '{}',
    rows[0].key_id,
    rows[0].status_index,
  ]);
  expect(taken.rows).toEqual([]);
  const { rows: places } = await guru.query(
    `select min(i), max(i), count(distinct i)::integer as different
    from (select activity.free_status_index(1) as i from generate_series(1, 400)) given`,
  );
  expect(places[0].min).toBeGreaterThanOrEqual(0);
  expect(places[0].max).toBeLessThan(131_072);
  expect(places[0].max - places[0].min).toBeGreaterThan(100_000);
  expect(places[0].different).toBeGreaterThan(390);
  const { rows: later } = await guru.query('select activity.free_status_index(98304) as index');
  expect(Math.floor(later[0].index / 131_072)).toBe(1);
});

it('is closed to students but by its secret, changed by nobody, and not in the log', async () => {
  const { number, secret } = await issued();
  const text = textOf(await made(number));
  for (const table of ['certificate_credentials', 'issuer_keys', 'issuer_key_revocations']) {
    await expect(students.rows(lastUser, `select * from activity.${table}`)).rejects.toMatchObject({
      code: '42501',
    });
  }
  await expect(
    superuser.query(`update activity.certificate_credentials set jwt = 'x'`),
  ).rejects.toMatchObject({ code: '42501' });
  const { rows } = await superuser.query(
    `select coalesce(string_agg(l::text, ''), '') as said from audit.readable l
    where subject = 'activity.certificate_credentials'`,
  );
  expect(rows[0].said).toContain('(hidden)');
  expect(rows[0].said).not.toContain(secret);
  expect(rows[0].said).not.toContain(JSON.parse(text).proof[0].proofValue);
});

it('goes with an erasure, keeps its bit set, and is not made again', async () => {
  const { number, id, student, secret } = await issued();
  await made(number);
  await superuser.query('select activity.erase_certificates($1)', [student]);
  expect(await bySecret(secret)).toBeUndefined();
  expect(await made(number)).toBeNull();
  const { rows } = await superuser.query(
    'select credential, jwt, status_index from activity.certificate_credentials where issued_certificate_id = $1',
    [id],
  );
  expect(rows[0]).toMatchObject({ credential: null, jwt: null });
  const bits = await guru.query('select activity.revoked_bits(1) as bits');
  expect(bits.rows[0].bits).toContain(rows[0].status_index);

  // What was being made while the certificate was erased.
  const other = await issued();
  await superuser.query('select activity.erase_certificates($1)', [other.student]);
  const late = await guru.query(`select * from activity.keep_credential($1, '{}', 'x', $2, 5)`, [
    other.id,
    issuerKey().id,
  ]);
  expect(late.rows).toEqual([]);
});

it('keeps every key that signed, and what a revoked one signed is handed out no more', async () => {
  const { number, secret } = await issued();
  await made(number);
  await settleIssuerKeys(app);
  expect(await keys()).toEqual([{ key_id: issuerKey().id, revoked_at: null }]);
  const { rows } = await guru.query(
    `select activity.revoke_issuer_key('z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH') as known,
      activity.revoke_issuer_key($1) as own`,
    [issuerKey().id],
  );
  expect(rows[0]).toEqual({ known: false, own: true });
  expect(await bySecret(secret)).toBeUndefined();
  expect(JSON.parse(await issuer())).toMatchObject({ assertionMethod: [] });
  await expect(settleIssuerKeys(app)).rejects.toMatchObject({ code: 'issuer-key.revoked' });

  // A process that was not started anew goes on with its key: nothing is kept of what it signs.
  const late = await issued();
  await expect(made(late.number)).rejects.toMatchObject({
    code: 'issuer-key.revoked',
  });
  const { rows: kept } = await superuser.query(
    'select from activity.certificate_credentials where issued_certificate_id = $1',
    [late.id],
  );
  expect(kept).toEqual([]);
  // Nor is what was kept before attached to anything now.
  expect(await made(number)).toBe('revoked');
});
