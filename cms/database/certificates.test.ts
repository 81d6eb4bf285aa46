import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  rightAnswer,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await students?.end();
  await database?.drop();
});

let lastUser = 500;
/** A student who did everything but the last thing a test is about. */
async function learner(
  course: LiveCourse,
  { lessons = 4, tests = 2, right = 2 } = {},
): Promise<number> {
  lastUser += 1;
  const user = lastUser;
  await students.add(user);
  await students.rows(user, 'select activity.enroll($1)', [course.id]);
  for (const lesson of course.lessons.slice(0, lessons))
    await students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
  for (const test of course.tests.slice(0, tests)) await attempt(user, course, test, right);
  return user;
}
async function attempt(user: number, course: LiveCourse, test: number, right: number) {
  const [started] = await students.rows<{ id: number }>(
    user,
    'select activity.start_attempt($1, $2) as id',
    [course.id, test],
  );
  const known = (course.questions[test] ?? []).slice(0, right);
  const answers = Object.fromEntries(known.map((question) => [question, rightAnswer(question)]));
  await students.rows(user, 'select activity.submit_attempt($1, $2)', [
    started?.id,
    JSON.stringify(answers),
  ]);
}
const issue = async (user: number, course: LiveCourse) => {
  const [row] = await students.rows<{ number: string }>(
    user,
    'select activity.issue_certificate($1) as number',
    [course.id],
  );
  return row?.number ?? '';
};
const issuedOf = async (number: string) => {
  const { rows } = await superuser.query(
    'select * from activity.issued_certificates where certificate_number = $1',
    [number],
  );
  return rows[0];
};

describe('a certificate', () => {
  it('asked for fifty times at once is issued once, with one number and one marksheet', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learner(course);
    const numbers = await Promise.all(Array.from({ length: 50 }, () => issue(user, course)));
    expect(new Set(numbers).size).toBe(1);
    expect(numbers[0]).toMatch(/^OS-\d{4}-\d{6}-\d$/);
    const { rows } = await superuser.query(
      `select (select count(*)::int from activity.issued_certificates where course_id = $1) as issued,
        (select count(*)::int from activity.marksheets where course_id = $1) as marksheets`,
      [course.id],
    );
    expect(rows).toEqual([{ issued: 1, marksheets: 1 }]);
  });

  it.each([
    ['a lesson', { lessons: 3 }],
    ['a test', { tests: 1 }],
    ['enough right answers', { right: 1 }],
  ])('is refused while %s is missing', async (_what, done) => {
    const course = await insertLiveCourse(guru);
    const user = await learner(course, done);
    await expect(issue(user, course)).rejects.toMatchObject({
      message: 'certificate.not-eligible',
      code: 'OS409',
    });
  });

  it('is refused to whoever is not enrolled', async () => {
    const course = await insertLiveCourse(guru);
    const other = await learner(await insertLiveCourse(guru));
    await expect(issue(other, course)).rejects.toMatchObject({ message: 'enrollment.not-found' });
  });

  it('carries the average of the best attempts and the grade of it', async () => {
    const course = await insertLiveCourse(guru, { passing: 50 });
    const user = await learner(course, { lessons: 3, right: 1 });
    await attempt(user, course, course.tests[0] ?? 0, 2);
    await attempt(user, course, course.tests[0] ?? 0, 0);
    await students.rows(user, 'select activity.complete_lesson($1, $2)', [
      course.id,
      course.lessons[3],
    ]);
    expect(await issuedOf(await issue(user, course))).toMatchObject({
      final_score: 75,
      grade: 'C',
    });
    const { rows } = await superuser.query(
      'select test_scores, total_score, total_max_score, percentage from activity.marksheets where course_id = $1',
      [course.id],
    );
    expect(rows[0]).toMatchObject({ total_score: 75, total_max_score: 100, percentage: 75 });
    expect(rows[0].test_scores).toMatchObject([
      { score: 2, attempts: 3 },
      { score: 1, attempts: 1 },
    ]);
  });

  it('keeps the names it was issued with when student and course are renamed', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learner(course);
    const number = await issue(user, course);
    const before = await issuedOf(number);
    await superuser.query(`update activity.shishya_users set name = 'Renamed' where user_id = $1`, [
      user,
    ]);
    await insertNextVersion(guru, course, 2);
    expect(await issue(user, course)).toBe(number);
    expect(await issuedOf(number)).toEqual(before);
    expect(before).toMatchObject({ course_name: 'Birds 1', student_name: `Student ${user}` });
  });

  it('is found by its number by anybody, and by nothing else', async () => {
    const course = await insertLiveCourse(guru);
    const number = await issue(await learner(course), course);
    const verify = (asked: string) =>
      students.rows(
        null,
        'select certificate_number, is_valid from activity.verify_certificate($1)',
        [asked],
      );
    expect(await verify(number)).toEqual([{ certificate_number: number, is_valid: true }]);
    for (const wrong of ['', '%', number.slice(0, -1), number.toLowerCase()])
      expect(await verify(wrong)).toEqual([]);
    expect(await students.rows(null, 'select from activity.issued_certificates')).toEqual([]);
  });

  it('that is revoked stays as it is and is shown as revoked, with the reason', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learner(course);
    const number = await issue(user, course);
    const before = await issuedOf(number);
    await superuser.query(
      `insert into activity.certificate_revocations (issued_certificate_id, revoked_reason, revoked_by)
       values ($1, 'Handed out by mistake', 'a test')`,
      [before.id],
    );
    expect(
      await students.rows(
        null,
        'select is_valid, revoked_reason from activity.verify_certificate($1)',
        [number],
      ),
    ).toEqual([{ is_valid: false, revoked_reason: 'Handed out by mistake' }]);
    expect(await issuedOf(number)).toEqual(before);
  });

  it('has one file: a second drawing is told which one stands', async () => {
    const course = await insertLiveCourse(guru);
    const number = await issue(await learner(course), course);
    const keep = async (hash: string) =>
      (
        await guru.query(
          `select storage_url, sha256 from activity.keep_certificate_file($1, 'certificate', $2, $3, 10)`,
          [number, `file-${hash[0]}`, hash],
        )
      ).rows[0];
    const [first, second] = await Promise.all([keep('a'.repeat(64)), keep('b'.repeat(64))]);
    expect(first).toEqual(second);
  });
});

describe('the audit log', () => {
  it('names what was done, by whom and through which login, in the transaction that did it', async () => {
    const course = await insertLiveCourse(guru);
    const user = await learner(course);
    await issue(user, course);
    const { rows } = await superuser.query(
      `select distinct subject, action from audit.log where user_id = $1 and login = 'shishya_login' order by 1, 2`,
      [String(user)],
    );
    expect(rows).toEqual([
      { subject: 'activity.course_enrollments', action: 'insert' },
      { subject: 'activity.course_enrollments', action: 'update' },
      { subject: 'activity.issued_certificates', action: 'insert' },
      { subject: 'activity.lesson_progress', action: 'insert' },
      { subject: 'activity.marksheets', action: 'insert' },
      { subject: 'activity.user_test_attempts', action: 'insert' },
      { subject: 'activity.user_test_attempts', action: 'update' },
    ]);
    const { rows: published } = await superuser.query(
      `select before->>'version' as was, after->>'version' as now, login from audit.log
       where subject = 'live.courses' and action = 'update' and subject_id = $1`,
      [String(course.id)],
    );
    expect(published).toEqual([{ was: '0', now: '1', login: 'guru' }]);
  });

  it('holds nothing of what was taken back', async () => {
    const course = await insertLiveCourse(guru);
    lastUser += 1;
    const user = lastUser;
    await students.add(user);
    await students
      .as(user, async (inside) => {
        await inside.rows('select activity.enroll($1)', [course.id]);
        throw new Error('taken back');
      })
      .catch((error: Error) => expect(error.message).toBe('taken back'));
    const { rows } = await superuser.query('select from audit.log where user_id = $1', [
      String(user),
    ]);
    expect(rows).toEqual([]);
  });
});
