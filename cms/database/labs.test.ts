import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { insertLiveCourse, type LiveCourse, secret } from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { runtimeNames } from '../src/lib/lab-runner/languages';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
let course: LiveCourse;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  course = await insertLiveCourse(guru);
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

let lastUser = 100;
async function student(): Promise<number> {
  lastUser += 1;
  await students.add(lastUser);
  await students.rows(lastUser, 'select activity.enroll($1)', [course.id]);
  return lastUser;
}
const call = (user: number, what: string, ...further: unknown[]) =>
  students.rows<Record<string, unknown>>(
    user,
    `select activity.${what}($1, $2${further.map((_, n) => `, $${n + 3}`).join('')}) as value`,
    [course.id, course.lab, ...further],
  );
const start = async (user: number, code = 'count()') =>
  Number((await call(user, 'start_lab_run', code))[0]?.value);
const record = (run: number, observed: unknown) =>
  guru.query('select activity.record_lab_run($1, $2)', [run, JSON.stringify(observed)]);
const runOf = async (id: number) =>
  (await superuser.query('select * from activity.lab_runs where id = $1', [id])).rows[0];
const progressOf = async (user: number) => {
  const [row] = await students.rows<Record<string, unknown>>(
    user,
    'select * from activity.user_lab_progress',
  );
  return row;
};
const refusal = (code: string, state: string) => ({ message: code, code: state });
const right = {
  status: 'finished',
  output: '3 birds  \r\n\n',
  error: null,
  ms: 12.6,
  values: [{ value: 2.0000000000001 }, { value: { note: `${secret} hidden`, birds: 0 } }],
};

describe('a run', () => {
  it('that has every value and the output right makes the lab verified, and counts as progress', async () => {
    const user = await student();
    const run = await start(user, 'const right = 1;');
    await record(run, right);
    expect(await runOf(run)).toMatchObject({
      status: 'finished',
      passed: true,
      output_passed: true,
      ms: 13,
      code: 'const right = 1;',
      results: [
        { name: 'Counts two', hidden: false, passed: true, expected: '2' },
        { name: 'Counts none', hidden: true, passed: true, actual: null, expected: null },
      ],
    });
    expect(await progressOf(user)).toMatchObject({
      status: 'completed',
      attempts: 1,
      verified_at: expect.any(String),
      user_code: 'const right = 1;',
    });
  });

  it.each([
    ['a value is wrong', { values: [{ value: 3 }, right.values[1]] }],
    ['a hidden value is wrong', { values: [right.values[0], { value: { birds: 0 } }] }],
    ['a number is a text', { values: [{ value: '2' }, right.values[1]] }],
    ['a value is missing', { values: [right.values[0]] }],
    ['an expression failed', { values: [right.values[0], { error: 'count is not defined' }] }],
    ['there are no values', { values: undefined }],
    ['the output is another', { output: '3 birds\nPASS\n' }],
    ['it was stopped', { status: 'timeout' }],
    ['it says of itself that it passed', { values: [], passed: true, results: [{ passed: true }] }],
  ])('is not passed where %s', async (_, change) => {
    const user = await student();
    const run = await start(user);
    await record(run, { ...right, ...change });
    expect(await runOf(run)).toMatchObject({ passed: false });
    expect(await progressOf(user)).toMatchObject({ status: 'in_progress', verified_at: null });
  });

  it('may expect a text that is no JSON, also as the first that a connection judges', async () => {
    const { rows } = await superuser.query<{ value: unknown }>(
      'select activity.expected_value(t.expected) as value from unnest($1::text[]) t (expected)',
      [['three birds', '"three"', '3', '{a: 1}']],
    );
    expect(rows.map(({ value }) => value)).toEqual(['three birds', 'three', 3, '{a: 1}']);
  });

  it('is judged once: a second report changes nothing, and nobody changes the row', async () => {
    const user = await student();
    const run = await start(user);
    await record(run, { ...right, status: 'error', error: 'No.' });
    await record(run, right);
    expect(await runOf(run)).toMatchObject({ passed: false, error: 'No.' });
    await expect(
      superuser.query('update activity.lab_runs set passed = true where id = $1', [run]),
    ).rejects.toMatchObject({ code: '42501' });
  });

  it('is refused while another of the same student runs; one whose jailer died stands aside', async () => {
    const user = await student();
    const first = await start(user);
    await expect(start(user)).rejects.toMatchObject(refusal('lab.run-open', 'OS409'));
    await superuser.query(
      `update activity.lab_runs set started_at = clock_timestamp() - interval '61 seconds' where id = $1`,
      [first],
    );
    const second = await start(user);
    expect(second).toBeGreaterThan(first);
    expect(await runOf(first)).toMatchObject({ status: 'crashed', passed: false });
    // A report that comes after all is too late.
    await record(first, right);
    expect(await runOf(first)).toMatchObject({ status: 'crashed', passed: false });
    expect(await progressOf(user)).toMatchObject({ attempts: 2, verified_at: null });
  });

  it('gives the jail expressions and never what is expected', async () => {
    const run = await start(await student(), 'mine');
    const { rows } = await guru.query('select * from activity.lab_run_material($1)', [run]);
    expect(rows).toEqual([
      {
        runtime: 'javascript',
        setup_code: '',
        code: 'mine',
        expressions: ['count([1, 2])', 'count([])'],
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  it('is not judged by the student, whose rows show nothing of hidden values', async () => {
    const user = await student();
    const run = await start(user);
    for (const statement of [
      `select activity.record_lab_run(${run}, '{}')`,
      `select * from activity.lab_run_material(${run})`,
      `select * from activity.lab_tests(${course.lab}, 1)`,
    ]) {
      await expect(students.rows(user, statement)).rejects.toMatchObject({ code: '42501' });
    }
    await record(run, right);
    const rows = await students.rows(user, 'select * from activity.lab_runs');
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(await students.rows(await student(), 'select from activity.lab_runs')).toEqual([]);
  });
});

describe('values', () => {
  it.each([
    ['1', '1.0000000001', true],
    ['1', '1.00001', false],
    ['0', '1e-12', false],
    ['[1, {"a": [2]}]', '[1, {"a": [2.0]}]', true],
    ['[1, 2]', '[2, 1]', false],
    ['{"a": 1}', '{"a": 1, "b": null}', false],
    ['null', 'false', false],
    ['"1"', '1', false],
    ['[]', '{}', false],
  ])('%s and %s are the same: %s', async (a, b, same) => {
    const { rows } = await superuser.query('select activity.same_value($1, $2) as same', [a, b]);
    expect(rows).toEqual([{ same }]);
  });
});

describe('code', () => {
  it('is saved as it is written, without a row in the audit log, up to a size', async () => {
    const user = await student();
    await call(user, 'save_lab_code', 'one');
    await call(user, 'save_lab_code', 'two');
    expect(await students.rows(user, 'select code from activity.lab_code')).toEqual([
      { code: 'two' },
    ]);
    expect(await progressOf(user)).toMatchObject({ status: 'in_progress', attempts: 0 });
    await expect(call(user, 'save_lab_code', 'x'.repeat(100_001))).rejects.toMatchObject(
      refusal('lab.code-too-long', 'OS422'),
    );
    const { rows } = await superuser.query(
      `select from audit.log where subject = 'activity.lab_code'`,
    );
    expect(rows).toEqual([]);
  });

  it('is refused to who is not enrolled', async () => {
    lastUser += 1;
    await students.add(lastUser);
    await expect(call(lastUser, 'save_lab_code', '')).rejects.toMatchObject(
      refusal('enrollment.not-found', 'OS404'),
    );
  });
});

describe('hints', () => {
  it('come one by one, are counted, and a repeated request unlocks no further one', async () => {
    const user = await student();
    const seen = async () => (await call(user, 'lab_hints'))[0]?.value;
    expect(await seen()).toEqual([]);
    await call(user, 'reveal_hint', 1);
    await call(user, 'reveal_hint', 1);
    expect(await seen()).toEqual(['Birds sit in a list.']);
    await call(user, 'reveal_hint', 2);
    expect(await progressOf(user)).toMatchObject({ hints_used: 2 });
    await expect(call(user, 'reveal_hint', 3)).rejects.toMatchObject(
      refusal('lab.no-such-hint', 'OS404'),
    );
    await expect(call(await student(), 'reveal_hint', 2)).rejects.toMatchObject(
      refusal('lab.no-such-hint', 'OS404'),
    );
  });

  it('are not in what a student can select', async () => {
    await expect(
      students.rows(await student(), 'select hints from live.practice_labs'),
    ).rejects.toMatchObject({ code: '42501' });
  });
});

describe('the solution', () => {
  it('is shown to who is done only', async () => {
    const user = await student();
    await expect(call(user, 'lab_solution')).rejects.toMatchObject(
      refusal('lab.not-completed', 'OS403'),
    );
    await record(await start(user), right);
    expect((await call(user, 'lab_solution'))[0]?.value).toBe(`${secret} solution`);
  });
});

describe('a lab that the server cannot judge', () => {
  it('is done by one’s word, which counts for no certificate; others are not', async () => {
    await expect(call(await student(), 'declare_lab_done')).rejects.toMatchObject(
      refusal('lab.verifiable', 'OS409'),
    );
    const judged = course;
    try {
      course = await insertLiveCourse(guru, { labLanguage: 'cobol' });
      const user = await student();
      await expect(start(user)).rejects.toMatchObject(refusal('lab.not-verifiable', 'OS409'));
      await call(user, 'declare_lab_done');
      expect(await progressOf(user)).toMatchObject({ status: 'completed', verified_at: null });
      expect((await call(user, 'lab_solution'))[0]?.value).toBe(`${secret} solution`);
    } finally {
      course = judged;
    }
  });
});

describe('a certificate that asks for labs', () => {
  it('counts verified ones among those that can be verified', async () => {
    const user = await student();
    const [me] = await students.rows<{ id: number }>(user, 'select activity.me() as id');
    const asked = course;
    const labs = async () => {
      await superuser.query('begin');
      await superuser.query(`set local session_replication_role = replica`);
      await superuser.query(
        'update live.certificates set requires_lab_completion = true where course_id = $1',
        [asked.id],
      );
      const { rows } = await superuser.query(
        'select labs, labs_done from activity.certificate_eligibility($1, $2, 1)',
        [me?.id, asked.id],
      );
      await superuser.query('rollback');
      return rows[0];
    };
    expect(await labs()).toEqual({ labs: 1, labs_done: 0 });
    await record(await start(user), right);
    expect(await labs()).toEqual({ labs: 1, labs_done: 1 });
  });
});

it('the database and the runner know the same languages', async () => {
  for (const [name, runtime] of Object.entries({
    ...runtimeNames,
    cobol: null,
    ' Python ': 'python',
  })) {
    const { rows } = await guru.query('select live.lab_runtime($1) as runtime', [name]);
    expect([name, rows[0]?.runtime]).toEqual([name, runtime]);
  }
});
