import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import { type Learned, learnedBy } from '../../scripts/testing/learned.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { exportNumbers, numbersFile, recallNumbers } from '../src/lib/seals/certificate-numbers.ts';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
let learned: Learned;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  learned = learnedBy(students, guru, 500);
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

type Row = Record<string, unknown>;
const query = async (statement: string, parameters: readonly unknown[] = []): Promise<Row[]> =>
  (await superuser.query(statement, [...parameters])).rows;
const one = async (statement: string, parameters: readonly unknown[] = []): Promise<Row> => {
  const [row] = await query(statement, parameters);
  if (row === undefined) throw new Error('One row was expected.');
  return row;
};
const studentOf = async (user: number): Promise<number> =>
  Number((await one('select id from activity.shishya_users where user_id = $1', [user])).id);
const issue = async (user: number, course: LiveCourse): Promise<string> => {
  const [row] = await students.rows<{ number: string }>(
    user,
    'select activity.issue_certificate($1) as number',
    [course.id],
  );
  return row?.number ?? '';
};
const registrar = async (student: number, course: LiveCourse): Promise<string> => {
  const { rows } = await guru.query('select activity.issue_for($1, $2, $3) as number', [
    student,
    course.id,
    'Ravi Registrar',
  ]);
  return rows[0].number;
};
const issuedOf = (number: string): Promise<Row> =>
  one('select * from activity.issued_certificates where certificate_number = $1', [number]);
const numbersOf = async (course: LiveCourse): Promise<unknown[]> =>
  (
    await query(
      'select certificate_number from activity.issued_certificates where course_id = $1 order by id',
      [course.id],
    )
  ).map((row) => row.certificate_number);
const secretOf = async (number: string): Promise<string> =>
  String(
    (
      await one(
        `select secret from activity.certificate_secrets s
         join activity.issued_certificates c on c.id = s.issued_certificate_id where c.certificate_number = $1`,
        [number],
      )
    ).secret,
  );
/** As anybody may who has no account. */
const verified = async (what: string, given: string): Promise<Row | null> => {
  const [row] = await students.rows<{ told: Row | null }>(
    null,
    `select activity.${what}($1) as told`,
    [given],
  );
  return row?.told ?? null;
};
/** A request that was approved, whose payload the executor is given. */
const approved = async (executor: string, payload: Row, by: Client = superuser): Promise<Row> => {
  const { id } = await one(
    `insert into audit.approval_requests (action, payload, payload_hash, reason, admin_id, requested_by, votes_needed,
       voters_existed, delay_hours, expires_at)
     values ('certificate.revoke', '{}', repeat('0', 64), 'just a test', 1, 'Ravi Registrar', 2, 2, 0, 'infinity')
     returning id`,
  );
  const { rows } = await by.query(`select activity.${executor}($1, $2) as effect`, [
    JSON.stringify(payload),
    id,
  ]);
  return rows[0].effect;
};
const revoke = (number: string) =>
  approved('revoke_certificate', { number, public_reason: 'Handed out by mistake' });
const reissue = (number: string, more: Row = {}) =>
  approved('reissue_certificate', { number, reason: 'A name was wrong.', ...more });
const refusal = (code: string, status: number) => ({ message: code, code: `OS${status}` });

/** The last lesson is all that is missing. */
const nearly = { lessons: 3 } as const;
const finish = (user: number, course: LiveCourse) =>
  learned.lesson(user, course, course.lessons[3]);
const graduate = async (course: LiveCourse): Promise<{ user: number; number: string }> => {
  const user = await learned.learner(course);
  return { user, number: await issue(user, course) };
};

describe('a certificate', () => {
  it('is issued by what meets the last requirement, in the same transaction', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learned.learner(course, nearly);
    expect(await numbersOf(course)).toEqual([]);
    await finish(user, course);
    const [number] = await numbersOf(course);
    expect(await issuedOf(String(number))).toMatchObject({ issued_by: 'the course' });
    expect(await issue(user, course)).toBe(number);
  });

  it.each([
    ['a test', { requires_test_pass: true }, 'attempt'],
    ['a lab', { requires_lab_completion: true }, 'lab'],
    ['an approved project', { requires_project_completion: true }, 'project'],
  ] as const)('comes by %s where that was missing', async (_what, asked, last) => {
    const course = await insertLiveCourse(guru, {
      certificate: { requires_test_pass: false, ...asked },
    });
    const user = await learned.learner(course, { lessons: 0, tests: 1 });
    for (const lesson of course.lessons) await learned.lesson(user, course, lesson);
    expect(await numbersOf(course)).toEqual([]);
    if (last === 'attempt') await learned.attempt(user, course, course.tests[1], 2);
    else await learned[last](user, course);
    expect(await numbersOf(course)).toHaveLength(1);
  });

  it('comes by an attempt that its deadline closes, and by a key that is put right', async () => {
    const course = await insertLiveCourse(guru, {
      timeLimit: 10,
      questions: [{ key: { correct_answer: 'Sydney' } }, { key: { correct_answer: 'Sydney' } }],
    });
    const [swept, corrected] = [
      await learned.learner(course, { tests: 1, right: 0 }),
      await learned.learner(course, { tests: 2 }),
    ];
    const questions = course.questions[course.tests[0] ?? 0] ?? [];
    for (const question of questions)
      await superuser.query(`select activity.correct_key($1, $2, '[]', 'a test', 'a test')`, [
        question,
        `right ${question}`,
      ]);
    expect(
      await query(
        'select user_id from activity.issued_certificates c join activity.shishya_users s on s.id = c.shishya_user_id where course_id = $1',
        [course.id],
      ),
    ).toEqual([{ user_id: corrected }]);

    for (const test of course.tests) {
      const [attempt] = await students.rows<{ id: number }>(
        swept,
        'select activity.start_attempt($1, $2) as id',
        [course.id, test],
      );
      const answers = (course.questions[test] ?? []).map((question) => [
        question,
        `right ${question}`,
      ]);
      await students.rows(swept, 'select activity.save_answers($1, 1, $2)', [
        attempt?.id,
        JSON.stringify(Object.fromEntries(answers)),
      ]);
      await superuser.query(
        `update activity.user_test_attempts set started_at = started_at - interval '1 hour',
           deadline = deadline - interval '1 hour' where id = $1`,
        [attempt?.id],
      );
    }
    await guru.query('select activity.sweep_attempts(10)');
    expect(await numbersOf(course)).toHaveLength(2);
  });

  it('asked for fifty times at once is issued once, with one number and one marksheet', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learned.learner(course, nearly);
    const student = await studentOf(user);
    // The student finishes and asks, and a registrar issues, all at the same moment.
    await Promise.all([
      finish(user, course),
      ...Array.from({ length: 49 }, (_, n) =>
        n % 7 === 0
          ? registrar(student, course).catch(() => undefined)
          : issue(user, course).catch((error: Error) =>
              expect(error.message).toBe('certificate.not-eligible'),
            ),
      ),
    ]);
    const [number, ...more] = await numbersOf(course);
    expect(more).toEqual([]);
    expect(number).toMatch(/^OS-\d{4}-\d{6}-\d$/);
    expect(
      await query('select revision from activity.marksheets where course_id = $1', [course.id]),
    ).toEqual([{ revision: 1 }]);
  });

  it.each([
    ['a lesson', { lessons: 3 }],
    ['a test', { tests: 1 }],
    ['enough right answers', { right: 1 }],
  ])('is refused while %s is missing', async (_what, done) => {
    const course = await insertLiveCourse(guru);
    const user = await learned.learner(course, done);
    await expect(issue(user, course)).rejects.toMatchObject(
      refusal('certificate.not-eligible', 409),
    );
  });

  it('is refused to whoever is not enrolled, and where a course has none', async () => {
    const course = await insertLiveCourse(guru);
    const other = await learned.learner(await insertLiveCourse(guru));
    await expect(issue(other, course)).rejects.toMatchObject(refusal('enrollment.not-found', 404));
    await superuser.query('begin');
    await superuser.query('set local session_replication_role = replica');
    await superuser.query('delete from live.certificates where course_id = $1', [course.id]);
    await superuser.query('commit');
    const user = await learned.learner(course);
    await expect(issue(user, course)).rejects.toMatchObject(
      refusal('certificate.not-offered', 404),
    );
  });

  it('is given to nobody who may not sign in; it is there for them afterwards', async () => {
    const course = await insertLiveCourse(guru, {
      certificate: { requires_test_pass: false, requires_project_completion: true },
    });
    const user = await learned.learner(course);
    const student = await studentOf(user);
    const [handed] = await students.rows<{ id: number }>(
      user,
      `select activity.submit_project($1, $2, null, 'Seen.', 'key') as id`,
      [course.id, course.project],
    );
    await superuser.query(`update activity.shishya_users set status = 'suspended' where id = $1`, [
      student,
    ]);
    await guru.query(`select activity.take_submission($1, 'Ravi')`, [handed?.id]);
    await guru.query(
      `select activity.review_submission($1, 'Ravi', 'approved', 80, 'Good.', '[]')`,
      [handed?.id],
    );
    expect(await numbersOf(course)).toEqual([]);
    await expect(registrar(student, course)).rejects.toMatchObject(
      refusal('certificate.student-suspended', 409),
    );
    await superuser.query(`update activity.shishya_users set status = 'active' where id = $1`, [
      student,
    ]);
    expect([await registrar(student, course)]).toEqual(await numbersOf(course));
  });

  it('that was earned is taken in a closed course too', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learned.learner(course, { tests: 1 });
    const [attempt] = await students.rows<{ id: number }>(
      user,
      'select activity.start_attempt($1, $2) as id',
      [course.id, course.tests[1]],
    );
    await superuser.query(
      `update live.courses set is_closed = true, status = 'draft' where id = $1`,
      [course.id],
    );
    const answers = (course.questions[course.tests[1] ?? 0] ?? []).map((q) => [q, `right ${q}`]);
    await students.rows(user, 'select activity.submit_attempt($1, $2)', [
      attempt?.id,
      JSON.stringify(Object.fromEntries(answers)),
    ]);
    expect(await numbersOf(course)).toHaveLength(1);
  });

  it('that could not be issued fails nothing of the student’s, and is issued soon', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learned.learner(course, nearly);
    await superuser.query(
      'alter table activity.certificate_secrets add constraint broken check (false) not valid',
    );
    await finish(user, course);
    await superuser.query('alter table activity.certificate_secrets drop constraint broken');
    expect(await numbersOf(course)).toEqual([]);
    expect(
      await students.rows(user, 'select progress_percentage from activity.course_enrollments'),
    ).toMatchObject([{ progress_percentage: 75 }]);
    const [due] = await query('select reason from activity.certificates_due');
    expect(due?.reason).toMatch(/^23514 /);
    const [first, second] = await Promise.all(
      [superuser, guru].map(async (client) =>
        Number((await client.query('select activity.issue_due(10) as issued')).rows[0].issued),
      ),
    );
    expect((first ?? 0) + (second ?? 0)).toBe(1);
    expect(await numbersOf(course)).toHaveLength(1);
    expect(await query('select from activity.certificates_due')).toEqual([]);
  });

  it('is issued soon where it was earned at REPEATABLE READ beside another one’s', async () => {
    const course = await insertLiveCourse(guru, {
      certificate: { requires_test_pass: false, requires_project_completion: true },
    });
    const user = await learned.learner(course);
    const [handed] = await students.rows<{ id: number }>(
      user,
      `select activity.submit_project($1, $2, null, 'Seen.', 'key') as id`,
      [course.id, course.project],
    );
    await guru.query(`select activity.take_submission($1, 'Ravi')`, [handed?.id]);
    await guru.query('begin isolation level repeatable read');
    await guru.query('select 1 from activity.certificate_numbers');
    await graduate(await insertLiveCourseBy());
    await guru.query(
      `select activity.review_submission($1, 'Ravi', 'approved', 80, 'Good.', '[]')`,
      [handed?.id],
    );
    await guru.query('commit');
    expect(await numbersOf(course)).toEqual([]);
    await guru.query('select activity.issue_due(10)');
    expect(await numbersOf(course)).toHaveLength(1);
  });

  it('keeps everything it was issued with when student, course and design change', async () => {
    const course = await insertLiveCourse(guru);
    const { user, number } = await graduate(course);
    const before = await issuedOf(number);
    const drawn = () => one('select activity.certificate_to_draw($1) as facts', [number]);
    const facts = await drawn();
    await superuser.query(`update activity.shishya_users set name = 'Renamed' where user_id = $1`, [
      user,
    ]);
    await insertNextVersion(guru, course, 2);
    await guru.query(
      `select activity.set_certificate_design('{"issuer_name":"Another School","accent":"#112233","paper":"letter"}', null, 'Asha')`,
    );
    expect(await issue(user, course)).toBe(number);
    expect(await issuedOf(number)).toEqual(before);
    expect(await drawn()).toEqual(facts);
    expect(before).toMatchObject({
      course_name: 'Birds 1',
      student_name: `Student ${user}`,
      initials: `S. ${String(user)[0]}.`,
      completed_on: expect.any(Date),
      type: 'assessment',
      final_score: 100,
      grade: 'A',
    });
    const { number: later } = await graduate(await insertLiveCourse(guru));
    expect(await verified('verify_by_secret', await secretOf(later))).toMatchObject({
      certificate: { issuer_name: 'Another School' },
    });
  });

  it('has one file, and its marksheet one: a second drawing is told which one stands', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const [marksheet] = await query(
      `select m.id from activity.marksheets m join activity.issued_certificates c on c.id = m.issued_certificate_id
       where c.certificate_number = $1`,
      [number],
    );
    for (const [statement, what] of [
      [`activity.keep_certificate_file($1, 'certificate', $2, $3, 10)`, number],
      ['activity.keep_marksheet_file($1, $2, $3, 10)', marksheet?.id],
    ] as const) {
      const keep = async (hash: string) =>
        (
          await guru.query(`select storage_url, sha256 from ${statement}`, [
            what,
            `file-${hash[0]}`,
            hash,
          ])
        ).rows[0];
      const [first, second] = await Promise.all([keep('a'.repeat(64)), keep('b'.repeat(64))]);
      expect(first).toEqual(second);
    }
  });
});

/** A course made on a connection of its own, beside a transaction that is open. */
async function insertLiveCourseBy(): Promise<LiveCourse> {
  const client = new Client({ connectionString: database.guru });
  await client.connect();
  try {
    return await insertLiveCourse(client);
  } finally {
    await client.end();
  }
}

describe('a number', () => {
  it.each([
    // Published examples: Wikipedia's, and Rosetta Code's.
    ['572', 4],
    ['11294', 6],
    ['', 0],
  ])('of the digits %s has the check digit %i, and with it none is left', async (digits, digit) => {
    expect(
      await one('select activity.check_digit($1) as digit, activity.check_digit($2) as left', [
        digits,
        `${digits}${digit}`,
      ]),
    ).toEqual({ digit, left: 0 });
  });

  it('with one digit wrong or two neighbours exchanged is seen to be none', async () => {
    const { number } = await one('select activity.number_text(2026, 40917) as number');
    const text = String(number);
    const wrong = new Set<string>();
    for (const place of [...text].keys()) {
      if (!/\d/.test(text[place] ?? '')) continue;
      for (const digit of '0123456789')
        wrong.add(text.slice(0, place) + digit + text.slice(place + 1));
      const next = text[place + 1] ?? '';
      if (/\d/.test(next))
        wrong.add(text.slice(0, place) + next + text[place] + text.slice(place + 2));
    }
    wrong.delete(text);
    expect(wrong.size).toBeGreaterThan(100);
    const { taken } = await one(
      'select count(*)::int as taken from unnest($1::text[]) t where activity.typed_number(t) is not null',
      [[...wrong]],
    );
    expect(taken).toBe(0);
  });

  it.each([
    ['OS-2026-000042-6', 'OS-2026-000042-6'],
    ['os 2026 000042 6', 'OS-2026-000042-6'],
    ['0S-2O26-OOOO42-6', 'OS-2026-000042-6'],
    ['OS‑2026‑000042‑6', 'OS-2026-000042-6'],
    ['OS20260000426', 'OS-2026-000042-6'],
    ['OS-2026-7K3QF-9XM04', 'OS-2026-7K3QF-9XM04'],
    ['os20267k3qf9xmo4', 'OS-2026-7K3QF-9XM04'],
    ['OS-2026-000042-8', null],
    ['OS-2026-12345-67890', 'OS-2026-12345-67890'],
    ['', null],
    ['%', null],
    ['OS-2026-00042-6', null],
    [`OS-2026-${'0'.repeat(500)}-8`, null],
    ['OS-२०२६-०००४२-8', null],
  ])('typed as “%s” is %s', async (typed, number) => {
    expect(await one('select activity.typed_number($1) as number', [typed])).toEqual({ number });
  });

  it('follows on the one before without a gap, whatever was taken back, however many at once', async () => {
    const course = await insertLiveCourse(guru);
    const users: number[] = [];
    for (let n = 0; n < 30; n += 1) users.push(await learned.learner(course, nearly));
    const { last } = await one(
      'select coalesce(max(last), 0) as last from activity.certificate_numbers',
    );
    const outcomes = await Promise.all(
      users.map((user, n) =>
        n % 3 !== 2
          ? finish(user, course)
          : students
              .as(user, async (inside) => {
                await inside.rows('select activity.complete_lesson($1, $2)', [
                  course.id,
                  course.lessons[3],
                ]);
                throw new Error('taken back');
              })
              .catch((error: Error) => error.message),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'taken back')).toHaveLength(10);
    const serials = await query(
      'select number_serial, certificate_number = activity.number_text(number_year, number_serial) as fits from activity.issued_certificates where course_id = $1 order by number_serial',
      [course.id],
    );
    expect(serials).toEqual(
      Array.from({ length: 20 }, (_, n) => ({ number_serial: Number(last) + 1 + n, fits: true })),
    );
  });

  it('lets nobody wait in a circle: students in two courses at once, a registrar and a key put right', async () => {
    const course = await insertLiveCourse(guru, {
      passing: 50,
      questions: [{ key: { correct_answer: 'Sydney' } }, { key: { correct_answer: 'Sydney' } }],
    });
    const other = await insertLiveCourse(guru);
    const deadlocks = () =>
      one('select deadlocks from pg_stat_database where datname = current_database()');
    const before = await deadlocks();
    const users: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const user = await learned.learner(course, { lessons: n % 2 === 0 ? 4 : 3 });
      users.push(user);
      await students.rows(user, 'select activity.enroll($1)', [other.id]);
      for (const lesson of other.lessons.slice(1)) await learned.lesson(user, other, lesson);
      for (const test of other.tests) await learned.attempt(user, other, test, 2);
    }
    const correcting = new Client({ connectionString: database.admin });
    await correcting.connect();
    await Promise.all([
      ...users.map((user) => learned.lesson(user, other, other.lessons[0])),
      ...users.filter((_, n) => n % 2 === 1).map((user) => finish(user, course)),
      (async () => {
        for (const question of course.questions[course.tests[0] ?? 0] ?? [])
          await correcting.query(`select activity.correct_key($1, $2, '[]', 'a test', 'a test')`, [
            question,
            `right ${question}`,
          ]);
      })(),
    ]);
    await correcting.end();
    expect([(await numbersOf(course)).length, (await numbersOf(other)).length]).toEqual([8, 8]);
    expect(await deadlocks()).toEqual(before);
  });

  it('begins with 1 in a new year, and goes on where a clock is set back to the old one', async () => {
    const [first, second, back] = [
      await one('select activity.next_serial(2030) as serial'),
      await one('select activity.next_serial(2031) as serial'),
      await one('select activity.next_serial(2030) as serial'),
    ];
    expect([first.serial, second.serial, back.serial]).toEqual([1, 1, 2]);
    expect(await one('select activity.number_text(2030, 1234567) as number')).toMatchObject({
      number: expect.stringMatching(/^OS-2030-1234567-\d$/),
    });
  });

  it('is never given again after the database was put back to an earlier state', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'numbers-'));
    try {
      const course = await insertLiveCourse(guru);
      const { number } = await graduate(course);
      const { number_year: year, number_serial: serial } = await issuedOf(number);
      await exportNumbers(guru, folder);
      expect(JSON.parse(readFileSync(numbersFile(folder), 'utf8'))).toMatchObject({
        [String(year)]: serial,
      });
      expect(await recallNumbers(guru, folder)).toBe(0);

      // Five more were given; the database forgets them.
      writeFileSync(
        numbersFile(folder),
        JSON.stringify({ [String(year)]: Number(serial) + 5, 2019: 3 }),
      );
      const both = await Promise.all([
        recallNumbers(guru, folder),
        recallNumbers(superuser, folder),
      ]);
      expect(both[0] + both[1]).toBe(1005 + 1003);
      const { number: next } = await graduate(await insertLiveCourse(guru));
      expect(await issuedOf(next)).toMatchObject({ number_serial: Number(serial) + 1006 });
      expect(
        await query(
          'select year, min(serial) as first, max(serial) as last, count(*)::int from activity.void_certificate_numbers group by year order by year',
        ),
      ).toEqual([
        { year: 2019, first: 1, last: 1003, count: 1003 },
        { year, first: Number(serial) + 1, last: Number(serial) + 1005, count: 1005 },
      ]);
      await exportNumbers(guru, folder);
      expect(await recallNumbers(guru, folder)).toBe(0);
      writeFileSync(numbersFile(folder), '{"2026": "many"}');
      await expect(recallNumbers(guru, folder)).rejects.toThrow('is not what it should be');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('initials', () => {
  it.each([
    ['Asha Rao', 'A. R.'],
    ['asha maria rao', 'A. R.'],
    ['Asha', 'A.'],
    ['  Asha \t Rao  ', 'A. R.'],
    ['O’Brien “Mac” (Junior)', 'O. J.'],
    ['श्रीकृष्ण द्विवेदी', 'श्री. द्वि.'],
    ['மகேஷ் குமார்', 'ம. கு.'],
    ['রবীন্দ্রনাথ ঠাকুর', 'র. ঠা.'],
    ['محمد علي', 'م. ع.'],
    ['王小明', '王.'],
    ['김 철수', '김. 철.'],
    ['E\u0301mile Zola', 'É. Z.'],
    ['👩‍🚀 Rao', '👩‍🚀. R.'],
    ['🇮🇳🇳🇵 👍🏽', '🇮🇳. 👍🏽.'],
    ['\u202eoaR ahsA', 'O. A.'],
    ['-', '-.'],
    ['', ''],
  ])('of “%s” are “%s”', async (name, initials) => {
    expect(await one('select activity.initials_of($1) as initials', [name])).toEqual({ initials });
  });
});

describe('a design', () => {
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
  const design = { issuer_name: 'A School', accent: '#AABBCC', paper: 'a4' };
  const put = async (change: Row, logo: Buffer | null = null) => {
    const { rows } = await guru.query('select activity.set_certificate_design($1, $2, $3) as id', [
      JSON.stringify({ ...design, ...change }),
      logo,
      'Asha',
    ]);
    return rows[0].id;
  };

  it('is put down with its pictures, which the log has as their hashes', async () => {
    const signatories = [{ name: 'Dr. Rao', title: 'Head', signature: png }];
    const id = await put({ signatories, issuer_url: ' ' }, Buffer.from(png, 'base64'));
    expect(
      await one('select * from activity.certificate_designs where id = $1', [id]),
    ).toMatchObject({ accent: '#aabbcc', issuer_url: null, signatories, created_by: 'Asha' });
    const { after } = await one(
      `select after from audit.log where subject = 'activity.certificate_designs' and subject_id = $1::text`,
      [id],
    );
    expect(after).toMatchObject({
      issuer_name: 'A School',
      logo: expect.stringMatching(/^[0-9a-f]{64}$/),
      signatories: [{ name: 'Dr. Rao', signature: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  it.each([
    ['a colour that is none', { accent: 'red' }, null, 'design.unfit'],
    ['no issuer', { issuer_name: ' ' }, null, 'design.unfit'],
    ['an address that is none', { issuer_url: 'javascript:x' }, null, 'design.unfit'],
    ['another paper', { paper: 'a3' }, null, 'design.unfit'],
    ['a logo that is no picture', {}, Buffer.from('<svg/>'), 'design.unfit'],
    [
      'a logo that is too large',
      {},
      Buffer.concat([Buffer.from(png, 'base64'), Buffer.alloc(300_000)]),
      'design.unfit',
    ],
    [
      'four signatories',
      { signatories: Array(4).fill({ name: 'A', title: '' }) },
      null,
      'design.unfit',
    ],
    [
      'a signatory without a name',
      { signatories: [{ title: 'Head' }] },
      null,
      'design.signatories',
    ],
    [
      'a signature that is no PNG',
      { signatories: [{ name: 'A', signature: 'R0lGOD' }] },
      null,
      'design.signatories',
    ],
    ['signatories that are none', { signatories: ['A'] }, null, 'design.signatories'],
  ])('with %s is refused', async (_what, change, logo, code) => {
    await expect(put(change, logo)).rejects.toMatchObject(refusal(code, 422));
  });
});

describe('a batch', () => {
  it('lists who would get a certificate and what others miss, a page at a time, and may be repeated', async () => {
    const course = await insertLiveCourse(guru);
    // Earned while certificates did not come by themselves.
    await superuser.query('update live.courses set status = status where id = $1', [course.id]);
    const ready: number[] = [];
    for (let n = 0; n < 3; n += 1)
      ready.push(await studentOf(await learned.learner(course, nearly)));
    await superuser.query(
      `insert into activity.lesson_progress (shishya_user_id, course_id, lesson_id, status, completed_at)
       select id, $2, $3, 'completed', clock_timestamp() from unnest($1::int[]) id`,
      [ready, course.id, course.lessons[3]],
    );
    const behind = await studentOf(await learned.learner(course, { lessons: 2 }));
    await graduate(course);
    const page = async (after: number, limit: number) =>
      (
        await guru.query<Row>('select * from activity.batch_candidates($1, $2, $3)', [
          course.id,
          after,
          limit,
        ])
      ).rows;
    const all = await page(0, 100);
    expect(all.map((row) => [row.shishya_user_id, row.eligible])).toEqual([
      ...ready.map((id) => [id, true]),
      [behind, false],
    ]);
    expect(all[3]).toMatchObject({
      lessons: { done: 2, of: 4 },
      tests: { done: 2, of: 2 },
      labs: null,
    });
    const [first] = await page(0, 1);
    expect(await page(Number(first?.shishya_user_id), 100)).toEqual(all.slice(1));

    const numbers = await Promise.all(
      [...ready, ...ready].map(async (student) => {
        const client = new Client({ connectionString: database.guru });
        await client.connect();
        try {
          const { rows } = await client.query(
            `select activity.issue_for($1, $2, 'Ravi Registrar') as number`,
            [student, course.id],
          );
          return rows[0].number as string;
        } finally {
          await client.end();
        }
      }),
    );
    expect(numbers.slice(3)).toEqual(numbers.slice(0, 3));
    expect(new Set(numbers).size).toBe(3);
    expect(await issuedOf(numbers[0] ?? '')).toMatchObject({ issued_by: 'Ravi Registrar' });
    await expect(registrar(behind, course)).rejects.toMatchObject(
      refusal('certificate.not-eligible', 409),
    );
    expect((await page(0, 100)).map((row) => row.shishya_user_id)).toEqual([behind]);
  });

  it('leaves nobody out behind those who can get none: erased, or of a version without a certificate', async () => {
    const course = await insertLiveCourse(guru);
    await insertNextVersion(guru, course, 2);
    const enrolled: number[] = [];
    for (let n = 0; n < 5; n += 1)
      enrolled.push(await studentOf(await learned.learner(course, { lessons: 0, tests: 0 })));
    const [first, erased, early, next, last] = enrolled;
    await query('begin');
    await query('set local session_replication_role = replica');
    await query('delete from live.certificates where course_id = $1 and version = 1', [course.id]);
    await query(
      'update activity.course_enrollments set version = 1 where course_id = $1 and shishya_user_id = $2',
      [course.id, early],
    );
    await query('update activity.shishya_users set erased_at = clock_timestamp() where id = $1', [
      erased,
    ]);
    await query('commit');

    const { rows } = await guru.query<Row>('select * from activity.batch_candidates($1, 0, 2)', [
      course.id,
    ]);
    expect(rows.map((row) => row.shishya_user_id)).toEqual([first, next]);
    const after = await guru.query<Row>('select * from activity.batch_candidates($1, $2, 2)', [
      course.id,
      next,
    ]);
    expect(after.rows.map((row) => row.shishya_user_id)).toEqual([last]);
  });
});

describe('a verification', () => {
  it('by the secret tells everything printed, by the number the initials, by anything else nothing', async () => {
    const course = await insertLiveCourse(guru);
    const { user, number } = await graduate(course);
    const secret = await secretOf(number);
    expect(secret).toMatch(/^[0-7][0-9a-hjkmnp-tv-z]{25}$/);
    const full = await verified('verify_by_secret', secret);
    expect(full).toMatchObject({
      status: 'valid',
      revoked_at: null,
      replaced_by: null,
      certificate: {
        certificate_number: number,
        student_name: `Student ${user}`,
        secret,
        pdf_sha256: null,
        has_credential: false,
      },
    });
    expect(await verified('verify_by_number', number.toLowerCase())).toEqual({
      status: 'valid',
      certificate_number: number,
      initials: `S. ${String(user)[0]}.`,
      issued_in: new Date().getUTCFullYear(),
      revoked_at: null,
      replaced_by: null,
    });
    for (const wrong of ['', '%', number, secret.slice(0, -1), secret.toUpperCase()])
      expect(await verified('verify_by_secret', wrong)).toBeNull();
    for (const wrong of ['', '%', secret, number.slice(0, -1)])
      expect(await verified('verify_by_number', wrong)).toBeNull();
    expect(await students.rows(null, 'select from activity.issued_certificates')).toEqual([]);
    expect(await students.rows(null, 'select from activity.certificate_secrets')).toEqual([]);
    const other = (await graduate(course)).user;
    expect(await students.rows(other, 'select from activity.certificate_secrets')).toHaveLength(1);
    const [own] = await students.rows<{ told: Row }>(
      user,
      'select activity.my_certificates() as told',
    );
    expect(own?.told).toMatchObject({
      certificate_number: number,
      secret,
      pdf_ready: false,
      status: 'valid',
    });
  });

  it('of a certificate tells what is printed on it and nothing else of the marksheet', async () => {
    const course = await insertLiveCourse(guru);
    const { user, number } = await graduate(course);
    const hash = 'b'.repeat(64);
    await guru.query(`select activity.keep_certificate_file($1, 'certificate', 'x', $2, 1)`, [
      number,
      hash,
    ]);
    const [mine] = await students.rows<{ told: { marksheet: { secret: string } } }>(
      user,
      'select activity.my_certificates() as told',
    );
    const sheet = mine?.told.marksheet.secret ?? '';
    expect(await verified('verify_marksheet', sheet)).toMatchObject({ trace: { percentage: 100 } });

    const told = await verified('verify_by_secret', await secretOf(number));
    expect(await verified('verify_by_file', hash)).toEqual({ kind: 'certificate', ...told });
    expect(Object.keys(told ?? {}).sort()).toEqual([
      'certificate',
      'replaced_by',
      'replaces',
      'revoked_at',
      'revoked_reason',
      'since',
      'status',
    ]);
    const printed = ['certificate_name', 'certificate_number', 'completed_on', 'course_name'];
    const details = ['course_version', 'final_score', 'grade', 'issue_date', 'issuer_name'];
    const others = ['outcomes', 'student_name', 'type', 'has_credential', 'pdf_sha256', 'secret'];
    expect(Object.keys(told?.certificate as Row).sort()).toEqual(
      [...printed, ...details, ...others].sort(),
    );
    expect(JSON.stringify(told)).not.toContain(sheet);
  });

  it('by a file knows the certificate and the marksheet by their bytes', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const secret = await secretOf(number);
    const { marksheet } = await one(
      `select m.id as marksheet from activity.marksheets m
       join activity.issued_certificates c on c.id = m.issued_certificate_id where c.certificate_number = $1`,
      [number],
    );
    await guru.query(`select activity.keep_certificate_file($1, 'certificate', 'x', $2, 1)`, [
      number,
      'c'.repeat(64),
    ]);
    await guru.query(`select activity.keep_marksheet_file($1, 'x', $2, 1)`, [
      marksheet,
      'd'.repeat(64),
    ]);
    const told = await verified('verify_by_secret', secret);
    expect(await verified('verify_by_file', 'c'.repeat(64))).toEqual({
      kind: 'certificate',
      ...told,
    });
    expect(await verified('verify_by_file', 'd'.repeat(64))).toMatchObject({
      kind: 'marksheet',
      revision: 1,
      certificate: { certificate_number: number, secret, status: 'valid' },
      trace: { percentage: 100 },
    });
    expect(await verified('verify_by_file', 'e'.repeat(64))).toBeNull();
  });

  it('takes a number of the form before for a secret', async () => {
    const course = await insertLiveCourse(guru);
    const old = 'OS-2025-7K3QF-9XM04';
    await superuser.query(
      `insert into activity.issued_certificates (shishya_user_id, course_id, certificate_id, version, certificate_number,
         issue_date, grade, student_name, course_name, certificate_name, template_id, qr_verification, pdf_url, qr_code)
       values ($1, $2, $3, 1, $4, now(), 'A', 'Asha', 'Birds', 'Watcher', 'classic', true, '/x', '/x')`,
      [
        await studentOf(await learned.learner(course, { lessons: 0, tests: 0 })),
        course.id,
        course.certificate,
        old,
      ],
    );
    await superuser.query(
      `insert into activity.certificate_secrets select id, activity.new_secret() from activity.issued_certificates where certificate_number = $1`,
      [old],
    );
    expect(await verified('verify_by_secret', old)).toMatchObject({
      certificate: { student_name: 'Asha' },
    });
    expect(await verified('verify_by_secret', await secretOf(old))).toEqual(
      await verified('verify_by_secret', old),
    );
  });

  it('asks the same indexes as often for a number that nobody has, and reads no table through', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const { unknown } = await one('select activity.number_text(2099, 77) as unknown');
    const counts = () =>
      query(
        `select relname, coalesce(seq_scan, 0)::int as seq, coalesce(idx_scan, 0)::int as idx
         from pg_stat_xact_user_tables where schemaname = 'activity' order by relname`,
      );
    const scans = async (what: string, given: unknown) => {
      await superuser.query('begin');
      await superuser.query('set local enable_seqscan = off');
      // A plan that an earlier test left on this connection may still read a small table through.
      await superuser.query('discard plans');
      const before = await counts();
      await one(`select activity.${what}($1)`, [given]);
      const after = await counts();
      await superuser.query('rollback');
      return after
        .map(({ relname, seq, idx }, n) => ({
          relname,
          seq: Number(seq) - Number(before[n]?.seq),
          idx: Number(idx) - Number(before[n]?.idx),
        }))
        .filter(({ seq, idx }) => seq + idx > 0);
    };
    const known = await scans('verify_by_number', number);
    expect(known).toEqual([
      { relname: 'certificate_revocations', seq: 0, idx: 1 },
      { relname: 'issued_certificates', seq: 0, idx: 2 },
    ]);
    expect(await scans('verify_by_number', unknown)).toEqual(known);
    for (const [what, given] of [
      ['verify_by_secret', await secretOf(number)],
      ['verify_by_file', 'f'.repeat(64)],
    ] as const)
      expect((await scans(what, given)).filter(({ seq }) => seq !== 0)).toEqual([]);
  });
});

describe('a certificate that is revoked', () => {
  it('stays as it is and is told as revoked, with the reason and since when', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const before = await issuedOf(number);
    await revoke(number);
    expect(await issuedOf(number)).toEqual(before);
    expect(await verified('verify_by_secret', await secretOf(number))).toMatchObject({
      status: 'revoked',
      revoked_reason: 'Handed out by mistake',
      certificate: { certificate_number: number },
    });
    expect(await verified('verify_by_number', number)).toMatchObject({
      status: 'revoked',
      revoked_at: expect.stringMatching(/Z$/),
    });
    await expect(revoke(number)).rejects.toMatchObject(refusal('certificate.revoked', 409));
  });
});

describe('what a certificate would say today', () => {
  const standOf = async (number: string): Promise<Row[]> =>
    (await guru.query('select * from activity.certificate_stand($1)', [number])).rows;

  it('is of its own version, also for who learns another one by now', async () => {
    const course = await insertLiveCourse(guru, { passing: 0, questions: [{}, {}] });
    const { user, number } = await graduate(course);
    // Another way of counting, and a project that this student has not handed in.
    await insertNextVersion(guru, course, 2, {
      passing: 0,
      certificate: { requires_project_completion: true, test_weight: 10, project_weight: 90 },
    });
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    expect(
      await one('select activity.certificate_state($1, $2) as state', [
        await studentOf(user),
        course.id,
      ]),
    ).toMatchObject({ state: { version: 2, eligible: false, trace: { percentage: 10 } } });
    expect(await standOf(number)).toEqual([{ percentage: 100, grade: 'A', is_earned: true }]);
    expect(await standOf('OS-2026-999999-9')).toEqual([]);
  });

  it('is by the keys of today: a test that is no longer passed does not earn it', async () => {
    const course = await insertLiveCourse(guru, { passing: 100, questions: [{}, {}] });
    const { number } = await graduate(course);
    await superuser.query(`select activity.correct_key($1, 'Perth', '[]', 'a test', 'a test')`, [
      course.questions[course.tests[0] ?? 0]?.[0],
    ]);
    expect(await standOf(number)).toEqual([{ percentage: 75, grade: 'C', is_earned: false }]);
    expect(await issuedOf(number)).toMatchObject({ final_score: 100, grade: 'A' });
  });
});

describe('a certificate that is reissued', () => {
  it('is replaced by one that names it, with the name and the marks of today', async () => {
    const course = await insertLiveCourse(guru, {
      passing: 0,
      questions: [{ key: { correct_answer: 'Sydney' } }, {}],
    });
    const { user, number } = await graduate(course);
    const question = course.questions[course.tests[0] ?? 0]?.[0] ?? 0;
    await superuser.query(`select activity.correct_key($1, $2, '[]', 'a test', 'a test')`, [
      question,
      `right ${question}`,
    ]);
    await insertNextVersion(guru, course, 2, { passing: 0 });
    await superuser.query(
      `update activity.shishya_users set name = 'Asha Rao' where user_id = $1`,
      [user],
    );
    const before = await issuedOf(number);

    await expect(reissue(number, { name_sha256: '0'.repeat(64) })).rejects.toMatchObject(
      refusal('certificate.name-changed', 409),
    );
    const { hash } = await one(
      `select encode(sha256(convert_to($1 || ' Asha Rao', 'UTF8')), 'hex') as hash`,
      [number],
    );
    const effect = await reissue(number, { name_sha256: hash });
    const fresh = await issuedOf(String(effect.number));
    expect(effect).toEqual({ number: fresh.certificate_number, replaces: number });
    expect(fresh).toMatchObject({
      student_name: 'Asha Rao',
      initials: 'A. R.',
      course_name: 'Birds 1',
      version: 1,
      final_score: 100,
      completed_on: before.completed_on,
      replaces_id: before.id,
      issued_by: 'Ravi Registrar',
    });
    expect(before).toMatchObject({ final_score: 75, student_name: `Student ${user}` });
    expect(await issuedOf(number)).toEqual(before);

    const [oldSecret, newSecret] = [await secretOf(number), await secretOf(String(effect.number))];
    expect(await verified('verify_by_secret', oldSecret)).toMatchObject({
      status: 'replaced',
      replaced_by: { certificate_number: effect.number, secret: newSecret },
    });
    expect(await verified('verify_by_secret', newSecret)).toMatchObject({
      status: 'valid',
      replaces: { certificate_number: number, secret: oldSecret },
    });
    expect(await verified('verify_by_number', number)).toMatchObject({
      status: 'replaced',
      replaced_by: effect.number,
    });
    await expect(reissue(number)).rejects.toMatchObject(refusal('certificate.replaced', 409));
    expect(await issue(user, course)).toBe(effect.number);
    const { number: third } = await reissue(String(effect.number));
    expect(await issuedOf(String(third))).toMatchObject({ student_name: 'Asha Rao' });
  });

  it('after it was revoked stays revoked and names its successor', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    await revoke(number);
    const { number: fresh } = await reissue(number);
    expect(await verified('verify_by_secret', await secretOf(number))).toMatchObject({
      status: 'revoked',
      replaced_by: { certificate_number: fresh },
    });
    expect(await verified('verify_by_number', String(fresh))).toMatchObject({ status: 'valid' });
  });

  it('by ten at once, and revoked meanwhile, has one successor', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const clients = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const client = new Client({ connectionString: database.admin });
        await client.connect();
        return client;
      }),
    );
    const requests: unknown[] = [];
    for (const _ of clients)
      requests.push(
        (
          await one(
            `insert into audit.approval_requests (action, payload, payload_hash, reason, admin_id, requested_by,
               votes_needed, voters_existed, delay_hours, expires_at)
             values ('certificate.revoke', '{}', repeat('0', 64), 'just a test', 1, 'Ravi', 2, 2, 0, 'infinity') returning id`,
          )
        ).id,
      );
    const outcomes = await Promise.all(
      clients.map((client, n) =>
        client
          .query(
            n === 5
              ? 'select activity.revoke_certificate($1, $2)'
              : 'select activity.reissue_certificate($1, $2)',
            [
              JSON.stringify({ number, reason: 'At once.', public_reason: 'At once.' }),
              requests[n],
            ],
          )
          .then(
            () => 'done',
            (error: Error) => error.message,
          ),
      ),
    );
    await Promise.all(clients.map((client) => client.end()));
    expect(outcomes.toSorted()).toEqual([...Array(8).fill('certificate.replaced'), 'done', 'done']);
    expect(await verified('verify_by_number', number)).toMatchObject({
      status: 'revoked',
      replaced_by: expect.any(String),
    });
  });

  it('is refused without a reason, for a number nobody has, and where it would not be earned today', async () => {
    const course = await insertLiveCourse(guru, {
      passing: 100,
      questions: [{}, {}],
    });
    const { number } = await graduate(course);
    await expect(reissue(number, { reason: ' ' })).rejects.toMatchObject(
      refusal('certificate.reason', 422),
    );
    await expect(reissue('OS-2026-999999-9')).rejects.toMatchObject(
      refusal('certificate.not-found', 404),
    );
    await superuser.query(`select activity.correct_key($1, 'Perth', '[]', 'a test', 'a test')`, [
      course.questions[course.tests[0] ?? 0]?.[0],
    ]);
    await expect(reissue(number)).rejects.toMatchObject(refusal('certificate.not-eligible', 409));
  });
});

describe('a marksheet', () => {
  it('that is corrected becomes a revision that names the old one and what is different; the certificate stays', async () => {
    const course = await insertLiveCourse(guru, {
      passing: 0,
      questions: [{ key: { correct_answer: 'Sydney' } }, {}],
    });
    const { number } = await graduate(course);
    const correct = (reason = 'A key was wrong.') =>
      approved('correct_marksheet', { number, reason });
    await expect(correct()).rejects.toMatchObject(refusal('marksheet.unchanged', 409));
    const question = course.questions[course.tests[0] ?? 0]?.[0] ?? 0;
    await superuser.query(`select activity.correct_key($1, $2, '[]', 'a test', 'a test')`, [
      question,
      `right ${question}`,
    ]);
    await expect(correct('')).rejects.toMatchObject(refusal('certificate.reason', 422));
    const certificate = await issuedOf(number);
    expect(await correct()).toEqual({
      number,
      revision: 2,
      percentage: 100,
      grade: 'A',
      reissue_needed: true,
    });
    expect(await issuedOf(number)).toEqual(certificate);
    const rows = await query(
      'select * from activity.marksheets where issued_certificate_id = $1 order by revision',
      [certificate.id],
    );
    expect(rows).toMatchObject([
      { revision: 1, percentage: 75, grade: 'C', total_score: 75, total_max_score: 100 },
      {
        revision: 2,
        percentage: 100,
        grade: 'A',
        replaces_id: rows[0]?.id,
        reason: 'A key was wrong.',
      },
    ]);
    expect(rows[1]?.changes).toEqual([
      {
        part: 'tests',
        id: course.tests[0],
        title: 'Test 1',
        field: 'percentage',
        before: 50,
        after: 100,
      },
      { part: 'tests', id: course.tests[0], title: 'Test 1', field: 'score', before: 1, after: 2 },
      { part: 'tests', field: 'percentage', before: 75, after: 100 },
      { part: 'total', field: 'grade', before: 'C', after: 'A' },
      { part: 'total', field: 'percentage', before: 75, after: 100 },
    ]);
    const told = await verified('verify_marksheet', String(rows[0]?.secret));
    expect(told).toMatchObject({
      revision: 1,
      trace: { percentage: 75 },
      revisions: [
        { revision: 2, secret: rows[1]?.secret },
        { revision: 1, secret: rows[0]?.secret },
      ],
    });
    expect(
      await one('select activity.marksheet_to_draw($1) as facts', [rows[1]?.id]),
    ).toMatchObject({
      facts: {
        revision: 2,
        replaces_revision: 1,
        secret: rows[1]?.secret,
        certificate_number: number,
      },
    });
  });
});

describe('the audit log', () => {
  it('names what was done, by whom and through which login, in the transaction that did it', async () => {
    const course = await insertLiveCourse(guru);
    const { user } = await graduate(course);
    expect(
      await query(
        `select distinct subject, action from audit.log where user_id = $1 and login = 'shishya_login' order by 1, 2`,
        [String(user)],
      ),
    ).toEqual([
      { subject: 'activity.course_enrollments', action: 'insert' },
      { subject: 'activity.course_enrollments', action: 'update' },
      { subject: 'activity.issued_certificates', action: 'insert' },
      { subject: 'activity.lesson_progress', action: 'insert' },
      { subject: 'activity.marksheets', action: 'insert' },
      { subject: 'activity.user_test_attempts', action: 'insert' },
      { subject: 'activity.user_test_attempts', action: 'update' },
    ]);
    expect(
      await query(
        `select before->>'version' as was, after->>'version' as now, login from audit.log
         where subject = 'live.courses' and action = 'update' and subject_id = $1`,
        [String(course.id)],
      ),
    ).toEqual([{ was: '0', now: '1', login: 'guru' }]);
  });

  it('has no secret of a certificate or of a marksheet', async () => {
    const { number } = await graduate(await insertLiveCourse(guru));
    const secrets = await query(
      `select s.secret from activity.certificate_secrets s union all select m.secret from activity.marksheets m`,
    );
    expect(secrets.length).toBeGreaterThan(1);
    const found = await query(
      `select l.id from audit.log l where exists (select from unnest($1::text[]) s where strpos(l::text, s) > 0)`,
      [secrets.map(({ secret }) => secret)],
    );
    expect(found).toEqual([]);
    expect(await issuedOf(number)).toBeDefined();
  });

  it('holds nothing of what was taken back', async () => {
    const course = await insertLiveCourse(guru);
    await students.add(499);
    await students
      .as(499, async (inside) => {
        await inside.rows('select activity.enroll($1)', [course.id]);
        throw new Error('taken back');
      })
      .catch((error: Error) => expect(error.message).toBe('taken back'));
    expect(await query(`select from audit.log where user_id = '499'`)).toEqual([]);
  });
});
