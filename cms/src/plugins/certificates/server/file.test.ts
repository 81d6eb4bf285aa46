import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CertificateReply, certificateReply } from '@ourshiksha/contract/certificate';
import { getIssuer } from '@ourshiksha/contract/credential';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { attachedCredential } from '../../../../../learner/src/lib/credentials/attachment';
import { verify } from '../../../../../learner/src/lib/credentials/verify';
import { startMailCatcher } from '../../../../../scripts/mail-catcher';
import { logIn, signUp } from '../../../../../scripts/testing/api';
import { graduate } from '../../../../../scripts/testing/graduates';
import { insertLiveCourse, type LiveCourse } from '../../../../../scripts/testing/live-course';
import { type Students, studentsOf } from '../../../../../scripts/testing/students';
import { startTestSystem, type TestSystem } from '../../../../../scripts/testing/system';
import { readPdf, readQrCode } from '../testing/read-pdf';

let system: TestSystem;
let publicFolder: string;
let superuser: Client;
let students: Students;
let course: LiveCourse;

beforeAll(async () => {
  publicFolder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-certificates-'));
  mkdirSync(path.join(publicFolder, 'uploads'));
  system = await startTestSystem({ cmsEnvironment: { PUBLIC_FOLDER: publicFolder } });
  superuser = new Client({ connectionString: system.database.admin });
  await superuser.connect();
  students = studentsOf(system.database);
  const guru = new Client({ connectionString: system.database.guru });
  await guru.connect();
  course = await insertLiveCourse(guru);
  await guru.end();
});

afterAll(async () => {
  await students?.end();
  await superuser?.end();
  await system?.stop();
  rmSync(publicFolder, { recursive: true, force: true });
});

let lastUser = 900_000;
async function graduates(count: number): Promise<number[]> {
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) {
    lastUser += 1;
    ids.push(await students.add(lastUser));
  }
  await graduate(superuser, course, ids);
  return ids;
}

interface Issued {
  readonly number: string;
  readonly secret: string;
}
/** Issues a certificate to a student; while `held`, nobody draws it. */
async function issue(student: number, held = false): Promise<Issued> {
  await superuser.query('begin');
  await superuser.query('select activity.issue_for($1, $2, $3)', [student, course.id, 'Ravi']);
  const { rows } = await superuser.query<Issued & { id: number }>(
    `select c.id, c.certificate_number as number, s.secret from activity.issued_certificates c
    join activity.certificate_secrets s on s.issued_certificate_id = c.id where c.shishya_user_id = $1`,
    [student],
  );
  const [issued] = rows;
  if (issued === undefined) throw new Error('It was issued.');
  if (held) {
    await superuser.query(
      `update activity.papers_to_draw set try_at = 'infinity' where issued_certificate_id = $1`,
      [issued.id],
    );
  }
  await superuser.query('commit');
  return issued;
}
/** What a cms does when it starts. */
const lookAgain = () => superuser.query(`select activity.try_papers_again(); notify certificates`);

const api = (place: string, headers: Record<string, string> = {}) =>
  fetch(`${system.cmsUrl}/api${place}`, { headers });
const pdfOf = ({ secret }: Issued, headers?: Record<string, string>) =>
  api(`/certificates/by-secret/${secret}/pdf`, headers);
const told = async ({ secret }: Issued): Promise<CertificateReply> =>
  certificateReply.parse(await (await api(`/certificates/by-secret/${secret}`)).json());
const drawn = (issued: Issued): Promise<Response> =>
  vi.waitFor(
    async () => {
      const reply = await pdfOf(issued);
      expect(reply.status).toBe(200);
      return reply;
    },
    { timeout: 60_000, interval: 50 },
  );

const keptFiles = () =>
  readdirSync(path.join(publicFolder, 'uploads')).filter((name) => name.endsWith('.pdf'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('a certificate is coming until it is drawn, then it is the same for everybody', async () => {
  const [student = 0] = await graduates(1);
  await superuser.query('update activity.shishya_users set name = $2 where id = $1', [
    student,
    'श्रीकृष्ण द्विवेदी',
  ]);
  const issued = await issue(student, true);
  const early = await pdfOf(issued);
  expect(early.status).toBe(404);
  expect(early.headers.get('retry-after')).toBe('3');
  expect(await early.json()).toMatchObject({ error: { code: 'certificate.in-the-making' } });
  expect(await told(issued)).toMatchObject({
    status: 'valid',
    certificate: { certificate_number: issued.number, pdf_sha256: null },
  });

  await lookAgain();
  await drawn(issued);
  const replies = await Promise.all(Array.from({ length: 10 }, () => pdfOf(issued)));
  const bodies = await Promise.all(
    replies.map(async (reply) => Buffer.from(await reply.arrayBuffer())),
  );
  const [body = Buffer.alloc(0)] = bodies;
  for (const other of bodies) expect(other.equals(body)).toBe(true);

  const pdf = await readPdf(body);
  expect(pdf.lines).toContain('श्रीकृष्ण द्विवेदी');
  expect(readQrCode(pdf.picture)).toBe(`${system.learnerUrl}/c/${issued.secret}`);

  const [reply] = replies;
  expect(reply?.headers.get('content-type')).toBe('application/pdf');
  expect(reply?.headers.get('content-disposition')).toBe(
    `inline; filename="OurShiksha-certificate-${issued.number}.pdf"`,
  );
  expect(reply?.headers.get('cache-control')).toMatch(/^private/);
  const again = await pdfOf(issued, {
    'If-None-Match': reply?.headers.get('etag') ?? '',
    // Without it, Node's fetch would ask for a fresh copy.
    'Cache-Control': 'max-age=0',
  });
  expect(again.status).toBe(304);

  const { rows: sheets } = await superuser.query<{ secret: string }>(
    `select m.secret from activity.marksheets m
    join activity.issued_certificates c on c.id = m.issued_certificate_id where c.certificate_number = $1`,
    [issued.number],
  );
  const marksheet = await vi.waitFor(
    async () => {
      const asked = await api(`/marksheets/by-secret/${sheets[0]?.secret}/pdf`);
      expect(asked.status).toBe(200);
      return asked;
    },
    { timeout: 60_000, interval: 50 },
  );
  const marks = await marksheet.bytes();
  expect((await readPdf(marks)).lines.join(' ')).toContain(issued.number);
  expect(await (await api(`/certificates/by-file/${sha256(marks)}`)).json()).toMatchObject({
    kind: 'marksheet',
    revision: 1,
    certificate: { certificate_number: issued.number },
  });

  expect(await (await api(`/certificates/by-file/${sha256(body)}`)).json()).toMatchObject({
    kind: 'certificate',
    status: 'valid',
    certificate: { certificate_number: issued.number, pdf_sha256: sha256(body) },
  });
  const changed = await api(
    `/certificates/by-file/${sha256(Buffer.concat([body, Buffer.of(10)]))}`,
  );
  expect(changed.status).toBe(404);
  expect(await changed.json()).toMatchObject({ error: { code: 'certificate.file-unknown' } });
});

test('the credential is attached, handed out in two forms, and judged by the keys and the list', async () => {
  const [first = 0, second = 0] = await graduates(2);
  const [one, two] = [await issue(first), await issue(second)];
  const files = await Promise.all(
    [one, two].map(async (issued) => {
      const pdf = new Uint8Array(await (await drawn(issued)).arrayBuffer());
      const document = await api(`/certificates/by-secret/${issued.secret}/credential`);
      const token = await api(`/certificates/by-secret/${issued.secret}/credential.jwt`);
      expect(document.headers.get('content-type')).toBe('application/vc');
      expect(token.headers.get('content-type')).toBe('application/vc+jwt');
      const texts = [await document.text(), await token.text()] as const;
      expect(await attachedCredential(pdf)).toBe(texts[0]);
      expect((await told(issued)).certificate.has_credential).toBe(true);
      return texts;
    }),
  );
  await superuser.query(
    `insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
    select id, 'a test', 'a test' from activity.issued_certificates where certificate_number = $1`,
    [two.number],
  );
  const { did_document } = getIssuer.reply.parse(await (await api('/issuer')).json());
  const list = await api('/issuer/status/1');
  expect(list.headers.get('content-type')).toBe('application/vc');
  const given = {
    issuer: JSON.stringify(did_document),
    statusList: await list.text(),
    now: new Date(),
  };
  const outcomes = await Promise.all(
    files.flat().map(async (credential) => (await verify({ ...given, credential })).outcome),
  );
  expect(outcomes).toEqual(['valid', 'valid', 'revoked', 'revoked']);
  for (const place of [
    `/certificates/by-secret/${'0'.repeat(26)}/credential`,
    '/issuer/status/2',
    '/issuer/status/0',
    '/issuer/status/99999999999',
  ])
    expect((await api(place)).status, place).toBe(404);
  expect((await api('/issuer/status/1?list=2')).status).toBe(400);
});

test('the student gets it by mail, once, with the PDF', async () => {
  const { email } = system.credentials.student;
  const { rows } = await superuser.query<{ id: number }>(
    'select id from activity.shishya_users where email = $1',
    [email],
  );
  const student = rows[0]?.id ?? 0;
  await graduate(superuser, course, [student]);
  const issued = await issue(student);
  const file = await drawn(issued);
  const mail = await system.mail.nextMail(email);
  expect(mail.subject).toBe('Your certificate: Birds 1');
  expect(mail.text).toContain(issued.number);
  expect(mail.links).toContain(`${system.learnerUrl}/c/${issued.secret}`);
  expect(mail.attachments).toEqual([
    { name: `OurShiksha-certificate-${issued.number}.pdf`, sha256: sha256(await file.bytes()) },
  ]);
  const { rows: jobs } = await superuser.query(
    `select count(*)::integer as jobs from jobs.job where name = 'certificate-mail' and data ->> 'number' = $1`,
    [issued.number],
  );
  expect(jobs).toEqual([{ jobs: 1 }]);
});

test('one that takes its place comes by mail too, and the course is still one course', async () => {
  const { email, password } = system.credentials.student;
  // As two approvers carry it out.
  const { rows } = await superuser.query<{ old: string; request: number }>(
    `with request as (
      insert into audit.approval_requests (action, payload, payload_hash, reason, admin_id, requested_by,
        votes_needed, voters_existed, delay_hours, expires_at)
      values ('certificate.reissue', '{}', repeat('0', 64), 'A name was wrong.', 1, 'Ravi', 2, 3, 0, now() + interval '1 day')
      returning id)
    select c.certificate_number as old, request.id as request
    from request, activity.issued_certificates c join activity.shishya_users s on s.id = c.shishya_user_id
    where s.email = $1 and c.course_id = $2`,
    [email, course.id],
  );
  const { old = '', request = 0 } = rows[0] ?? {};
  await superuser.query('select activity.reissue_certificate($1, $2)', [
    JSON.stringify({ number: old, reason: 'A name was wrong.' }),
    request,
  ]);
  const { rows: newest } = await superuser.query<{ fresh: string }>(
    'select replaced_by as fresh from activity.certificate_register where certificate_number = $1',
    [old],
  );
  const fresh = newest[0]?.fresh ?? '';
  await vi.waitFor(
    () => {
      const texts = system.mail.mails().map(({ text }) => text);
      expect(texts.filter((text) => text.includes(fresh) && text.includes(old))).toHaveLength(1);
    },
    { timeout: 60_000, interval: 50 },
  );
  const headers = { authorization: `Bearer ${await logIn(system, email, password)}` };
  const { enrollments } = (await (await api('/enrollments', headers)).json()) as {
    enrollments: { course_id: number; certificate_number: string }[];
  };
  expect(
    enrollments.filter((one) => one.course_id === course.id).map((one) => one.certificate_number),
  ).toEqual([fresh]);
  expect(await (await api('/certificates', headers)).json()).toMatchObject({
    certificates: [
      { certificate_number: fresh, status: 'valid', replaces: { certificate_number: old } },
      { certificate_number: old, status: 'replaced', replaced_by: { certificate_number: fresh } },
    ],
  });
});

test('a kept file is no entry of the media library, and its name cannot be guessed', async () => {
  const [student = 0] = await graduates(1);
  const issued = await issue(student);
  await drawn(issued);
  const { rows } = await superuser.query(
    `select f.storage_url as url, (select count(*)::integer from cms.files) as media
    from activity.certificate_files f join activity.issued_certificates c on c.id = f.issued_certificate_id
    where c.certificate_number = $1`,
    [issued.number],
  );
  expect(rows[0].url).toMatch(/^\/uploads\/certificate_[0-9a-f]{32}\.pdf$/);
  expect(rows[0].media).toBe(0);
});

test('an altered, shortened, lengthened or lost file is refused, and the log says so', async () => {
  const [student = 0] = await graduates(1);
  const issued = await issue(student);
  await drawn(issued);
  const { rows } = await superuser.query<{ url: string }>(
    `select f.storage_url as url from activity.certificate_files f
    join activity.issued_certificates c on c.id = f.issued_certificate_id where c.certificate_number = $1`,
    [issued.number],
  );
  const file = path.join(publicFolder, rows[0]?.url ?? '');
  const original = readFileSync(file);
  const flipped = Buffer.from(original);
  flipped[1000] = (flipped[1000] ?? 0) ^ 1;
  for (const altered of [
    flipped,
    original.subarray(0, -1),
    Buffer.concat([original, Buffer.from('\n')]),
    null,
  ]) {
    if (altered === null) rmSync(file);
    else writeFileSync(file, altered);
    const reply = await pdfOf(issued);
    expect(reply.status).toBe(500);
    expect(await reply.json()).toMatchObject({ error: { code: 'certificate.file-altered' } });
  }
  writeFileSync(file, original);
  expect((await pdfOf(issued)).status).toBe(200);
  await vi.waitFor(
    async () => {
      const { rows: lines } = await superuser.query(
        `select subject_id from audit.log where action = 'certificate.file-altered'`,
      );
      expect(lines.length).toBeGreaterThan(0);
      expect(lines[0].subject_id).toBe(issued.number);
    },
    { timeout: 60_000 },
  );
});

test.each([
  ['0123456789abcdefghjkmnpqrs', 'certificate.not-found'],
  ['nonsense', 'certificate.not-found'],
  ['..%2F..%2Fetc%2Fpasswd', 'certificate.not-found'],
])('nobody has the secret %s', async (secret, code) => {
  for (const place of ['certificates', 'marksheets']) {
    const reply = await api(`/${place}/by-secret/${secret}/pdf`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ error: { code } });
  }
});

describe('a batch', () => {
  test('is drawn whole though a cms is killed in the middle: no gap, no double, no half', async () => {
    const count = 24;
    await graduates(count);
    const other = await system.addCms();
    const before = new Set(keptFiles());
    await superuser.query(`select activity.start_batch($1, null, '1', 'Ravi')`, [course.id]);
    await vi.waitFor(() => expect(keptFiles().length).toBeGreaterThan(before.size + 4), {
      timeout: 60_000,
      interval: 10,
    });
    process.kill(-other.part.pid, 'SIGKILL');
    await other.part.ended;
    await lookAgain();
    await vi.waitFor(
      async () => {
        await lookAgain();
        const { rows } = await superuser.query(
          `select (select count(*)::integer from activity.papers_to_draw) as papers,
            (select count(*)::integer from activity.certificate_batches where finished_at is null) as batches`,
        );
        expect(rows).toEqual([{ papers: 0, batches: 0 }]);
      },
      { timeout: 180_000, interval: 1000 },
    );
    const { rows: serials } = await superuser.query<{ serial: number }>(
      'select number_serial as serial from activity.issued_certificates order by 1',
    );
    expect(serials.map(({ serial }) => serial)).toEqual(serials.map((_, at) => at + 1));
    const { rows: made } = await superuser.query<{ url: string; sha256: string }>(
      `select storage_url as url, sha256 from activity.certificate_files
      union all select storage_url, sha256 from activity.marksheet_files`,
    );
    expect(made).toHaveLength(2 * serials.length);
    for (const file of made) {
      expect(sha256(readFileSync(path.join(publicFolder, file.url)))).toBe(file.sha256);
    }
    // What the killed one had begun is taken away by a job.
    await vi.waitFor(() => expect(keptFiles().length).toBe(made.length), { timeout: 60_000 });
    // One more cms starts, and 48 papers are drawn.
  }, 300_000);
});

test('whoever goes through the numbers learns no name and is stopped', async () => {
  const from = { 'X-Forwarded-For': '203.0.113.9' };
  const look = (n: number) =>
    api(`/certificates/OS-2026-${String(n + 1).padStart(6, '0')}-${n % 10}`, from);
  const replies: Response[] = [];
  // As many at once as the cms has connections for: whoever waits long for one is sent away uncounted.
  for (let wave = 0; wave < 80; wave += 20)
    replies.push(...(await Promise.all(Array.from({ length: 20 }, (_, n) => look(wave + n)))));
  const texts = await Promise.all(replies.map((reply) => reply.text()));
  expect(texts.join('')).not.toContain('Student 9');
  const refused = replies.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
  const elsewhere = await api('/certificates/OS-2026-999999-0', {
    'X-Forwarded-For': '203.0.113.10',
  });
  expect(elsewhere.status).toBe(404);
});

test('while the mail server is away the mail waits, and comes once when it is back', async () => {
  const { email } = await signUp(system, 'Patient Student');
  const { rows } = await superuser.query<{ id: number }>(
    'select id from activity.shishya_users where email = $1',
    [email],
  );
  const student = rows[0]?.id ?? 0;
  await graduate(superuser, course, [student]);
  const { smtpUrl } = system.mail;
  await system.mail.stop();
  const issued = await issue(student);
  const file = await drawn(issued);
  const jobs = async () =>
    (
      await superuser.query<{ state: string }>(
        `select state::text from jobs.job where name = 'certificate-mail' and data ->> 'number' = $1`,
        [issued.number],
      )
    ).rows.map(({ state }) => state);
  await vi.waitFor(async () => expect(await jobs()).toEqual(['retry']), { timeout: 60_000 });
  const smtpPort = Number(new URL(smtpUrl).port);
  const back = await startMailCatcher({ host: '127.0.0.1', smtpPort, webPort: 0 });
  try {
    // Its next try is due now, and not in some seconds.
    await superuser.query(
      `update jobs.job set start_after = now() where name = 'certificate-mail' and data ->> 'number' = $1`,
      [issued.number],
    );
    const mail = await back.nextMail(email);
    expect(mail.attachments).toEqual([
      { name: `OurShiksha-certificate-${issued.number}.pdf`, sha256: sha256(await file.bytes()) },
    ]);
    await vi.waitFor(async () => expect(await jobs()).toEqual(['completed']), { timeout: 60_000 });
    expect(back.mails().filter(({ to }) => to.includes(email))).toHaveLength(1);
  } finally {
    await back.stop();
  }
});
