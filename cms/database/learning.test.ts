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
import { withClient } from './roles';

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

let lastUser = 100;
/** A student of its own for a test, enrolled where a course is given. */
async function student(course?: LiveCourse): Promise<number> {
  lastUser += 1;
  await students.add(lastUser);
  if (course) await enroll(lastUser, course);
  return lastUser;
}
const enroll = (user: number | null, course: LiveCourse) =>
  students.rows(user, 'select activity.enroll($1)', [course.id]);
const start = async (user: number, course: LiveCourse, test: number | undefined) => {
  const [row] = await students.rows<{ id: number }>(
    user,
    'select activity.start_attempt($1, $2) as id',
    [course.id, test],
  );
  return row?.id ?? 0;
};
const submit = (user: number, attempt: number, answers: Record<string, string>) =>
  students.rows(user, 'select activity.submit_attempt($1, $2)', [attempt, JSON.stringify(answers)]);
const attemptOf = async (id: number) => {
  const { rows } = await superuser.query(
    'select *, score::float8 as score from activity.user_test_attempts where id = $1',
    [id],
  );
  return rows[0];
};
const rightAnswers = (course: LiveCourse, test = course.tests[0] ?? 0) =>
  Object.fromEntries(
    (course.questions[test] ?? []).map((question) => [question, rightAnswer(question)]),
  );
const refusal = (code: string, state: string) => ({ message: code, code: state });

describe('enrolling', () => {
  it('fifty times at once makes one row', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student();
    await Promise.all(Array.from({ length: 50 }, () => enroll(user, course)));
    const { rows } = await superuser.query(
      'select version from activity.course_enrollments where course_id = $1',
      [course.id],
    );
    expect(rows).toEqual([{ version: 1 }]);
  });

  it('is refused to a visitor, to a suspended student, in a paid course and in an unknown one', async () => {
    const free = await insertLiveCourse(guru);
    const paid = await insertLiveCourse(guru, { free: false });
    const user = await student();
    await expect(enroll(null, free)).rejects.toMatchObject(refusal('student.not-active', 'OS403'));
    await expect(enroll(user, paid)).rejects.toMatchObject(refusal('course.not-free', 'OS409'));
    await expect(enroll(user, { ...free, id: 999_999 })).rejects.toMatchObject(
      refusal('course.not-found', 'OS404'),
    );
    await guru.query(`select activity.ensure_student($1, 'S', $2, true)`, [
      user,
      `student${user}@school.example`,
    ]);
    await expect(enroll(user, free)).rejects.toMatchObject(refusal('student.not-active', 'OS403'));
  });

  it('in a withdrawn course is refused, and who was in it goes on', async () => {
    const course = await insertLiveCourse(guru);
    const before = await student(course);
    const after = await student();
    await guru.query(`update live.courses set status = 'draft' where id = $1`, [course.id]);
    await expect(enroll(after, course)).rejects.toMatchObject(refusal('course.not-found', 'OS404'));
    const [lesson] = course.lessons;
    await students.rows(before, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
    const own = await students.rows(before, 'select title from live.lessons where course_id = $1', [
      course.id,
    ]);
    expect(own).toHaveLength(4);
    expect(
      await students.rows(after, 'select from live.lessons where course_id = $1', [course.id]),
    ).toEqual([]);
  });
});

describe('what a student sees', () => {
  it('is the own rows and nobody else’s, whatever the statement asks for', async () => {
    const course = await insertLiveCourse(guru);
    const [a, b] = [await student(course), await student(course)];
    const attempt = await start(a, course, course.tests[0]);
    for (const table of ['course_enrollments', 'user_test_attempts', 'activity_logs']) {
      const mine = await students.rows<{ n: number }>(
        a,
        `select count(distinct shishya_user_id) as n from activity.${table}`,
      );
      expect([table, mine]).toEqual([table, [{ n: 1 }]]);
    }
    expect(await students.rows(b, 'select from activity.user_test_attempts')).toEqual([]);
    for (const statement of [
      'select activity.submit_attempt($1, $2)',
      'select from activity.attempt_results($1) where $2::text is not null',
    ]) {
      await expect(students.rows(b, statement, [attempt, '{}'])).rejects.toMatchObject(
        refusal('attempt.not-found', 'OS404'),
      );
    }
  });

  it('holds questions and notes only of the version the student is enrolled in', async () => {
    const course = await insertLiveCourse(guru);
    const visitor = await student();
    const learner = await student(course);
    await insertNextVersion(guru, course, 2);
    const versions = (user: number | null, table: string) =>
      students.rows(user, `select distinct version from live.${table} where course_id = $1`, [
        course.id,
      ]);
    expect(await versions(visitor, 'questions')).toEqual([]);
    expect(await versions(null, 'questions')).toEqual([]);
    expect(await versions(learner, 'questions')).toEqual([{ version: 1 }]);
    // The outline of the current version is open to everybody, as in the catalogue.
    expect(await versions(null, 'lessons')).toEqual([{ version: 2 }]);
  });
});

describe('an attempt', () => {
  it('keeps right answers and explanations back until it is submitted, and shows them then', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    const results = () =>
      students.rows<{ correct: boolean; correct_answer: string; explanation: string }>(
        user,
        'select correct, correct_answer, explanation from activity.attempt_results($1)',
        [attempt],
      );
    await expect(results()).rejects.toMatchObject(refusal('attempt.still-open', 'OS409'));
    await submit(user, attempt, {});
    expect(await results()).toHaveLength(2);
    expect((await results())[0]).toMatchObject({
      correct: false,
      correct_answer: rightAnswers(course)[course.questions[course.tests[0] ?? 0]?.[0] ?? 0],
    });
  });

  it('is graded by the database: case and spaces of a typed answer do not count', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    const answers = Object.fromEntries(
      Object.entries(rightAnswers(course)).map(([id, text]) => [
        id,
        `  ${text.toUpperCase().replace(' ', '   ')} `,
      ]),
    );
    const attempt = await start(user, course, course.tests[0]);
    await submit(user, attempt, answers);
    expect(await attemptOf(attempt)).toMatchObject({ score: 2, percentage: 100, passed: true });
  });

  it('that is submitted twice at once has one score, and the later answers change nothing', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    for (let round = 0; round < 5; round += 1) {
      const attempt = await start(user, course, course.tests[0]);
      await Promise.all([
        submit(user, attempt, rightAnswers(course)),
        submit(user, attempt, {}),
        submit(user, attempt, {}),
      ]);
      const first = await attemptOf(attempt);
      expect(first.score === 2 || first.score === 0).toBe(true);
      expect(first.answers).toEqual(first.score === 2 ? rightAnswers(course) : {});
      await submit(user, attempt, rightAnswers(course));
      expect(await attemptOf(attempt)).toEqual(first);
    }
    const { rows } = await superuser.query(
      `select count(*)::int as submitted from activity.activity_logs l
       join activity.shishya_users s on s.id = l.shishya_user_id where s.user_id = $1 and l.action = 'submit'`,
      [user],
    );
    expect(rows).toEqual([{ submitted: 5 }]);
  });

  it('is started once however often it is asked for, also while the last one is being submitted', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    const test = course.tests[0];
    const ids = await Promise.all(Array.from({ length: 20 }, () => start(user, course, test)));
    expect(new Set(ids).size).toBe(1);
    for (let round = 0; round < 10; round += 1) {
      const open = await start(user, course, test);
      await Promise.all([submit(user, open, {}), start(user, course, test)]);
    }
  });

  it('refuses answers to questions of another test', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    await expect(
      submit(user, attempt, rightAnswers(course, course.tests[1])),
    ).rejects.toMatchObject(refusal('attempt.foreign-question', 'OS422'));
    expect((await attemptOf(attempt)).submitted_at).toBeNull();
  });

  it('stays on its version while a new one is published', async () => {
    const course = await insertLiveCourse(guru);
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    await insertNextVersion(guru, course, 2, { passing: 100 });
    const questions = await students.rows<{ question_text: string }>(
      user,
      'select question_text from live.questions where test_id = $1',
      [course.tests[0]],
    );
    expect(questions.map((row) => row.question_text)).toEqual(
      Array(2).fill('Question of version 1'),
    );
    await submit(user, attempt, rightAnswers(course));
    expect(await attemptOf(attempt)).toMatchObject({ version: 1, score: 2, passed: true });
    expect((await attemptOf(await start(user, course, course.tests[0]))).version).toBe(1);
  });

  it('passes at the exact share and shows a percentage that is rounded down', async () => {
    const course = await insertLiveCourse(guru, { passing: 50 });
    const user = await student(course);
    const [question = 0] = course.questions[course.tests[0] ?? 0] ?? [];
    const attempt = await start(user, course, course.tests[0]);
    await submit(user, attempt, { [question]: rightAnswer(question) });
    expect(await attemptOf(attempt)).toMatchObject({ score: 1, percentage: 50, passed: true });
  });
});

describe('a deadline', () => {
  /** The clock is the database's, so a test moves the deadline instead. */
  const setDeadline = (attempt: number, seconds: number) =>
    superuser.query(
      `update activity.user_test_attempts set started_at = clock_timestamp() - interval '10 minutes',
        deadline = clock_timestamp() + make_interval(secs => $2) where id = $1`,
      [attempt, seconds],
    );

  it('is fixed at the start from the test’s limit', async () => {
    const course = await insertLiveCourse(guru, { timeLimit: 5 });
    const row = await attemptOf(await start(await student(course), course, course.tests[0]));
    expect(row.deadline.getTime() - row.started_at.getTime()).toBe(300_000);
  });

  it('may be missed by the grace of half a minute and not by more', async () => {
    const course = await insertLiveCourse(guru, { timeLimit: 5 });
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    // Some seconds before the end of the grace, which a slow machine needs.
    await setDeadline(attempt, -20);
    await submit(user, attempt, rightAnswers(course));
    expect(await attemptOf(attempt)).toMatchObject({
      score: 2,
      passed: true,
      closed_by: 'student',
    });

    const late = await start(user, course, course.tests[0]);
    await setDeadline(late, -31);
    await submit(user, late, rightAnswers(course));
    const closed = await attemptOf(late);
    expect(closed).toMatchObject({ score: 0, passed: false, closed_by: 'deadline', answers: {} });
    expect(closed.submitted_at).toEqual(closed.deadline);
  });

  it('that is over closes the attempt with the deadline’s time when the next one starts', async () => {
    const course = await insertLiveCourse(guru, { timeLimit: 5 });
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    await setDeadline(attempt, -60);
    const next = await start(user, course, course.tests[0]);
    expect(next).not.toBe(attempt);
    const closed = await attemptOf(attempt);
    expect(closed).toMatchObject({ score: 0, passed: false });
    expect(closed.submitted_at).toEqual(closed.deadline);
    expect((await attemptOf(next)).attempt_number).toBe(2);
  });

  it('is judged after the row was waited for, not when the request came', async () => {
    const course = await insertLiveCourse(guru, { timeLimit: 5 });
    const user = await student(course);
    const attempt = await start(user, course, course.tests[0]);
    await withClient(database.admin, async (other) => {
      await other.query('begin');
      await other.query('select from activity.user_test_attempts where id = $1 for update', [
        attempt,
      ]);
      const submitting = submit(user, attempt, rightAnswers(course));
      await expect
        .poll(
          async () =>
            (
              await superuser.query(
                `select from pg_stat_activity where application_name = 'ourshiksha-students'
                 and wait_event_type = 'Lock' and datname = current_database()`,
              )
            ).rowCount,
        )
        .toBe(1);
      // The request came in time; the grace ends just now, while it waits.
      await other.query(
        `update activity.user_test_attempts set deadline = clock_timestamp() - interval '30 seconds' where id = $1`,
        [attempt],
      );
      await other.query('commit');
      await submitting;
      expect(await attemptOf(attempt)).toMatchObject({ score: 0, closed_by: 'deadline' });
    });
  });
});

describe('progress', () => {
  it('counts lessons and passed tests of the own version, with the database’s clock', async () => {
    const course = await insertLiveCourse(guru, { practice: false });
    const user = await student(course);
    const before = Date.now();
    for (const lesson of course.lessons)
      await students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
    const enrolment = () =>
      students.rows<{ progress_percentage: number; status: string; completed_at: string | null }>(
        user,
        'select progress_percentage, status, completed_at from activity.course_enrollments',
      );
    expect(await enrolment()).toEqual([
      { progress_percentage: 66, status: 'active', completed_at: null },
    ]);
    for (const test of course.tests)
      await submit(user, await start(user, course, test), rightAnswers(course, test));
    const [done] = await enrolment();
    expect(done).toMatchObject({ progress_percentage: 100, status: 'completed' });
    expect(new Date(done?.completed_at ?? 0).getTime()).toBeGreaterThanOrEqual(before);
  });

  it('is not made by lessons of another course', async () => {
    const [one, other] = [await insertLiveCourse(guru), await insertLiveCourse(guru)];
    const user = await student(one);
    await expect(
      students.rows(user, 'select activity.complete_lesson($1, $2)', [one.id, other.lessons[0]]),
    ).rejects.toMatchObject(refusal('lesson.not-found', 'OS404'));
    await expect(
      students.rows(user, 'select activity.complete_lesson($1, $2)', [other.id, other.lessons[0]]),
    ).rejects.toMatchObject(refusal('enrollment.not-found', 'OS404'));
  });
});
