import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type Administrators,
  mayVote,
  standInAdministrators,
} from '../../scripts/testing/administrators.ts';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { insertLiveCourse, type LiveCourse } from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { Findings } from '../src/lib/seals/findings';
import { verifyLines } from '../src/lib/seals/lines';
import { atOneMoment } from '../src/lib/seals/verify';

let database: TestDatabase;
let students: Students;
let people: Administrators;
let guru: Client;
let superuser: Client;
let voters: readonly number[];
let course: LiveCourse;

beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  people = await standInAdministrators(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  voters = [await people.add('Vera', [mayVote]), await people.add('Vikram', [mayVote])];
  course = await insertLiveCourse(guru, { passing: 50 });
});
afterAll(async () => {
  await people?.end();
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

const refusal = (code: string, status: number) => ({ message: code, code: `OS${status}` });
async function query<Row extends object>(
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return (await superuser.query<Row>(statement, parameters)).rows;
}

interface Person {
  /** The account's id. */
  readonly account: number;
  /** The student's. */
  readonly id: number;
  /** Stands in everything this person wrote or is known by. */
  readonly mark: string;
  readonly ip: string;
  readonly certificate: string;
  readonly file: { readonly storage_key: string };
}
let last = 5000;

/** Somebody who did everything there is to do, and left their mark wherever one can be left. */
async function person(): Promise<Person> {
  last += 1;
  const account = last;
  const mark = `Quetzal${account}`;
  const ip = `203.0.113.${account - 5000}`;
  await guru.query('select activity.ensure_student($1, $2, $3, false)', [
    account,
    `${mark} Rao`,
    `${mark}@birds.example`,
  ]);
  const does = async <Row>(statement: string, ...parameters: unknown[]): Promise<Row> => {
    const [row] = await students.as(account, async (inside) => {
      await inside.rows(
        `select set_config('app.ip_address', $1, true), set_config('app.user_agent', $2, true)`,
        [ip, `${mark} Browser`],
      );
      return inside.rows<Row>(statement, parameters);
    });
    return row as Row;
  };
  await does('select activity.enroll($1)', course.id);
  for (const lesson of course.lessons)
    await does('select activity.complete_lesson($1, $2)', course.id, lesson);
  for (const test of course.tests) {
    const { id } = await does<{ id: number }>(
      'select activity.start_attempt($1, $2) as id',
      course.id,
      test,
    );
    const questions = course.questions[test] ?? [];
    const answers = JSON.stringify(
      Object.fromEntries(
        questions.map((question, n) => [question, n === 0 ? `right ${question}` : mark]),
      ),
    );
    await does('select activity.save_answers($1, 1, $2)', id, answers);
    await does('select activity.submit_attempt($1, $2)', id, answers);
  }
  const code = `console.log('${mark}')`;
  await does('select activity.save_lab_code($1, $2, $3)', course.id, course.lab, code);
  const run = await does<{ id: number }>(
    'select activity.start_lab_run($1, $2, $3) as id',
    course.id,
    course.lab,
    code,
  );
  await guru.query('select activity.record_lab_run($1, $2)', [
    run.id,
    JSON.stringify({
      status: 'error',
      output: mark,
      error: `${mark} is not defined`,
      ms: 1,
      tests: [],
    }),
  ]);
  const file = await does<{ id: number; storage_key: string }>(
    `select * from activity.add_submission_file($1, $2, $3, 'application/pdf', 9, repeat('a', 64), 5, 100)`,
    course.id,
    course.project,
    `${mark}.pdf`,
  );
  await guru.query('select activity.keep_submission_file($1, $2)', [
    file.id,
    `/x/${file.storage_key}`,
  ]);
  const submission = await does<{ id: number }>(
    'select activity.submit_project($1, $2, $3, $4, $5) as id',
    course.id,
    course.project,
    `https://${mark}.example/`,
    `By ${mark}.`,
    mark,
  );
  await guru.query(`select activity.take_submission($1, 'Ravi')`, [submission.id]);
  const [project] = await query<{ criteria: { criterion: string }[] }>(
    'select evaluation_checklist as criteria from live.projects where id = $1',
    [course.project],
  );
  await guru.query(`select activity.review_submission($1, 'Ravi', 'approved', 70, $2, $3)`, [
    submission.id,
    `Well done, ${mark}.`,
    JSON.stringify(
      (project?.criteria ?? []).map(({ criterion }) => ({ criterion, met: true, comment: mark })),
    ),
  ]);
  const { number } = await does<{ number: string }>(
    'select activity.issue_certificate($1) as number',
    course.id,
  );
  await guru.query(
    `select activity.keep_certificate_file($1, 'certificate', $2, repeat('b', 64), 1)`,
    [number, `/uploads/${account}.pdf`],
  );
  await guru.query(
    `select activity.keep_marksheet_file(m.id, $2, repeat('c', 64), 1) from activity.marksheets m
     join activity.issued_certificates c on c.id = m.issued_certificate_id where c.certificate_number = $1`,
    [number, `/uploads/${account}-marks.pdf`],
  );
  await does(`select activity.begin_once($1, '{}')`, `key-${mark}`);
  await does('select activity.end_once($1, $2)', `key-${mark}`, JSON.stringify({ said: mark }));
  await guru.query('select activity.open_session($1, $2, $3)', [account, ip, `${mark} Browser`]);
  await guru.query(`select activity.issue_account_token($1, 'change', $2, $3)`, [
    account,
    createHash('sha256').update(mark).digest('hex'),
    `${mark}@elsewhere.example`,
  ]);
  await guru.query(`select audit.note('login.failed', 'account', $1, $2)`, [
    account,
    JSON.stringify({ email: `${mark}@birds.example`, address: ip }),
  ]);
  const [row] = await query<{ id: number }>(
    'select id from activity.shishya_users where user_id = $1',
    [account],
  );
  const id = row?.id ?? 0;
  await query(
    `update activity.shishya_users set phone = $2, avatar_url = $2, external_id = $2 where id = $1`,
    [id, mark],
  );
  await guru.query(`select activity.note_suspension($1, 'Ravi', $2)`, [id, `About ${mark}.`]);
  return { account, id, mark, ip, certificate: number, file };
}

/** Every table of the database with a row in which one of the texts stands. */
async function tablesWith(...texts: string[]): Promise<string[]> {
  const tables = await query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_toast'
    order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await query(`select from ${name} t where t::text ~* $1 limit 1`, [
      texts.map((text) => text.replaceAll('.', '\\.')).join('|'),
    ]);
    if (rows.length > 0) found.push(name);
  }
  return found;
}

const ask = async ({ account }: Person, withCertificates = false): Promise<number> => {
  const [row] = await students.rows<{ request: number }>(
    account,
    'select activity.ask_for_erasure($1) as request',
    [withCertificates],
  );
  return row?.request ?? 0;
};
async function vote(request: number, approve = true): Promise<void> {
  for (const voter of approve ? voters : voters.slice(0, 1))
    await people.as(
      voter,
      `select audit.vote_on(id, payload_hash, $2) from audit.approval_requests where id = $1`,
      [request, approve],
    );
}
/** As if the days of the delay had passed. */
const wait = ({ id }: Person) =>
  query(
    `update activity.erasures set due_at = clock_timestamp() - interval '1 second'
    where shishya_user_id = $1 and state = 'approved'`,
    [id],
  );
interface StoredFile {
  readonly kind: string;
  readonly storage_key: string | null;
  readonly storage_url: string | null;
}
/** What the cms does with the erasures whose day has come. */
async function carryOut(): Promise<StoredFile[]> {
  const files: StoredFile[] = [];
  for (;;) {
    const { rows } = await guru.query<{ id: number }>('select id from activity.due_erasure()');
    if (rows[0] === undefined) return files;
    const erased = await guru.query<StoredFile>('select * from activity.carry_out_erasure($1)', [
      rows[0].id,
    ]);
    files.push(...erased.rows);
  }
}
async function erase(one: Person, withCertificates = false): Promise<StoredFile[]> {
  await vote(await ask(one, withCertificates));
  await wait(one);
  return carryOut();
}
const verified = async (number: string) =>
  (
    await query('select * from activity.certificate_register where certificate_number = $1', [
      number,
    ])
  )[0];
const stateOf = async ({ id }: Person) =>
  (
    await query<{ state: string }>(
      'select state from activity.erasures where shishya_user_id = $1 order by id desc limit 1',
      [id],
    )
  )[0]?.state;

describe('what is personal in the log', () => {
  let one: Person;
  beforeAll(async () => {
    one = await person();
  });

  it('stands in no line, but beside it, and is read back in its place', async () => {
    expect(await query(`select from audit.log l where l::text ~* $1`, [one.mark])).toEqual([]);
    const [shown] = await query(
      `select ip_address, user_agent, after, is_erased from audit.readable
      where subject = 'activity.user_project_submissions' and action = 'insert' and shishya_user_id = $1`,
      [one.id],
    );
    expect(shown).toMatchObject({
      ip_address: one.ip,
      user_agent: `${one.mark} Browser`,
      after: { submission_notes: `By ${one.mark}.`, status: 'submitted' },
      is_erased: false,
    });
    const [line] = await query(
      `select ip_address, after from audit.log
      where subject = 'activity.user_project_submissions' and action = 'insert'
        and (after ->> 'shishya_user_id')::int = $1`,
      [one.id],
    );
    expect(line).toMatchObject({
      ip_address: null,
      after: { submission_notes: '(apart)', status: 'submitted' },
    });
  });

  it('is what the line’s hash says, computed without the database too', async () => {
    const rows = await query<{ personal: string; salt: Buffer; text: string }>(
      `select l.personal, coalesce(p.salt, o.salt) as salt, coalesce(p."values", o."values")::text as text
      from audit.log l
      left join audit.personal_values p on p.log_id = l.id
      left join audit.origins o on o.digest = l.personal where l.personal is not null`,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { personal, salt, text } of rows)
      expect(createHash('sha256').update(salt).update(text, 'utf8').digest('hex')).toBe(personal);
  });

  it.each(['guru', 'shishya', 'referee', 'ourshiksha_owner', 'superuser'])(
    'is changed and deleted by nobody, %s included',
    async (role) => {
      for (const statement of [
        `update audit.personal_values set "values" = '{}'`,
        'delete from audit.personal_values',
        'truncate audit.personal_values',
        `update audit.origins set "values" = '{}'`,
        'delete from audit.origins',
        'truncate audit.origins',
      ]) {
        await superuser.query('begin');
        if (role !== 'superuser') await superuser.query(`set local role ${role}`);
        const outcome = await superuser.query(statement).then(
          // Row-level security may hide every row from one who has the right to none.
          ({ rowCount }) => (rowCount === 0 ? '42501' : rowCount),
          ({ code }) => code,
        );
        await superuser.query('rollback');
        expect([statement, outcome]).toEqual([statement, '42501']);
      }
    },
  );

  it('of an administrator and of a visitor stays in clear', async () => {
    await guru.query(
      `select set_config('app.admin_id', '3', false), set_config('app.ip_address', '192.0.2.9', false)`,
    );
    await guru.query(`select activity.note_suspension($1, 'Ravi', 'A reason')`, [one.id]);
    await guru.query(`select set_config('app.admin_id', '', false)`);
    await guru.query(
      `select audit.note('login.failed', 'session', null, '{"email": "nobody@birds.example"}')`,
    );
    await guru.query(`select set_config('app.ip_address', '', false)`);
    const lines = await query(
      `select ip_address, admin_id, details from audit.log order by id desc limit 2`,
    );
    expect(lines).toEqual([
      { ip_address: '192.0.2.9', admin_id: null, details: { email: 'nobody@birds.example' } },
      { ip_address: '192.0.2.9', admin_id: '3', details: null },
    ]);
  });

  it('covers every text of every table whose rows are about a student', async () => {
    // Texts that say nothing of a person: states, kinds, numbers and names of the school's own things.
    const impersonal: Readonly<Record<string, readonly string[]>> = {
      'activity.shishya_users': ['status', 'signup_source'],
      'activity.course_enrollments': ['status', 'last_kind'],
      'activity.lesson_progress': ['status'],
      'activity.user_lab_progress': ['status'],
      'activity.user_test_attempts': ['closed_by', 'question_order'],
      'activity.user_project_submissions': ['status', 'reviewed_by', 'taken_by'],
      // Secrets, which the log hides from everybody.
      'activity.submission_files': ['mime', 'storage_key', 'storage_url'],
      'activity.lab_runs': ['status'],
      'activity.activity_logs': ['action', 'entity_type', 'entity_id'],
      'activity.issued_certificates': [
        'certificate_number',
        'grade',
        'course_name',
        'certificate_name',
        'template_id',
        'pdf_url',
        'qr_code',
        'type',
        'trace',
        'issued_by',
      ],
      'activity.certificate_revocations': ['revoked_by'],
      'activity.certificate_files': ['kind', 'storage_url', 'sha256'],
      'activity.marksheets': [
        'test_scores',
        'lab_scores',
        'project_scores',
        'grade',
        'pdf_url',
        'changes',
        'trace',
        // The log hides it from everybody.
        'secret',
      ],
      'activity.marksheet_files': ['storage_url', 'sha256'],
      'activity.certificate_credentials': ['credential', 'jwt', 'key_id'],
      'activity.attempt_regrades': [],
      'activity.erasures': ['state', 'told'],
    };
    const rows = await query<{ place: string; name: string; apart: boolean }>(
      `select t.tgrelid::regclass::text as place, a.attname as name,
        coalesce(a.attname = any (audit.personal_columns(t.tgrelid::regclass::text)), false) as apart
      from (select distinct tgrelid from pg_trigger where tgname = 'audit') t
      join pg_attribute a on a.attrelid = t.tgrelid and a.attnum > 0 and not a.attisdropped
        and a.atttypid in ('text'::regtype, 'varchar'::regtype, 'json'::regtype, 'jsonb'::regtype)
      where t.tgrelid = 'activity.shishya_users'::regclass or exists (
        select from pg_attribute k where k.attrelid = t.tgrelid
          and k.attname in ('shishya_user_id', 'issued_certificate_id'))
      order by 1, 2`,
    );
    const missing = rows.filter(
      ({ place, name, apart }) => !apart && !(impersonal[place]?.includes(name) ?? false),
    );
    expect(missing.map(({ place, name }) => `${place}.${name}`)).toEqual([]);
  });
});

describe('an erasure', () => {
  it('takes the person out of every table and leaves figures, the number of the student and others as they were', async () => {
    const [one, other] = [await person(), await person()];
    const figures = ({ id }: Person) =>
      query(
        `select (select jsonb_agg(to_jsonb(a) - 'answers' order by a.id) from activity.user_test_attempts a
            where a.shishya_user_id = $1) as attempts,
          (select jsonb_agg(to_jsonb(e) order by e.id) from activity.course_enrollments e
            where e.shishya_user_id = $1) as enrolments,
          (select jsonb_agg(to_jsonb(p) order by p.id) from activity.lesson_progress p
            where p.shishya_user_id = $1) as lessons,
          (select jsonb_agg(to_jsonb(m) order by m.id) from activity.marksheets m
            where m.shishya_user_id = $1) as marksheets`,
        [id],
      );
    const before = await figures(one);
    const everything = async ({ mark }: Person) =>
      query(`select t::text as row from audit.readable t where t::text ~* $1 order by id`, [mark]);
    const othersLines = await everything(other);
    const files = await erase(one);

    expect(await tablesWith(one.mark, one.ip)).toEqual(['activity.issued_certificates']);
    expect(await figures(one)).toEqual(before);
    expect(files).toEqual([
      {
        kind: 'submission',
        storage_key: one.file.storage_key,
        storage_url: `/x/${one.file.storage_key}`,
      },
    ]);
    expect(
      await query('select name, status, user_id from activity.shishya_users where id = $1', [
        one.id,
      ]),
    ).toEqual([{ name: 'Erased student', status: 'suspended', user_id: -one.id }]);
    expect(await stateOf(one)).toBe('done');
    expect(await everything(other)).toEqual(othersLines);
    expect(await tablesWith(other.mark)).toContain('activity.lab_code');
  });

  it('keeps certificates as they were issued, and says so of nothing else', async () => {
    const one = await person();
    const before = await verified(one.certificate);
    await erase(one);
    expect(await verified(one.certificate)).toEqual(before);
    expect(before).toMatchObject({ student_name: `${one.mark} Rao`, is_valid: true });
  });

  it('takes certificates along where the student wishes: the number says so, and no name', async () => {
    const one = await person();
    // Somebody begins to draw them and is killed.
    await guru.query('select activity.take_up_papers(1000)');
    const begun = await query<{ kind: string; storage_key: string }>(
      `select case when p.marksheet_id is null then 'certificate' else 'marksheet' end as kind,
        unnest(p.begun) as storage_key
      from activity.papers_to_draw p join activity.issued_certificates c on c.id = p.issued_certificate_id
      where c.certificate_number = $1`,
      [one.certificate],
    );
    expect(begun.map(({ kind }) => kind).toSorted()).toEqual(['certificate', 'marksheet']);
    const files = await erase(one, true);
    for (const file of begun) expect(files).toContainEqual({ ...file, storage_url: null });
    expect(await verified(one.certificate)).toMatchObject({
      student_name: '(erased)',
      is_valid: false,
      revoked_reason: 'Erased at the request of its holder.',
    });
    const gone = files.map(({ kind, storage_url }) => [kind, storage_url]);
    expect(gone).toContainEqual(['certificate', `/uploads/${one.account}.pdf`]);
    expect(gone).toContainEqual(['marksheet', `/uploads/${one.account}-marks.pdf`]);
    expect(await tablesWith(one.mark, one.ip)).toEqual([]);
    // Neither the link nor the initials, and no file that was being drawn meanwhile.
    const [left] = await query<{
      initials: string;
      secrets: number;
      kept: unknown;
      drawn: unknown;
    }>(
      `select c.initials, activity.certificate_to_draw($1) as drawn,
        (select count(*)::int from activity.certificate_secrets s where s.issued_certificate_id = c.id) as secrets,
        (activity.keep_certificate_file($1, 'certificate', '/late', repeat('d', 64), 1)).storage_url as kept
       from activity.issued_certificates c where c.certificate_number = $1`,
      [one.certificate],
    );
    expect(left).toEqual({ initials: '', secrets: 0, kept: null, drawn: null });
  });

  it('leaves a line that names exactly the lines whose values are gone by right', async () => {
    const one = await person();
    await erase(one);
    const [erasure] = await query<{ details: { lines: string; origins: string[] } }>(
      `select details from audit.log where action = 'student.erased' and subject_id = $1::text`,
      [one.id],
    );
    expect(erasure?.details.lines).toMatch(/^\{\[\d+,\d+\)/);
    expect(erasure?.details.origins).toHaveLength(2);
    const others = await query(
      `select from audit.readable r
      where r.is_erased and not exists (select from audit.log e where e.action = 'student.erased'
        and (r.id <@ (e.details ->> 'lines')::int8multirange or e.details -> 'origins' ? r.personal))`,
    );
    expect(others).toEqual([]);
  });

  it('leaves the address free: who signs up with it again is somebody new', async () => {
    const one = await person();
    await erase(one);
    last += 1;
    await guru.query('select activity.ensure_student($1, $2, $3, false)', [
      last,
      'Another',
      `${one.mark}@birds.example`,
    ]);
    const [row] = await students.rows<{ id: number }>(last, 'select activity.me() as id');
    expect(row?.id).toBeGreaterThan(one.id);
  });

  it('changes nothing in an erased attempt when a key is corrected afterwards', async () => {
    const one = await person();
    await erase(one);
    const question = course.questions[course.tests[0] ?? 0]?.[0];
    const affected = await query<{ shishya_user_id: number }>(
      `select shishya_user_id from activity.preview_key_correction($1, 'Another', '[]')`,
      [question],
    );
    expect(affected.length).toBeGreaterThan(0);
    expect(affected.map(({ shishya_user_id }) => shishya_user_id)).not.toContain(one.id);
  });
});

it('the eraser can empty what is personal and change nothing else', async () => {
  for (const statement of [
    'update activity.user_test_attempts set score = 0',
    'update activity.issued_certificates set grade = grade',
    'update activity.course_enrollments set progress_percentage = 100',
    'delete from activity.issued_certificates',
    'delete from activity.user_test_attempts',
    'delete from audit.log',
    'update audit.personal_values set salt = salt',
    'insert into activity.activity_logs (shishya_user_id, action, entity_type, entity_id) values (1, $$x$$, $$x$$, $$1$$)',
  ]) {
    await superuser.query('begin; set local role eraser');
    await expect(superuser.query(statement), statement).rejects.toMatchObject({ code: '42501' });
    await superuser.query('rollback');
  }
});

describe('a verification of the log', () => {
  async function look(): Promise<{ erased: number; said: string[] }> {
    const said: string[] = [];
    const findings = new Findings(({ kind, rows }) => said.push(`${kind} ${rows?.flat().join()}`));
    const { erased } = await atOneMoment(guru, () => verifyLines(guru, findings));
    findings.end();
    // Nothing is sealed here; what is said of that is another test's.
    return { erased, said: said.filter((one) => one.startsWith('values.')) };
  }

  it('takes values that went with an erasure for what they are, and names what else is missing or changed', async () => {
    const [one, other] = [await person(), await person()];
    const before = await look();
    await erase(one);
    const { erased, said } = await look();
    expect(said).toEqual([]);
    expect(erased).toBeGreaterThan(before.erased + 20);

    const [first, second] = await query<{ id: number }>(
      'select log_id::integer as id from audit.personal_values where shishya_user_id = $1 order by log_id limit 2',
      [other.id],
    );
    await query("set session_replication_role = 'replica'");
    await query('delete from audit.personal_values where log_id = $1', [first?.id]);
    await query(
      `update audit.personal_values set "values" = "values" || '{"x": 1}' where log_id = $1`,
      [second?.id],
    );
    await query("set session_replication_role = 'origin'");
    expect((await look()).said).toEqual([
      `values.deleted ${first?.id},${(first?.id ?? 0) + 1}`,
      `values.changed ${second?.id},${(second?.id ?? 0) + 1}`,
    ]);
  });
});

describe('the way to an erasure', () => {
  let one: Person;
  beforeEach(async () => {
    last += 1;
    const id = await students.add(last);
    one = { account: last, id, mark: '', ip: '', certificate: '', file: { storage_key: '' } };
  });

  it('begins once: asked again while it stands, it is refused', async () => {
    await ask(one);
    await expect(ask(one)).rejects.toMatchObject(refusal('erasure.asked-already', 409));
  });

  it('is not gone before its day', async () => {
    await vote(await ask(one));
    expect(await stateOf(one)).toBe('approved');
    expect(await carryOut()).toEqual([]);
    const [erasure] = await query<{ id: number; days: number }>(
      `select id, round(extract(epoch from due_at - clock_timestamp()) / 86400)::int as days
      from activity.erasures where shishya_user_id = $1`,
      [one.id],
    );
    expect(erasure?.days).toBe(14);
    await expect(
      guru.query('select activity.carry_out_erasure($1)', [erasure?.id]),
    ).rejects.toMatchObject(refusal('erasure.not-due', 409));
  });

  it('takes as long as the school has set, and at least a day', async () => {
    await guru.query('select activity.set_erasure_delay(3)');
    await vote(await ask(one));
    const [erasure] = await query<{ days: number }>(
      `select round(extract(epoch from due_at - clock_timestamp()) / 86400)::int as days
      from activity.erasures where shishya_user_id = $1`,
      [one.id],
    );
    expect(erasure?.days).toBe(3);
    await guru.query('select activity.set_erasure_delay(14)');
    await expect(guru.query('select activity.set_erasure_delay(0)')).rejects.toMatchObject({
      code: '23514',
    });
  });

  it.each([
    ['before the school has decided', false],
    ['after it', true],
  ] as const)('can be left %s', async (_, approved) => {
    const request = await ask(one);
    if (approved) await vote(request);
    await students.rows(one.account, 'select activity.withdraw_erasure()');
    expect(await stateOf(one)).toBe('withdrawn');
    await wait(one);
    expect(await carryOut()).toEqual([]);
    if (!approved)
      await expect(vote(request)).rejects.toMatchObject(refusal('approval.ended', 409));
    await expect(
      students.rows(one.account, 'select activity.withdraw_erasure()'),
    ).rejects.toMatchObject(refusal('erasure.none', 404));
    expect(await ask(one)).toBeGreaterThan(request);
  });

  it('ends where the school refuses, and the student is told once', async () => {
    await vote(await ask(one), false);
    const { rows } = await guru.query('select email, state from activity.erasure_news()');
    expect(rows).toContainEqual({
      email: `student${one.account}@school.example`,
      state: 'refused',
    });
    expect((await guru.query('select from activity.erasure_news()')).rows).toEqual([]);
    expect(await ask(one)).toBeGreaterThan(0);
  });

  it('is not gone twice', async () => {
    await erase(one);
    await expect(ask(one)).rejects.toMatchObject(refusal('student.not-active', 403));
    const [request] = await query<{ id: number }>(
      'select max(approval_request_id) as id from activity.erasures where shishya_user_id = $1',
      [one.id],
    );
    await expect(
      query('select activity.erase_student($1, $2)', [
        JSON.stringify({ student: one.id }),
        request?.id,
      ]),
    ).rejects.toMatchObject(refusal('student.erased', 409));
  });

  it('can be begun by the school, for a student who wrote a letter', async () => {
    const registrar = await people.add('Rita', ['plugin::approvals.request']);
    const [asked] = await people.as<{ id: number }>(
      registrar,
      `select audit.request_approval('student.erase', $1, 'The student wrote a letter.') as id`,
      [JSON.stringify({ student: one.id })],
    );
    await vote(asked?.id ?? 0);
    expect(await stateOf(one)).toBe('approved');
  });
});

it('an export is put down, three times a day at most', async () => {
  last += 1;
  const id = await students.add(last);
  const begin = () => students.rows(last, 'select activity.begin_export()');
  for (let time = 0; time < 3; time += 1) await begin();
  await expect(begin()).rejects.toMatchObject(refusal('export.too-many', 429));
  expect(
    await query(`select from audit.log where action = 'export' and subject_id = $1::text`, [id]),
  ).toHaveLength(3);
});
