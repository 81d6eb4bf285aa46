import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator, signInEditor } from '../../../../../../scripts/testing/admin.ts';
import { send, signUp, untilServed } from '../../../../../../scripts/testing/api.ts';
import { graduate } from '../../../../../../scripts/testing/graduates.ts';
import {
  handIn,
  type SampleIds,
  sampleIds,
  takeTest,
} from '../../../../../../scripts/testing/learners.ts';
import { insertLiveCourse } from '../../../../../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../../../../../scripts/testing/students.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { mayVote } from '../../../approvals/server/permissions';
import type {
  ApprovalLine,
  ApprovalRecord,
  Asked,
  Candidates,
} from '../../../approvals/server/wire';
import { mayReview, permissions } from '../permissions';
import type {
  Account,
  AttemptLine,
  AttemptRecord,
  CorrectionPreview,
  EnrollmentLine,
  LogPage,
  Paged,
  QuestionLine,
  QuestionRecord,
  StudentLine,
  StudentRecord,
  SubmissionLine,
  SubmissionRecord,
} from '../wire';
import { routes } from './index';

let system: TestSystem;
let admin: Client;
let students: Students;
let ids: SampleIds;
let tokens: {
  administrator: string;
  student: string;
  stranger: string;
  reviewer: string;
  second: string;
  bela: string;
  chandra: string;
};

beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  admin = new Client({ connectionString: system.database.admin });
  await admin.connect();
  students = studentsOf(system.database);
  ids = await sampleIds(admin);
  const administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  tokens = {
    administrator,
    student: (await signUp(system, 'Asha Rao')).token,
    stranger: await signInEditor(system.cmsUrl, administrator, 'stranger', []),
    reviewer: await signInEditor(system.cmsUrl, administrator, 'ravi', [mayReview]),
    second: await signInEditor(system.cmsUrl, administrator, 'meera', [mayReview]),
    bela: await signInEditor(system.cmsUrl, administrator, 'bela', [mayVote]),
    chandra: await signInEditor(system.cmsUrl, administrator, 'chandra', [mayVote]),
  };
});
afterAll(async () => {
  await students?.end();
  await admin?.end();
  await system?.stop();
});

interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
}
type Problem = { error: { code: string; message: string; field?: string } };
async function askAt<Body = Problem>(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
  token = tokens.administrator,
): Promise<Answer<Body>> {
  const { status, text } = await send(system, method, path, { token, body });
  return {
    status,
    body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : {}) as Body,
  };
}
const ask = <Body = Problem>(
  method: 'GET' | 'POST',
  path: string,
  body?: unknown,
  token?: string,
): Promise<Answer<Body>> => askAt<Body>(method, `/records${path}`, body, token);

/** A student with an account, enrolled in the sample. */
async function newStudent(
  name: string,
): Promise<{ id: number; user: number; email: string; token: string }> {
  const { email, token } = await signUp(system, name);
  const { rows } = await admin.query<{ id: number; user: number }>(
    'select id, user_id as user from activity.shishya_users where email = $1',
    [email],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('Whoever signs up is a student.');
  await students.rows(row.user, 'select activity.enroll($1)', [ids.course]);
  return { ...row, email, token };
}

describe.each(routes.admin.routes)('$method $path', ({ method, path, config }) => {
  const door = path.replace(':id', '1');
  const body = method === 'GET' ? undefined : {};

  it('is an administrator’s door with a permission of this plugin', () => {
    expect(config.policies[0]).toBe('admin::isAuthenticatedAdmin');
    if (path !== '/courses')
      expect(config.policies).toContainEqual({
        name: 'admin::hasPermissions',
        config: { actions: [expect.toBeOneOf(permissions)] },
      });
  });

  it('answers 401 to nobody and to a student, 403 to an administrator without the permission', async () => {
    const nobody = await send(system, method, `/records${door}`, { body });
    expect(nobody.status).toBe(401);
    expect((await ask(method as 'GET', door, body, tokens.student)).status).toBe(401);
    expect((await ask(method as 'GET', door, body, tokens.stranger)).status).toBe(403);
  });

  it('answers 404 to an id that is none, and names a field that is not known', async () => {
    if (path.includes(':id')) {
      const valid = {
        reason: 'Because it is so.',
        from: null,
        correctAnswer: 'a',
        status: 'approved',
        score: 1,
        feedback: null,
        checklist: [],
      };
      const needs = path.split('/').at(-1) ?? '';
      const names: Record<string, (keyof typeof valid)[]> = {
        suspend: ['reason'],
        reinstate: ['reason'],
        take: ['from'],
        preview: ['correctAnswer'],
        correct: ['correctAnswer', 'reason'],
        review: ['status', 'score', 'feedback', 'checklist'],
      };
      const wanted = Object.fromEntries((names[needs] ?? []).map((name) => [name, valid[name]]));
      for (const id of ['0', 'x', '99999999999', '2147483647']) {
        const answer = await ask(
          method as 'GET',
          path.replace(':id', id),
          method === 'GET' ? undefined : wanted,
        );
        const isEmptyLog = path.endsWith('/log') && id === '2147483647';
        expect([path, id, answer.status]).toEqual([path, id, isEmptyLog ? 200 : 404]);
      }
    } else if (path !== '/courses') {
      const { status, body: refused } = await ask('GET', `${path}?password=x`);
      expect(status).toBe(400);
      expect(refused.error).toMatchObject({ code: 'request.invalid' });
    }
  });
});

describe('students', () => {
  it('are found by part of a name or an address, in any case, and counted', async () => {
    const student = await newStudent('Zoya Qureshi');
    for (const q of ['zOYA q', student.email.toUpperCase()]) {
      const { body } = await ask<Paged<StudentLine>>('GET', `/students?q=${encodeURIComponent(q)}`);
      expect(body.rows.map(({ id }) => id)).toEqual([student.id]);
      expect(body).toMatchObject({ total: 1, page: 1 });
      expect(body.rows[0]).toMatchObject({ name: 'Zoya Qureshi', status: 'active', courses: 1 });
      expect(body.rows[0]?.lastActiveAt).toMatch(/^\d{4}-/);
    }
    const { body: none } = await ask<Paged<StudentLine>>('GET', '/students?q=%25');
    expect(none.total).toBe(0);
  });

  it('are listed without one on two pages or on none', async () => {
    for (let user = 1; user <= 60; user += 1) await students.add(50_000 + user);
    const { body: first } = await ask<Paged<StudentLine>>('GET', '/students?q=student%205');
    expect(first.total).toBe(60);
    const seen: number[] = [];
    for (const page of [1, 2, 3, 4]) {
      const { body } = await ask<Paged<StudentLine>>('GET', `/students?q=student%205&page=${page}`);
      seen.push(...body.rows.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(60);
    expect(seen).toHaveLength(60);
  });

  it('show courses, attempts, submissions and what they did with time, IP and browser', async () => {
    const student = await newStudent('Record Holder');
    const attempt = await takeTest(students, admin, student.user, ids);
    const submission = await handIn(students, student.user, ids, 'record');
    const { body } = await ask<StudentRecord>('GET', `/students/${student.id}`);
    expect(body.student).toMatchObject({ id: student.id, email: student.email });
    expect(body.account).toEqual({ exists: true, blocked: false, sessions: 1 });
    expect(body.enrollments).toMatchObject([{ version: ids.version, currentVersion: ids.version }]);
    expect(body.submissions.map(({ id }) => id)).toEqual([submission]);
    const attempts = await ask<Paged<AttemptLine>>('GET', `/attempts?student=${student.id}`);
    expect(attempts.body.rows.map(({ id }) => id)).toEqual([attempt]);
    const { body: log } = await ask<LogPage>('GET', `/students/${student.id}/log`);
    expect(log.lines.map(({ action, entityType }) => `${action} ${entityType}`)).toEqual([
      'submit project',
      'submit test',
      'start test',
      'enroll course',
    ]);
    expect(log.lines[0]).toMatchObject({ ipAddress: '127.0.0.1', userAgent: 'a test' });
    const { body: older } = await ask<LogPage>(
      'GET',
      `/students/${student.id}/log?before=${log.lines[1]?.id}`,
    );
    expect(older.lines).toEqual(log.lines.slice(2));
  });
});

describe('a suspension', () => {
  it('ends all sessions at once, also the token that is still valid, and is put down', async () => {
    const student = await newStudent('Sunil Suspended');
    const enrolled = () => send(system, 'GET', '/api/enrollments', { token: student.token });
    expect((await enrolled()).status).toBe(200);
    const { rows: before } = await admin.query(
      'select from activity.sessions where user_id = $1 and ended_at is null',
      [student.user],
    );
    expect(before).toHaveLength(1);

    const { status, body } = await ask<Account>('POST', `/students/${student.id}/suspend`, {
      reason: 'Shared the account.',
    });
    expect([status, body]).toEqual([200, { exists: true, blocked: true, sessions: 0 }]);
    expect((await enrolled()).status).toBe(403);
    const login = await send(system, 'POST', '/api/account/login', {
      body: { email: student.email, password: 'long-enough-for-us' },
    });
    expect([login.status, login.body.error?.code]).toEqual([403, 'student.not-active']);

    const { body: log } = await ask<LogPage>('GET', `/students/${student.id}/log`);
    expect(log.lines[0]).toMatchObject({
      action: 'suspend',
      details: { by: expect.any(String), reason: 'Shared the account.' },
    });
    const { rows: audited } = await admin.query(
      `select admin_id from audit.log where subject = 'activity.shishya_users' and subject_id = $1
      order by id desc limit 1`,
      [String(student.id)],
    );
    expect(audited[0].admin_id).toMatch(/^\d+$/);

    const again = await ask('POST', `/students/${student.id}/suspend`, { reason: 'Again.' });
    expect([again.status, again.body.error.code]).toEqual([409, 'student.is-suspended']);

    await ask('POST', `/students/${student.id}/reinstate`, { reason: 'A mistake.' });
    // The session that was ended stays so; a new login is needed.
    expect((await enrolled()).status).toBe(401);
    const back = await ask('POST', `/students/${student.id}/reinstate`, { reason: 'Again.' });
    expect([back.status, back.body.error.code]).toEqual([409, 'student.is-active']);
  });

  it('needs a reason, and an account that is there', async () => {
    const { id } = await newStudent('No Reason');
    const bare = await ask('POST', `/students/${id}/suspend`, {});
    expect([bare.status, bare.body.error.field]).toEqual([400, 'reason']);
    const gone = await students.add(77_777);
    const { status, body } = await ask('POST', `/students/${gone}/suspend`, { reason: 'Gone.' });
    expect([status, body.error.code]).toEqual([409, 'student.no-account']);
  });
});

describe('enrolments', () => {
  it('are listed by course and state', async () => {
    const { id } = await newStudent('Enrolled Once');
    const { body } = await ask<Paged<EnrollmentLine>>(
      'GET',
      `/enrollments?course=${ids.course}&status=active`,
    );
    expect(body.rows.map(({ studentId }) => studentId)).toContain(id);
    const { body: none } = await ask<Paged<EnrollmentLine>>(
      'GET',
      '/enrollments?course=2147483647',
    );
    expect(none).toMatchObject({ rows: [], total: 0 });
  });
});

describe('attempts', () => {
  it('show every question with answer, points and time, and who closed them', async () => {
    const student = await newStudent('Tested Once');
    const { body: questions } = await ask<QuestionLine[]>('GET', `/questions?test=${ids.test}`);
    const wrong = questions[0]?.id ?? 0;
    const id = await takeTest(students, admin, student.user, ids, [wrong]);
    const { body } = await ask<AttemptRecord>('GET', `/attempts/${id}`);
    expect(body.attempt).toMatchObject({ closedBy: 'student', number: 1, version: ids.version });
    expect(body.attempt.score).toBe(questions.length - 1);
    expect(body.questions).toHaveLength(questions.length);
    for (const { id: question, correct, points, answer } of body.questions ?? []) {
      expect([question, correct, points]).toEqual([
        question,
        question !== wrong,
        question === wrong ? 0 : 1,
      ]);
      expect(answer === null).toBe(question === wrong);
    }
  });

  it('that are open show how far they are, and no answer', async () => {
    const student = await newStudent('Still Writing');
    const [made] = await students.rows<{ id: number }>(
      student.user,
      'select activity.start_attempt($1, $2) as id',
      [ids.course, ids.test],
    );
    const { status, body } = await ask<AttemptRecord>('GET', `/attempts/${made?.id}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ questions: null, regrades: [] });
    expect(body.attempt).toMatchObject({
      submittedAt: null,
      closedBy: null,
      score: null,
      answered: 0,
    });
    const { body: open } = await ask<Paged<AttemptLine>>('GET', '/attempts?state=open');
    expect(open.rows.map(({ id }) => id)).toContain(made?.id);
  });
});

describe('a correction of a key', () => {
  it('is tried first, then carried out, and the attempt shows both figures', async () => {
    const { body: questions } = await ask<QuestionLine[]>('GET', `/questions?test=${ids.test}`);
    const chosen = questions.find(({ type }) => type === 'mcq');
    const { body: question } = await ask<QuestionRecord>('GET', `/questions/${chosen?.id}`);
    expect(question).toMatchObject({ versions: [ids.version], otherVersions: [], corrections: [] });
    const right = question.draft?.correctAnswer ?? '';
    const other = question.options.find((option) => option !== right) ?? '';
    const student = await newStudent('Graded Wrongly');
    const attempt = await takeTest(students, admin, student.user, ids);

    const door = `/questions/${question.id}`;
    const unfit = await ask('POST', `${door}/preview`, { correctAnswer: 'None of them' });
    expect([unfit.status, unfit.body.error.code]).toEqual([422, 'correction.answer-unfit']);
    const { body: preview } = await ask<CorrectionPreview>('POST', `${door}/preview`, {
      correctAnswer: other,
    });
    const change = preview.changes.find(({ attemptId }) => attemptId === attempt);
    expect(change).toMatchObject({
      scoreBefore: questions.length,
      scoreAfter: questions.length - 1,
      percentageBefore: 100,
    });
    const untouched = await ask<AttemptRecord>('GET', `/attempts/${attempt}`);
    expect(untouched.body.regrades).toEqual([]);

    const bare = await ask('POST', `${door}/correct`, { correctAnswer: other });
    expect([bare.status, bare.body.error.field]).toEqual([400, 'reason']);
    const { status, body: asked } = await ask<Asked>('POST', `${door}/correct`, {
      correctAnswer: other,
      reason: 'The book was wrong.',
    });
    expect(status).toBe(200);
    const waits = await ask<AttemptRecord>('GET', `/attempts/${attempt}`);
    expect(waits.body.regrades).toEqual([]);
    const seen = await approval(asked.approval, tokens.bela);
    expect(seen.body.facts).toMatchObject({
      kind: 'key.correct',
      correctAnswer: other,
      impact: { attempts: preview.attempts, students: preview.students },
    });
    await agree(asked.approval);
    const made = { id: Number((await approval(asked.approval)).body.approval.payload.question) };
    expect(made.id).toBe(question.id);
    const { body: after } = await ask<AttemptRecord>('GET', `/attempts/${attempt}`);
    expect(after.attempt).toMatchObject({
      score: questions.length - 1,
      original: { score: questions.length, percentage: 100 },
    });
    expect(after.regrades).toMatchObject([{ reason: 'The book was wrong.' }]);
    const { body: history } = await ask<QuestionRecord>('GET', door);
    expect(history.corrections).toMatchObject([
      { correctAnswer: other, regraded: preview.attempts },
    ]);
  });
});

const approval = (id: number, token = tokens.administrator) =>
  askAt<ApprovalRecord>('GET', `/approvals/${id}`, undefined, token);
const vote = async (id: number, token: string, approve = true, remark = '') => {
  const { payloadHash } = (await approval(id, token)).body.approval;
  const given = { approve, payloadHash, remark };
  return askAt<ApprovalRecord>('POST', `/approvals/${id}/vote`, given, token);
};
/** Puts a certificate into the register; how one is earned is another test's matter. */
async function issueCertificate(student: number): Promise<string> {
  const { rows } = await admin.query<{ number: string }>(
    `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version,
      certificate_number, issue_date, grade, student_name, course_name, certificate_name, template_id,
      qr_verification, pdf_url, qr_code)
    select $1, c.course_id, c.id, c.version, 'OS-2026-' || upper(left(md5(random()::text), 5)) || '-' || upper(left(md5(random()::text), 5)), now(), 'A', 'A Student',
      'A Course', c.name, c.template_id, c.qr_verification, '/x', '/x'
    from live.certificates c where c.course_id = $2 order by c.version desc limit 1
    returning certificate_number as number`,
    [student, ids.course],
  );
  return rows[0]?.number ?? '';
}
const mailsTo = (address: string): string[] =>
  system.mail
    .mails()
    .filter(({ to }) => to.includes(address))
    .map(({ text }) => text);

async function agree(id: number): Promise<void> {
  for (const token of [tokens.bela, tokens.chandra])
    expect((await vote(id, token)).status).toBe(200);
}

describe('what needs two others', () => {
  it('revokes a certificate when both have agreed, and tells everybody in time', async () => {
    const student = await newStudent('Copied Everything');
    const number = await issueCertificate(student.id);
    const door = `/certificates/register/${number}/revoke`;
    const words = {
      publicReason: 'Issued by mistake.',
      reason: 'It was earned by another person.',
    };
    const bare = await askAt('POST', door, { publicReason: 'Issued by mistake.' });
    expect([bare.status, bare.body.error.field]).toEqual([400, 'reason']);
    expect((await askAt('POST', door, words, tokens.bela)).status).toBe(403);
    const { body: asked } = await askAt<Asked>('POST', door, words);
    const again = await askAt('POST', door, words);
    expect([again.status, again.body.error.code]).toEqual([409, 'approval.asked-already']);

    const own = await vote(asked.approval, tokens.administrator);
    expect([own.status, own.body]).toMatchObject([
      403,
      { error: { code: 'approval.own-request' } },
    ]);
    expect((await approval(asked.approval, tokens.stranger)).status).toBe(404);
    const { body: inbox } = await askAt<Paged<ApprovalLine>>(
      'GET',
      '/approvals?state=waiting',
      undefined,
      tokens.bela,
    );
    expect(inbox.rows.find(({ id }) => id === asked.approval)).toMatchObject({
      isForMe: true,
      requestedBy: expect.any(String),
      reason: words.reason,
    });

    await agree(asked.approval);
    expect((await approval(asked.approval)).body).toMatchObject({
      approval: { state: 'executed', votes: 2, note: 'by 2 votes' },
      facts: { certificate: { number, isRevoked: true }, publicReason: words.publicReason },
      votes: [
        { voter: 'bela Editor', approve: true },
        { voter: 'chandra Editor', approve: true },
      ],
    });
    expect((await vote(asked.approval, tokens.chandra)).status).toBe(409);
    const { text } = await send(system, 'GET', `/api/certificates/${number}`, {});
    // The reason is for who has the certificate's own address.
    expect(JSON.parse(text)).toMatchObject({ status: 'revoked', certificate_number: number });
    expect(text).not.toContain(words.publicReason);
    await expect
      .poll(() => mailsTo('bela@school.example'))
      .toContainEqual(expect.stringContaining(`/admin/plugins/approvals/${asked.approval}`));
    // Who asked hears what became of it.
    await expect
      .poll(() => mailsTo(system.credentials.administrator.email).join('\n'))
      .toMatch(
        new RegExp(`Your request ${asked.approval}, to revoke a certificate, was approved and`),
      );
  });

  it('revokes nothing when it is refused, and who asked hears by whom and why', async () => {
    const number = await issueCertificate((await newStudent('Did Nothing Wrong')).id);
    const { body: asked } = await askAt<Asked>('POST', `/certificates/register/${number}/revoke`, {
      publicReason: 'Issued by mistake.',
      reason: 'It was earned by another person.',
    });
    const against = await vote(asked.approval, tokens.bela, false, 'The work is her own.');
    expect([against.status, against.body.approval.state]).toEqual([200, 'refused']);
    const { text } = await send(system, 'GET', `/api/certificates/${number}`, {});
    expect(JSON.parse(text)).toMatchObject({ status: 'valid' });
    const told = () =>
      mailsTo(system.credentials.administrator.email).filter((mail) =>
        mail.includes(`Your request ${asked.approval}, to revoke a certificate, was refused by`),
      );
    await expect.poll(told).toHaveLength(1);
    expect(told()[0]).toContain('bela Editor');
    expect(told()[0]).toContain('Nothing was changed.');
    expect(told()[0]).toContain('The work is her own.');
  });

  it('revokes one that is asked for twenty times at that moment, and gives no second', async () => {
    const student = await newStudent('Quick Fingers');
    // Its course asks for nothing but the lessons, and all are done: as after it got a certificate late.
    const guru = new Client({ connectionString: system.database.guru });
    await guru.connect();
    const course = await insertLiveCourse(guru);
    await guru.end();
    await graduate(admin, course, [student.id]);
    const issue = () =>
      untilServed(() =>
        send(system, 'POST', `/api/courses/${course.id}/certificate`, { token: student.token }),
      );
    const first = await issue();
    const { certificate_number: number } = JSON.parse(first.text).issued;
    const { body: asked } = await askAt<Asked>('POST', `/certificates/register/${number}/revoke`, {
      publicReason: 'Issued by mistake.',
      reason: 'It was earned by another person.',
    });
    await vote(asked.approval, tokens.bela);
    const [decided, ...replies] = await Promise.all([
      vote(asked.approval, tokens.chandra),
      ...Array.from({ length: 20 }, issue),
    ]);
    expect(decided.body.approval.state).toBe('executed');
    for (const reply of replies) {
      expect(reply.status).toBe(200);
      expect(JSON.parse(reply.text).issued.certificate_number).toBe(number);
    }
    const { rows } = await admin.query(
      `select c.certificate_number as number, r.revoked_at is not null as revoked
      from activity.issued_certificates c
      left join activity.certificate_revocations r on r.issued_certificate_id = c.id
      where c.shishya_user_id = $1`,
      [student.id],
    );
    expect(rows).toEqual([{ number, revoked: true }]);
    expect(JSON.parse((await issue()).text).issued).toMatchObject({
      certificate_number: number,
      status: 'revoked',
    });
  });

  it('gives a role that decides; Strapi’s own doors to that are shut and say why', async () => {
    const { rows } = await admin.query<{ id: number }>(
      `select id from cms.admin_users where email = 'meera@school.example'`,
    );
    const id = rows[0]?.id ?? 0;
    const role = (
      await admin.query(`select id from cms.admin_roles where code = 'strapi-super-admin'`)
    ).rows[0].id;
    const own = (
      await admin.query('select role_id as id from cms.admin_users_roles_lnk where user_id = $1', [
        id,
      ])
    ).rows[0].id;
    const voting = (action: string) => ({ action, subject: null, properties: {}, conditions: [] });
    const [twoOthers, themselves] = ['two others must agree', 'Only this person'];
    for (const [method, door, body, words] of [
      ['PUT', `/admin/users/${id}`, { roles: [role] }, twoOthers],
      [
        'POST',
        '/admin/users',
        { email: 'new@school.example', firstname: 'New', roles: [role] },
        twoOthers,
      ],
      ['PUT', `/admin/users/${id}`, { password: 'Known-to-me-1' }, themselves],
      ['PUT', `/admin/users/${id}`, { email: 'mine@school.example' }, themselves],
      [
        'PUT',
        `/admin/roles/${own}/permissions`,
        { permissions: [voting(mayVote)] },
        'Registrar role',
      ],
    ] as const)
      expect([door, await askAt(method, door, body)]).toMatchObject([
        door,
        { status: 400, body: { error: { message: expect.stringContaining(words) } } },
      ]);
    // Nothing of a refused change stays: the role's other permissions neither.
    const left = await admin.query<{ action: string; email: string; roles: string }>(
      `select p.action, u.email,
        (select count(*) from cms.admin_users_roles_lnk where user_id = u.id) as roles
      from cms.admin_users u, cms.admin_permissions p
      join cms.admin_permissions_role_lnk l on l.permission_id = p.id
      where u.id = $1 and l.role_id = $2`,
      [id, own],
    );
    expect(left.rows).toEqual([{ action: mayReview, email: 'meera@school.example', roles: '1' }]);

    const reason = 'Two people should be able to look after it.';
    const ordinary = await askAt('POST', '/approvals/administrators', {
      administrator: id,
      role: 'strapi-author',
      reason,
    });
    expect([ordinary.status, ordinary.body]).toMatchObject([
      422,
      { error: { code: 'administrator.role' } },
    ]);
    const offered = await askAt<Candidates>('GET', '/approvals/administrators');
    expect(offered.body.roles.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['strapi-super-admin', 'ourshiksha-registrar']),
    );
    expect(offered.body.people.find((person) => person.id === id)?.roles).toHaveLength(1);
    const asked = await askAt<Asked>('POST', '/approvals/administrators', {
      administrator: id,
      role: 'strapi-super-admin',
      reason,
    });
    expect(asked.status).toBe(200);
    expect((await approval(asked.body.approval)).body.facts).toMatchObject({
      person: { email: 'meera@school.example' },
      role: { isAdministrator: true },
    });
    await agree(asked.body.approval);
    const held = await admin.query(
      'select from cms.admin_users_roles_lnk where user_id = $1 and role_id = $2',
      [id, role],
    );
    expect(held.rowCount).toBe(1);
  });
});

describe('a review', () => {
  it('comes from the queue, the oldest first; of two reviewers the second hears who has it', async () => {
    const one = await handIn(students, (await newStudent('First In')).user, ids, 'one');
    const two = await handIn(students, (await newStudent('Second In')).user, ids, 'two');
    const { body: queue } = await ask<Paged<SubmissionLine>>(
      'GET',
      `/submissions?course=${ids.course}`,
      undefined,
      tokens.reviewer,
    );
    const order = queue.rows.map(({ id }) => id);
    expect(order.indexOf(one)).toBeGreaterThanOrEqual(0);
    expect(order.indexOf(one)).toBeLessThan(order.indexOf(two));

    const takes = await Promise.all(
      [tokens.reviewer, tokens.second].map((token) =>
        ask('POST', `/submissions/${one}/take`, { from: null }, token),
      ),
    );
    expect(takes.map(({ status }) => status).sort()).toEqual([200, 409]);
    const refused = takes.find(({ status }) => status === 409);
    expect(refused?.body.error.code).toBe('submission.taken');
    const holder = takes[0]?.status === 200 ? 'ravi' : 'meera';
    expect(refused?.body.error.message).toBe(`${holder} Editor is reviewing this submission.`);

    const [mine, theirs] =
      holder === 'ravi' ? [tokens.reviewer, tokens.second] : [tokens.second, tokens.reviewer];
    const decision = {
      status: 'approved',
      score: 90,
      feedback: 'Well made.',
      checklist: ids.criteria.map(({ criterion }) => ({ criterion, met: true, comment: '' })),
    };
    const early = await ask('POST', `/submissions/${one}/review`, decision, theirs);
    expect([early.status, early.body.error.code]).toEqual([409, 'submission.taken']);
    const before = await ask<SubmissionRecord>('GET', `/submissions/${one}`, undefined, theirs);
    const over = await ask<SubmissionRecord>(
      'POST',
      `/submissions/${one}/take`,
      { from: before.body.submission.takenById },
      theirs,
    );
    expect(over.status).toBe(200);
    const late = await ask('POST', `/submissions/${one}/review`, decision, mine);
    expect([late.status, late.body.error.code]).toEqual([409, 'submission.taken']);
    const done = await ask<SubmissionRecord>(
      'POST',
      `/submissions/${one}/review`,
      decision,
      theirs,
    );
    expect(done.body.submission).toMatchObject({ status: 'approved', score: 90 });
    const twice = await ask('POST', `/submissions/${one}/review`, decision, theirs);
    expect([twice.status, twice.body.error.code]).toEqual([409, 'submission.reviewed']);
  });

  it('shows what was asked for and what was handed in before', async () => {
    const student = await newStudent('Twice Handed');
    const first = await handIn(students, student.user, ids, 'a', 'First try.');
    const second = await handIn(students, student.user, ids, 'b', '<script>alert(1)</script>');
    const { body } = await ask<SubmissionRecord>('GET', `/submissions/${second}`);
    expect(body.submission).toMatchObject({
      number: 2,
      notes: '<script>alert(1)</script>',
      url: 'https://example.com/work',
    });
    expect(body.project.criteria).toEqual(ids.criteria);
    expect(body.others).toMatchObject([{ id: first, withdrawnAt: expect.any(String) }]);
    const taken = await ask('POST', `/submissions/${first}/take`, { from: null });
    expect([taken.status, taken.body.error.code]).toEqual([409, 'submission.withdrawn']);
  });
});
