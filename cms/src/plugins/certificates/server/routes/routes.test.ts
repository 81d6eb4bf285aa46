import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
} from '../../../../../../scripts/testing/live-course.ts';
import { type ServedStrapi, startServedStrapi } from '../../../../../../scripts/testing/served.ts';
import { type Students, studentsOf } from '../../../../../../scripts/testing/students.ts';
import { messages } from '../../../../lib/messages';
import { ownTypes } from '../../../../lib/types';
import { mayRequest } from '../../../approvals/server/permissions';
import type { ApprovalRecord, Asked } from '../../../approvals/server/wire';
import { readPdf } from '../../testing/read-pdf';
import { mayDesign, mayExport, mayIssue, mayRead } from '../permissions';
import type {
  BatchLine,
  BatchRecord,
  CandidatePage,
  CertificateLine,
  CertificatePage,
  CertificateRecord,
  DesignEntry,
  DesignForm,
  DesignLine,
  FileCheck,
  Specimen,
} from '../wire';
import { routes } from './index';

let running: ServedStrapi;
let guru: Client;
let superuser: Client;
let students: Students;
let course: LiveCourse;
let tokens: Readonly<Record<'meera' | 'asha' | 'bela' | 'chandra' | 'editor', string>>;

beforeAll(async () => {
  running = await startServedStrapi();
  guru = new Client({ connectionString: running.database.guru });
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await Promise.all([guru.connect(), superuser.connect()]);
  students = studentsOf(running.database);
  course = await insertLiveCourse(guru);
  // Numbers of students who are not there.
  await superuser.query('create temporary sequence nobody start 900000');
  tokens = {
    meera: await running.signIn('strapi-super-admin', 'meera'),
    asha: await running.signIn('ourshiksha-registrar', 'asha'),
    bela: await running.signIn('ourshiksha-registrar', 'bela'),
    chandra: await running.signIn('ourshiksha-registrar', 'chandra'),
    editor: await running.signIn('strapi-editor', 'ravi'),
  };
});
afterAll(async () => {
  await students?.end();
  await superuser?.end();
  await guru?.end();
  await running?.stop();
});

const knock = (method: string, door: string, token?: string, body?: unknown) =>
  fetch(`${running.url}${door}`, {
    method,
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
const get = async <Body>(door: string, token = tokens.asha): Promise<Body> => {
  const response = await knock('GET', door, token);
  if (!response.ok) throw new Error(`${door}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
};
const post = async <Body>(door: string, body: unknown, token = tokens.asha): Promise<Body> => {
  const response = await knock('POST', door, token, body);
  if (!response.ok) throw new Error(`${door}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Body;
};
const refused = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; field?: string } };
  return [response.status, error.code, error.field ?? null];
};
const register = (filter: Record<string, string>) =>
  get<CertificatePage>(`/certificates/register?${new URLSearchParams(filter).toString()}`);

/** Puts certificates into the register; how one is earned is another test's matter. */
async function issue(name: string, count = 1, at = '2026-03-05T10:00:00Z'): Promise<string[]> {
  await superuser.query('begin');
  await superuser.query('set local session_replication_role = replica');
  const { rows } = await superuser.query<{ number: string }>(
    `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version,
      certificate_number, issue_date, final_score, grade, student_name, course_name, certificate_name,
      template_id, qr_verification, pdf_url, qr_code)
    select nextval('nobody'), $3, 1, 1, 'OS-2026-' || upper(left(md5(random()::text), 5)) || '-' || upper(left(md5(random()::text), 5)), $4, 88, 'B', $1, 'Birds', 'Certificate',
      'classic', true, '/x', '/x'
    from generate_series(1, $2::integer) n
    returning certificate_number as number`,
    [name, count, course.id, at],
  );
  await superuser.query('commit');
  return rows.map(({ number }) => number);
}

let lastUser = 700;
/** A student enrolled in the course. */
async function learner(name: string): Promise<{ user: number; student: number }> {
  lastUser += 1;
  const user = lastUser;
  const student = await students.add(user);
  await superuser.query('update activity.shishya_users set name = $2 where id = $1', [
    student,
    name,
  ]);
  await students.rows(user, 'select activity.enroll($1)', [course.id]);
  return { user, student };
}
/** A student who was given the certificate, and its number; while `held`, nobody draws it. */
async function earn(
  name: string,
  held = false,
): Promise<{ user: number; student: number; number: string }> {
  const who = await learner(name);
  await superuser.query('begin');
  const { rows } = await superuser.query<{ number: string }>(
    `select (f.c).certificate_number as number
    from activity.course_enrollments e
    join live.certificates o on o.course_id = e.course_id and o.version = e.version
    cross join lateral (select activity.freeze_certificate(e, 'the course', o,
      activity.certificate_trace(e.shishya_user_id, e.course_id, e.version)) as c) f
    where e.course_id = $2 and e.shishya_user_id = $1`,
    [who.student, course.id],
  );
  const number = rows[0]?.number ?? '';
  if (held) {
    await superuser.query(
      `update activity.papers_to_draw p set try_at = 'infinity'
      from activity.issued_certificates c where c.id = p.issued_certificate_id and c.certificate_number = $1`,
      [number],
    );
  }
  await superuser.query('commit');
  return { ...who, number };
}
/** Does what the certificate asks for, without being issued one. */
async function complete(user: number): Promise<void> {
  await superuser.query(
    `update activity.course_enrollments set certificate_issued = true
    where shishya_user_id = (select id from activity.shishya_users where user_id = $1)`,
    [user],
  );
  for (const lesson of course.lessons)
    await students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
  for (const test of course.tests) {
    const [attempt] = await students.rows<{ id: number }>(
      user,
      'select activity.start_attempt($1, $2) as id',
      [course.id, test],
    );
    const answers = Object.fromEntries(
      (course.questions[test] ?? []).map((question) => [question, `right ${question}`]),
    );
    await students.rows(user, 'select activity.submit_attempt($1, $2)', [
      attempt?.id,
      JSON.stringify(answers),
    ]);
  }
}

const noted = async (action: string) =>
  (
    await superuser.query<{ admin: string; subject: string; details: Record<string, unknown> }>(
      `select admin_id as admin, subject, details from audit.log where action = $1 order by id`,
      [action],
    )
  ).rows;

describe('the doors', () => {
  const needed = new Map(
    [
      [mayRead, ['register', 'courses', 'check']],
      [mayExport, ['export']],
      [mayDesign, ['designs', 'specimen']],
      [mayIssue, ['candidates', 'batches', 'cancel']],
      [mayRequest, ['revoke', 'reissue', 'correct-marksheet']],
    ].flatMap(([action, ends]) => [ends].flat().map((end) => [end, action] as const)),
  );

  it.each(
    routes.admin.routes.map(({ method, path: door, config }) => [method, door, config] as const),
  )('%s %s is for whoever has its permission', async (method, door, config) => {
    const body = method === 'POST' ? {} : undefined;
    const asked = `/certificates${door.replace(':number', 'OS-2026-000001-1').replace(':id', '1')}`;
    expect((await knock(method, asked, undefined, body)).status).toBe(401);
    expect((await knock(method, asked, tokens.editor, body)).status).toBe(403);
    const actions = config.policies.flatMap((policy) =>
      typeof policy === 'string' ? [] : policy.config.actions,
    );
    const words = door.startsWith('/batches') ? ['batches'] : door.split('/').slice(1);
    const end = words.findLast((word) => needed.has(word)) ?? '';
    expect(actions).toEqual([needed.get(end)]);
  });

  it('of the designs stay shut to a registrar', async () => {
    expect((await knock('GET', '/certificates/designs', tokens.asha)).status).toBe(403);
  });
});

describe('the register', () => {
  it('comes the newest first, page after page, with none twice and none left out', async () => {
    await issue('Page Turner', 60);
    const seen: CertificateLine[] = [];
    let before: number | null = null;
    let pages = 0;
    do {
      const page: CertificatePage = await register({
        q: 'page turner',
        ...(before === null ? {} : { before: String(before) }),
      });
      seen.push(...page.rows);
      before = page.next;
      pages += 1;
    } while (before !== null);
    expect(pages).toBe(3);
    expect(new Set(seen.map(({ number }) => number)).size).toBe(60);
    const ids = seen.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
  });

  it('is narrowed by number, name, course, state and day', async () => {
    const [number = ''] = await issue('Nandini Śarmā', 1, '2025-12-31T23:59:59Z');
    await issue('Nandini Śarmā', 1, '2026-01-01T00:00:00Z');
    const [revoked = ''] = await issue('Nandini Śarmā', 1, '2026-01-02T12:00:00Z');
    await superuser.query(
      `insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
      select id, 'Issued by mistake.', 'Two others' from activity.issued_certificates where certificate_number = $1`,
      [revoked],
    );
    const count = async (filter: Record<string, string>) =>
      (await register({ q: 'nandini śARMĀ', ...filter })).rows.length;
    expect({
      name: await count({}),
      course: await count({ course: String(course.id) }),
      otherCourse: await count({ course: '999999' }),
      revoked: await count({ state: 'revoked' }),
      making: await count({ state: 'making' }),
      replaced: await count({ state: 'replaced' }),
      until: await count({ to: '2025-12-31' }),
      from: await count({ from: '2026-01-01' }),
      day: await count({ from: '2026-01-01', to: '2026-01-01' }),
    }).toEqual({
      name: 3,
      course: 3,
      otherCourse: 0,
      revoked: 1,
      making: 2,
      replaced: 0,
      until: 1,
      from: 2,
      day: 1,
    });
    for (const typed of [number, number.toLowerCase(), number.slice(0, -2)])
      expect((await register({ q: typed })).rows.map((line) => line.number)).toContain(number);
  });

  it.each([
    ['password=x', 'password'],
    ['state=forged', 'state'],
    ['from=yesterday', 'from'],
    ['before=0', 'before'],
  ])('refuses %s and names it', async (query, field) => {
    const response = await knock('GET', `/certificates/register?${query}`, tokens.asha);
    expect(await refused(response)).toEqual([400, 'request.invalid', field]);
  });

  it('goes out as a list in which no name is a formula, and the log has who took it before', async () => {
    await issue('=HYPERLINK("https://x")');
    const response = await knock('GET', '/certificates/export?q=hyperlink', tokens.asha);
    expect(response.headers.get('content-type')).toMatch(/^text\/csv/);
    // Spreadsheets take it for something else without the mark, which `text()` swallows.
    const bytes = Buffer.from(await response.arrayBuffer());
    const [head, line, end] = bytes.toString('utf8').split('\r\n');
    expect(head).toBe('\ufeffnumber,name,course,issued,score,grade,state');
    expect(line).toMatch(
      /^OS-[\w-]+,"'=HYPERLINK\(""https:\/\/x""\)",Birds,2026-03-05T10:00:00.000Z,88,B,making$/,
    );
    expect(end).toBe('');
    expect(await noted('export')).toEqual([
      {
        admin: expect.stringMatching(/^\d+$/),
        subject: 'activity.issued_certificates',
        details: { filter: { q: 'hyperlink' } },
      },
    ]);
  });
});

describe('one certificate', () => {
  it('is shown with everything that was frozen', async () => {
    const { student, number } = await earn('Asha Rao');
    const { certificate, marksheets, requests } = await get<CertificateRecord>(
      `/certificates/register/${number}`,
    );
    expect(certificate).toMatchObject({
      number,
      studentName: 'Asha Rao',
      studentId: student,
      courseName: expect.stringMatching(/^Birds/),
      courseVersion: 1,
      initials: 'A. R.',
      issuerName: 'OurShiksha',
      issuedBy: 'the course',
      replaces: null,
      replacedBy: null,
      nameToday: null,
      trace: { lessons: { of: 4 } },
    });
    expect(certificate.url).toMatch(/\/c\/[0-9a-z]{26}$/);
    expect(marksheets).toMatchObject([{ revision: 1, reason: null, changes: [] }]);
    expect(requests).toEqual([]);
    const missing = await knock('GET', '/certificates/register/OS-2026-999999-9', tokens.asha);
    expect(await refused(missing)).toEqual([404, 'certificate.not-found', null]);
  });

  it('has its file read and hashed anew; one that was altered or lost is told and noted', async () => {
    const { number } = await earn('Checked Twice', true);
    const folder = path.join(running.strapi.dirs.static.public, 'uploads');
    mkdirSync(folder, { recursive: true });
    const file = path.join(folder, `${number}.pdf`);
    writeFileSync(file, 'as drawn');
    // SHA-256 of “as drawn”.
    const { rows } = await superuser.query<{ url: string }>(
      `select storage_url as url from activity.keep_certificate_file($1, 'certificate', $2,
        encode(sha256('as drawn'), 'hex'), 8)`,
      [number, `/uploads/${number}.pdf`],
    );
    expect(rows).toEqual([{ url: `/uploads/${number}.pdf` }]);
    const check = () =>
      post<FileCheck>(`/certificates/register/${number}/check`, {}).then(
        ({ certificate }) => certificate,
      );
    expect(await check()).toBe('as issued');
    expect(await noted('certificate.file-wrong')).toEqual([]);
    writeFileSync(file, 'as drawN');
    expect(await check()).toBe('altered');
    rmSync(file);
    expect(await check()).toBe('lost');
    expect((await noted('certificate.file-wrong')).map(({ details }) => details)).toMatchObject([
      { certificate: 'altered' },
      { certificate: 'lost' },
    ]);
  });
});

describe('what two others must agree to', () => {
  const words = { publicReason: 'The name was wrong.', reason: 'The student married in May.' };
  const ask = (number: string, what: string, body: object, token = tokens.asha) =>
    post<Asked>(`/certificates/register/${number}/${what}`, body, token);
  const request = (id: number, token = tokens.asha) =>
    get<ApprovalRecord>(`/approvals/${id}`, token);
  async function agree(id: number): Promise<ApprovalRecord> {
    const { payloadHash } = (await request(id)).approval;
    const vote = { approve: true, payloadHash, remark: '' };
    await post(`/approvals/${id}/vote`, vote, tokens.bela);
    return post<ApprovalRecord>(`/approvals/${id}/vote`, vote, tokens.chandra);
  }
  it('a reissue takes the name of today, which stands in no payload, and links both', async () => {
    const birds = course;
    course = await insertLiveCourse(guru);
    const { user, number } = await earn('Usha Iyer');
    // Nobody is asked to vote on what today's record does not earn.
    const early = await knock('POST', `/certificates/register/${number}/reissue`, tokens.asha, {
      ...words,
      withNameOfToday: false,
    });
    expect(await refused(early)).toEqual([409, 'certificate.not-eligible', null]);
    await complete(user);
    // The student learns another version by now; those who decide see the figures all the same.
    await insertNextVersion(guru, course, 2);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    course = birds;
    await superuser.query('update activity.shishya_users set name = $2 where user_id = $1', [
      user,
      'Usha Menon',
    ]);
    const { approval } = await ask(number, 'reissue', { ...words, withNameOfToday: true });
    const asked = await request(approval);
    expect(asked.facts).toMatchObject({
      kind: 'certificate.reissue',
      certificate: { number, studentName: 'Usha Iyer', replacedBy: null },
      publicReason: words.publicReason,
      newName: 'Usha Menon',
      isRenamedSince: false,
      today: { percentage: 100, grade: 'A' },
    });
    expect(JSON.stringify(asked.approval.payload)).not.toContain('Usha');

    expect((await agree(approval)).approval.state).toBe('executed');
    const old = (await get<CertificateRecord>(`/certificates/register/${number}`)).certificate;
    expect(old).toMatchObject({ state: 'replaced', studentName: 'Usha Iyer' });
    const fresh = await get<CertificateRecord>(`/certificates/register/${old.replacedBy}`);
    expect(fresh.certificate).toMatchObject({ replaces: number, studentName: 'Usha Menon' });
    const again = await knock('POST', `/certificates/register/${number}/reissue`, tokens.asha, {
      ...words,
      withNameOfToday: false,
    });
    expect(await refused(again)).toEqual([409, 'certificate.replaced', null]);
  });

  it('of an erased student, nothing but revoking can be asked for, and no file is waited for', async () => {
    const { number, student } = await earn('Gone Since');
    await superuser.query('begin');
    await superuser.query('set local session_replication_role = replica');
    await superuser.query('update activity.shishya_users set erased_at = now() where id = $1', [
      student,
    ]);
    // Whoever is drawing it finds that it is not theirs any more.
    await superuser.query('delete from activity.papers_to_draw');
    await superuser.query(
      `delete from activity.certificate_files f using activity.issued_certificates c
      where c.id = f.issued_certificate_id and c.certificate_number = $1`,
      [number],
    );
    await superuser.query('commit');
    const door = `/certificates/register/${number}`;
    for (const [what, body] of [
      ['reissue', { ...words, withNameOfToday: false }],
      ['correct-marksheet', words],
    ] as const)
      expect(await refused(await knock('POST', `${door}/${what}`, tokens.asha, body))).toEqual([
        409,
        'certificate.student-erased',
        null,
      ]);
    expect(await post<FileCheck>(`${door}/check`, {})).toMatchObject({ certificate: 'erased' });
    const { certificate } = await get<CertificateRecord>(door);
    expect(certificate).toMatchObject({ isErased: true, nameToday: null });
  });

  it('a corrected marksheet is a further revision, told with what would be different', async () => {
    const { user, number } = await earn('Leela Das');
    const door = `/certificates/register/${number}/correct-marksheet`;
    // Nobody is asked to vote on what would change nothing.
    expect(await refused(await knock('POST', door, tokens.asha, words))).toEqual([
      409,
      'marksheet.unchanged',
      null,
    ]);
    await complete(user);
    const { approval } = await ask(number, 'correct-marksheet', words);
    expect((await request(approval)).facts).toMatchObject({
      kind: 'marksheet.correct',
      certificate: { number },
      revision: 1,
      today: { percentage: 100, grade: 'A' },
    });
    expect((await agree(approval)).approval.state).toBe('executed');
    const { marksheets, requests } = await get<CertificateRecord>(
      `/certificates/register/${number}`,
    );
    expect(marksheets).toMatchObject([
      { revision: 2, replacesRevision: 1, reason: words.publicReason },
      { revision: 1, replacesRevision: null, reason: null },
    ]);
    expect(marksheets[0]?.changes.length).toBeGreaterThan(0);
    expect(requests).toMatchObject([
      { id: approval, action: 'marksheet.correct', state: 'executed' },
    ]);
  });

  it.each(['revoke', 'reissue', 'correct-marksheet'])(
    '%s is refused without reasons, and for a number nobody has',
    async (what) => {
      const whole = what === 'reissue' ? { ...words, withNameOfToday: false } : words;
      const door = `/certificates/register/OS-2026-999999-9/${what}`;
      const short = await knock('POST', door, tokens.asha, { ...whole, reason: 'Because' });
      expect(await refused(short)).toEqual([400, 'request.invalid', 'reason']);
      const unknown = await knock('POST', door, tokens.asha, whole);
      expect(await refused(unknown)).toEqual([404, 'certificate.not-found', null]);
    },
  );
});

describe('a batch', () => {
  it('begins with a look that issues nothing, and issues to whom that has shown', async () => {
    const birds = course;
    course = await insertLiveCourse(guru);
    const earned = await learner('Has Everything');
    const suspended = await learner('Is Suspended');
    const missing = await learner('Misses Something');
    for (const user of [earned, suspended]) {
      await complete(user.user);
      await superuser.query(
        'update activity.course_enrollments set certificate_issued = false where shishya_user_id = $1',
        [user.student],
      );
    }
    await superuser.query(`update activity.shishya_users set status = 'suspended' where id = $1`, [
      suspended.student,
    ]);

    const { rows, next } = await get<CandidatePage>(`/certificates/candidates?course=${course.id}`);
    expect(next).toBeNull();
    expect(rows).toMatchObject([
      { studentId: earned.student, isEligible: true, isSuspended: false, percentage: 100 },
      { studentId: suspended.student, isEligible: true, isSuspended: true },
      { studentId: missing.student, isEligible: false, lessons: { done: 0, of: 4 } },
    ]);
    expect((await register({ course: String(course.id) })).rows).toEqual([]);

    const { batch } = await post<{ batch: number }>('/certificates/batches', {
      course: course.id,
      students: [earned.student, missing.student],
    });
    const record = () => get<BatchRecord>(`/certificates/batches/${batch}`);
    await expect.poll(async () => (await record()).batch.finishedAt).not.toBeNull();
    const { batch: line, items } = await record();
    expect(line).toMatchObject({ askedBy: 'asha', total: 2, issued: 1, refused: 1, left: 0 });
    expect(items).toEqual([
      { studentId: earned.student, studentName: 'Has Everything', outcome: 'issued', reason: null },
      {
        studentId: missing.student,
        studentName: 'Misses Something',
        outcome: 'refused',
        reason: messages['certificate.not-eligible'],
      },
    ]);
    expect((await register({ course: String(course.id) })).rows).toHaveLength(1);
    expect(await get<BatchLine[]>('/certificates/batches')).toMatchObject([{ id: batch }]);
    course = birds;
  });

  it.each<[string, string, object, (string | number | null)[]]>([
    [
      'without students',
      '/batches',
      { course: 1, students: [] },
      [400, 'request.invalid', 'students'],
    ],
    [
      'of a course that is not there',
      '/batches',
      { course: 999_999, students: [1] },
      [404, 'certificate.not-offered', null],
    ],
    [
      'that is not there is not stopped',
      '/batches/999999/cancel',
      {},
      [404, 'batch.not-found', null],
    ],
  ])('%s is refused', async (_, door, body, refusal) => {
    expect(await refused(await knock('POST', `/certificates${door}`, tokens.asha, body))).toEqual(
      refusal,
    );
  });
});

/** A white PNG of this size (PNG, third edition). */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, sum]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width);
  head.writeUInt32BE(height, 4);
  // Eight bits of grey.
  head.set([8, 0, 0, 0, 0], 8);
  const rows = deflateSync(
    Buffer.alloc((width + 1) * height, 0xff).map((byte, at) => (at % (width + 1) === 0 ? 0 : byte)),
  );
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', head),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
const base64 = (bytes: Buffer) => bytes.toString('base64');

describe('a design', () => {
  const form: DesignForm = {
    issuerName: 'Green Valley School',
    issuerUrl: 'https://school.example',
    accent: '#7a1f4b',
    paper: 'letter',
    logo: base64(png(60, 40)),
    signatories: [{ name: 'Meera Nair', title: 'Head', signature: base64(png(80, 20)) }],
  };
  const design = (changes: Partial<DesignForm>) => ({ ...form, ...changes });
  const save = (body: object) => knock('POST', '/certificates/designs', tokens.meera, body);

  it('is put in use as a further row, and the one before stays', async () => {
    const before = await get<DesignLine[]>('/certificates/designs', tokens.meera);
    const { id } = (await (await save(form)).json()) as { id: number };
    const after = await get<DesignLine[]>('/certificates/designs', tokens.meera);
    expect(after.slice(1)).toEqual(before);
    expect(after[0]).toMatchObject({ id, createdBy: 'meera', signatories: ['Meera Nair'] });
    const entry = await get<DesignEntry>(`/certificates/designs/${id}`, tokens.meera);
    expect(entry.form).toEqual(form);
    const { number } = await earn('Bears The New One');
    const { certificate } = await get<CertificateRecord>(`/certificates/register/${number}`);
    expect(certificate).toMatchObject({ designId: id, issuerName: 'Green Valley School' });
  });

  const four = Array.from({ length: 4 }, () => ({ name: 'N', title: '', signature: null }));
  it.each<[string, object, string, string]>([
    ['no name', design({ issuerName: ' ' }), 'request.invalid', 'issuerName'],
    [
      'a script as address',
      design({ issuerUrl: 'javascript:alert(1)' }),
      'request.invalid',
      'issuerUrl',
    ],
    ['a colour that is none', design({ accent: 'red' }), 'request.invalid', 'accent'],
    ['four people', design({ signatories: four }), 'request.invalid', 'signatories'],
    ['something unknown', { ...form, font: 'x' }, 'request.invalid', 'font'],
    [
      'a picture that is a page of HTML',
      design({ logo: base64(Buffer.from('<svg onload="alert(1)">')) }),
      'design.picture-kind',
      'logo',
    ],
    [
      'a logo beyond 300 kB',
      design({ logo: base64(Buffer.concat([png(1, 1), Buffer.alloc(300_000)])) }),
      'design.picture-too-large',
      'logo',
    ],
    [
      'a damaged picture',
      design({ logo: base64(png(60, 40).subarray(0, 60)) }),
      'design.picture-unreadable',
      'logo',
    ],
    [
      'a signature as JPEG',
      design({ signatories: [{ name: 'N', title: '', signature: '/9j/4AAQ' }] }),
      'design.picture-signature-kind',
      'signatories.0.signature',
    ],
  ])('is refused with %s', async (_, body, code, field) => {
    expect(await refused(await save(body))).toEqual([400, code, field]);
  });

  it.each(['classic', 'modern', 'plain'])(
    'is shown as a specimen of the template %s that nobody can take for a certificate',
    async (template) => {
      const body = { template, design: form };
      const answer = await post<Specimen>('/certificates/specimen', body, tokens.meera);
      const pdf = await readPdf(Buffer.from(answer.pdf, 'base64'));
      expect(pdf.lines.filter((line) => line.includes('SPECIMEN')).length).toBeGreaterThan(0);
      expect(pdf.lines.join(' ')).not.toMatch(/OS-\d{4}-/);
      expect(pdf.lines.join(' ')).toContain('Green Valley School');
    },
  );

  it('of a template that is not there is refused', async () => {
    const body = { template: 'baroque', design: form };
    const response = await knock('POST', '/certificates/specimen', tokens.meera, body);
    expect(await refused(response)).toEqual([400, 'request.invalid', 'template']);
  });
});
