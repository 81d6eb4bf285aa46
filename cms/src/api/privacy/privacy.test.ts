import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fromBuffer } from 'yauzl';
import { type ApiStudent, logIn, password, send, signUp } from '../../../../scripts/testing/api.ts';
import { graduate } from '../../../../scripts/testing/graduates.ts';
import {
  insertLiveCourse,
  type LiveCourse,
  secret,
} from '../../../../scripts/testing/live-course.ts';
import { startTestSystem, type TestSystem } from '../../../../scripts/testing/system.ts';
import { notExported, sections } from './inventory';

let system: TestSystem;
let superuser: Client;
let guru: Client;
let folder: string;
let course: LiveCourse;
let asha: ApiStudent;
let bela: ApiStudent;
let certificate: string;
let certificateSecret: string;
/** What is found nowhere once Asha is erased: her name, her words, her address. */
const traces = ['Quetzalcoatl', 'asha-was-here'];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-privacy-'));
  mkdirSync(path.join(folder, 'uploads'));
  system = await startTestSystem({ cmsEnvironment: { PUBLIC_FOLDER: folder } });
  superuser = new Client({ connectionString: system.database.admin });
  guru = new Client({ connectionString: system.database.guru });
  await superuser.connect();
  await guru.connect();
  course = await insertLiveCourse(guru);
  [asha, bela] = [await signUp(system, 'Asha Quetzalcoatl'), await signUp(system, 'Bela')];
  traces.push(asha.email);
  for (const student of [asha, bela]) await learn(student);
  const [issued] = await query<{ number: string; secret: string }>(
    `select c.certificate_number as number, s.secret from activity.issued_certificates c
    join activity.certificate_secrets s on s.issued_certificate_id = c.id
    where c.student_name = 'Asha Quetzalcoatl'`,
  );
  certificate = issued?.number ?? '';
  certificateSecret = issued?.secret ?? '';
  await vi.waitFor(
    async () => expect(await query('select from activity.papers_to_draw')).toHaveLength(0),
    { timeout: 30_000 },
  );
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await system?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const query = async <Row extends object>(statement: string, values: unknown[] = []) =>
  (await superuser.query<Row>(statement, values)).rows;
const as = (student: ApiStudent, method: string, door: string, body?: unknown) =>
  send(system, method, `/api${door}`, { token: student.token, body });

/** Enrols, hands a project in with a file, and gets the certificate. */
async function learn(student: ApiStudent): Promise<void> {
  const said = student === asha ? 'asha-was-here' : 'bela-was-here';
  await as(student, 'POST', '/enrollments', { course_id: course.id });
  const form = new FormData();
  form.append('files', new File([`%PDF-1.7\n${said}`], `${said}.pdf`));
  const door = `/courses/${course.id}/projects/${course.project}`;
  await fetch(`${system.cmsUrl}/api${door}/files`, {
    method: 'POST',
    headers: { authorization: `Bearer ${student.token}`, 'user-agent': `${said} browser` },
    body: form,
  });
  const notes = `<script>alert('${said}')</script>\u202e`;
  await as(student, 'POST', `${door}/submissions`, { key: said, submission_notes: notes });
  const [known] = await query<{ id: number }>(
    'select id from activity.shishya_users where email = $1',
    [student.email],
  );
  const id = known?.id ?? 0;
  await graduate(superuser, course, [id]);
  await query(`select activity.issue_for($1, $2, 'the school')`, [id, course.id]);
}

/** The texts of a zip's entries, by their names. */
async function unzip(bytes: Buffer): Promise<ReadonlyMap<string, string>> {
  const entries = new Map<string, string>();
  await new Promise<void>((resolve, reject) => {
    fromBuffer(bytes, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error);
      zip.on('error', reject);
      zip.on('end', resolve);
      zip.on('entry', (entry) => {
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure);
          text(stream).then((read) => {
            entries.set(entry.fileName, read);
            zip.readEntry();
          }, reject);
        });
      });
      zip.readEntry();
    });
  });
  return entries;
}

describe('an export', () => {
  interface Data {
    readonly format: string;
    readonly format_version: number;
    readonly sections: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  }
  let entries: ReadonlyMap<string, string>;
  let data: Data;
  let answer: Response;
  beforeAll(async () => {
    answer = await fetch(`${system.cmsUrl}/api/account/export`, {
      method: 'POST',
      headers: { authorization: `Bearer ${asha.token}` },
    });
    entries = await unzip(Buffer.from(await answer.arrayBuffer()));
    data = JSON.parse(entries.get('data.json') ?? '{}') as Data;
  });

  it('is a file to be saved, with everything of the student in it and nothing of another', () => {
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(
      /^attachment; filename="ourshiksha-my-data-\d{4}-\d\d-\d\d\.zip"$/,
    );
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    expect(data).toMatchObject({ format: 'ourshiksha-personal-data', format_version: 1 });
    expect(Object.keys(data.sections)).toEqual(sections.map(({ name }) => name));
    expect(data.sections.account).toMatchObject([{ email: asha.email, name: 'Asha Quetzalcoatl' }]);
    expect(data.sections.sessions).toHaveLength(1);
    expect(data.sections.enrollments).toMatchObject([{ course: 'Birds' }]);
    expect(data.sections.certificates).toMatchObject([{ certificate_number: certificate }]);
    expect(data.sections.log?.filter(({ by }) => by === 'you').length).toBeGreaterThan(1);
    for (const [name, content] of entries) {
      expect([name, content.includes('bela-was-here')]).toEqual([name, false]);
      expect([name, content.includes(bela.email)]).toEqual([name, false]);
      expect([name, /\$2[aby]\$/.test(content)]).toEqual([name, false]);
      expect([name, content.includes(secret)]).toEqual([name, false]);
    }
  });

  it('has the files that were handed in, with the fingerprint the data say', () => {
    const [file] = data.sections.files ?? [];
    const content = entries.get(`files/${file?.id}-asha-was-here.pdf`) ?? '';
    expect(content).toBe('%PDF-1.7\nasha-was-here');
    expect(createHash('sha256').update(content).digest('hex')).toBe(file?.sha256);
    expect(entries.get(`certificates/${certificate}.pdf`)).toMatch(/^%PDF-/);
    expect(entries.get(`certificates/${certificate}-marksheet-1.pdf`)).toMatch(/^%PDF-/);
    expect(entries.get(`certificates/${certificate}-credential.json`)).toContain(certificate);
  });

  it('has a page for people that runs nothing, whatever was written', () => {
    const page = entries.get('everything-about-you.html') ?? '';
    expect(page).toContain('&lt;script&gt;alert(&#39;asha-was-here&#39;)&lt;/script&gt;');
    expect(page).not.toMatch(/<script|<img|<iframe|<link|javascript:|\u202e/i);
    expect(page).toContain("default-src 'none'");
    expect(page).toContain('Asha Quetzalcoatl');
  });

  it('is put down in the log, and refused the fourth time within a day', async () => {
    const [line] = await query<{ action: string; personal: string | null }>(
      `select action, personal from audit.log where action = 'export' and subject = 'student'`,
    );
    expect(line).toMatchObject({ action: 'export', personal: expect.any(String) });
    const again = () => as(asha, 'POST', '/account/export', {});
    expect([(await again()).status, (await again()).status]).toEqual([200, 200]);
    const refused = await again();
    expect([refused.status, refused.body.error?.code]).toEqual([429, 'export.too-many']);
    const { body } = await as(asha, 'GET', '/account/privacy');
    expect(body).toEqual({ erasure: null, delay_days: 14, exports_left: 0, certificates: 1 });
  });

  it('is of nobody but who asks', async () => {
    const answers = await Promise.all([
      send(system, 'POST', '/api/account/export', { body: {} }),
      send(system, 'POST', '/api/account/export', { token: 'x', body: {} }),
      as(asha, 'POST', '/account/export', { student: 1 }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 400]);
  });
});

describe('the inventory', () => {
  it('names every table with something of a student, or says why it is left out', async () => {
    const tables = await query<{ name: string }>(
      `select distinct n.nspname || '.' || c.relname as name
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and n.nspname in ('activity', 'audit', 'cms', 'live', 'keys')
        and (a.attname in ('shishya_user_id', 'student_id', 'account_id', 'user_id', 'attempt_id', 'issued_certificate_id')
          or c.oid in ('activity.shishya_users'::regclass, 'cms.up_users'::regclass)
          or exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f'
            and f.confrelid in ('activity.shishya_users'::regclass, 'cms.up_users'::regclass)))
        -- Of administrators.
        and c.relname !~ 'admin_user'
      order by 1`,
    );
    expect(tables.length).toBeGreaterThan(15);
    const known = new Set([...sections.map(({ table }) => table), ...Object.keys(notExported)]);
    expect(tables.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it('leaves out no column that is not there', async () => {
    for (const { table, leftOut = {} } of sections) {
      const columns = await query<{ name: string }>(
        `select attname as name from pg_attribute where attrelid = $1::regclass and attnum > 0`,
        [table],
      );
      const there = new Set(columns.map(({ name }) => name));
      expect([table, Object.keys(leftOut).filter((name) => !there.has(name))]).toEqual([table, []]);
    }
  });
});

describe('an erasure', () => {
  const wish = (body: object) => as(asha, 'POST', '/account/erasure', body);
  const told = (subject: string) =>
    expect
      .poll(
        () =>
          system.mail
            .mails()
            .filter(({ to }) => to.includes(asha.email))
            .map((mail) => mail.subject),
        { timeout: 30_000 },
      )
      .toContain(subject);

  /** Two who may vote, as the roles of the admin make them. */
  async function vote(): Promise<void> {
    const [role] = await query<{ id: number }>(
      `with role as (insert into cms.admin_roles (code, name) values ('voters', 'Voters') returning id),
        permission as (insert into cms.admin_permissions (action, conditions)
          values ('plugin::approvals.vote', '[]') returning id),
        linked as (insert into cms.admin_permissions_role_lnk (permission_id, role_id)
          select permission.id, role.id from permission, role)
      select id from role`,
    );
    for (const name of ['vera', 'vikram']) {
      const [voter] = await query<{ id: number }>(
        `with person as (insert into cms.admin_users (firstname, email, is_active, blocked)
          values ($1::text, $1::text || '@school.example', true, false) returning id),
          linked as (insert into cms.admin_users_roles_lnk (user_id, role_id) select id, $2 from person)
        select id from person`,
        [name, role?.id],
      );
      await guru.query(`select set_config('app.admin_id', $1, false)`, [String(voter?.id)]);
      await guru.query(
        `select audit.vote_on(id, payload_hash, true) from audit.approvals where action = 'student.erase' and state = 'waiting'`,
      );
    }
    await guru.query(`select set_config('app.admin_id', '', false)`);
  }

  /** Every table of the database with a row in which one of the traces stands. */
  async function tracesLeft(): Promise<string[]> {
    const tables = await query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
      order by 1`,
    );
    const found: string[] = [];
    for (const { name } of tables) {
      const rows = await query(`select from ${name} t where t::text ~* $1 limit 1`, [
        traces.map((trace) => trace.replaceAll('.', '\\.')).join('|'),
      ]);
      if (rows.length > 0) found.push(name);
    }
    return found;
  }

  it('is not begun with a wrong password, nor without one', async () => {
    const wrong = await wish({ current_password: 'not this one', certificates: false });
    expect([wrong.status, wrong.body.error?.code, wrong.body.error?.field]).toEqual([
      422,
      'password.wrong',
      'current_password',
    ]);
    expect((await wish({ certificates: false })).status).toBe(400);
  });

  it('waits for two of the school, can be taken back meanwhile, and is told by mail', async () => {
    const asked = await wish({ current_password: password, certificates: false });
    expect([asked.status, asked.body]).toEqual([
      200,
      {
        erasure: {
          state: 'asked',
          certificates: false,
          asked_at: expect.any(String),
          due_at: null,
        },
      },
    ]);
    const again = await wish({ current_password: password, certificates: false });
    expect([again.status, again.body.error?.code]).toEqual([409, 'erasure.asked-already']);
    await told('You asked to be erased');
    const back = await as(asha, 'POST', '/account/erasure/withdraw', {});
    expect(back.body).toMatchObject({ erasure: { state: 'withdrawn' } });
    await told('You stay');
  });

  it('carried out leaves no trace but the certificate, which still verifies, and nobody gets in', async () => {
    await wish({ current_password: password, certificates: false });
    await vote();
    const { body } = await as(asha, 'GET', '/account/privacy');
    expect(body).toMatchObject({ erasure: { state: 'approved', due_at: expect.any(String) } });
    expect(await tracesLeft()).toContain('cms.up_users');
    expect(
      readdirSync(path.join(folder, 'uploads')).filter((name) => /submission_/.test(name)),
    ).toHaveLength(2);

    await query(
      `update activity.erasures set due_at = clock_timestamp() - interval '1 second' where state = 'approved'`,
    );
    await expect
      .poll(() => query(`select from activity.erasures where state = 'done'`), { timeout: 30_000 })
      .toHaveLength(1);
    await expect
      .poll(
        () => readdirSync(path.join(folder, 'uploads')).filter((name) => /submission_/.test(name)),
        {
          timeout: 30_000,
        },
      )
      .toHaveLength(1);
    await told('You were erased');

    // The job forgets the address once the mail is out.
    await expect
      .poll(tracesLeft, { timeout: 20_000 })
      .toEqual(['activity.certificate_credentials', 'activity.issued_certificates']);
    const address = `/api/certificates/by-secret/${certificateSecret}`;
    const verified = await send(system, 'GET', address);
    expect([verified.status, verified.text]).toEqual([
      200,
      expect.stringContaining('Asha Quetzalcoatl'),
    ]);
    expect((await as(asha, 'GET', '/account/privacy')).status).toBeGreaterThanOrEqual(401);
    await expect(logIn(system, asha.email)).rejects.toThrow('login.failed');
    expect((await as(bela, 'GET', '/account/privacy')).body).toMatchObject({ certificates: 1 });
    expect(await query(`select from audit.log where action = 'student.erased'`)).toHaveLength(1);
  });

  it('leaves the address free to sign up with anew', async () => {
    system.mail.clear();
    const made = await send(system, 'POST', '/api/account/register', {
      body: { email: asha.email, name: 'Somebody', password },
    });
    expect(made.status).toBe(200);
    const link = new URL((await system.mail.nextMail(asha.email)).links[0] ?? '');
    await send(system, 'POST', '/api/account/confirm', {
      body: { token: link.searchParams.get('token') },
    });
    const token = await logIn(system, asha.email);
    const { body } = await send(system, 'GET', '/api/enrollments', { token });
    expect(body.enrollments).toEqual([]);
  });
});
