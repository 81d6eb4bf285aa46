import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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

let lastUser = 300;
async function enrolled(inCourse: LiveCourse): Promise<number> {
  lastUser += 1;
  await students.add(lastUser);
  await students.rows(lastUser, 'select activity.enroll($1)', [inCourse.id]);
  return lastUser;
}
const pinnedTo = async (user: number) => {
  const [row] = await students.rows(
    user,
    'select version, status, progress_percentage from activity.course_enrollments',
  );
  return row;
};
const complete = (user: number, lesson: number | undefined) =>
  students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
const start = async (user: number) => {
  const [row] = await students.rows<{ id: number }>(
    user,
    'select activity.start_attempt($1, $2) as id',
    [course.id, course.tests[0]],
  );
  return row?.id ?? 0;
};
const submit = (user: number, attempt: number) =>
  students.rows(user, 'select activity.submit_attempt($1, $2)', [
    attempt,
    JSON.stringify(
      Object.fromEntries(
        (course.questions[course.tests[0] ?? 0] ?? []).map((id) => [id, rightAnswer(id)]),
      ),
    ),
  ]);
/** What the student's log says of moves. */
const moves = async (user: number) =>
  (
    await students.rows<{ metadata: object }>(
      user,
      `select metadata from activity.activity_logs where action = 'move' order by id`,
    )
  ).map(({ metadata }) => metadata);
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: Error) => error.message,
  );
/** A version with what is listed left out of it. */
async function publishWithout(version: number, lessons: readonly number[]): Promise<void> {
  await insertNextVersion(
    guru,
    { ...course, lessons: course.lessons.filter((id) => !lessons.includes(id)) },
    version,
  );
}
const withdraw = (closed: boolean) =>
  guru.query(`update live.courses set status = 'draft', is_closed = $2 where id = $1`, [
    course.id,
    closed,
  ]);

let course: LiveCourse;
beforeEach(async () => {
  course = await insertLiveCourse(guru);
});

describe('moving to the current version', () => {
  it('keeps what was done by identity, and what the version dropped in the record', async () => {
    const user = await enrolled(course);
    await complete(user, course.lessons[0]);
    await complete(user, course.lessons[1]);
    await submit(user, await start(user));
    await publishWithout(2, [course.lessons[1] ?? 0]);
    expect(await pinnedTo(user)).toMatchObject({ version: 1, progress_percentage: 37 });

    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    // One of three lessons and one of two tests; lab and project are still to do.
    expect(await pinnedTo(user)).toMatchObject({ version: 2, progress_percentage: 28 });
    const record = await students.rows(user, 'select lesson_id from activity.lesson_progress');
    expect(record).toHaveLength(2);
  });

  it('again, or on the current version, changes nothing', async () => {
    const user = await enrolled(course);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    expect(await pinnedTo(user)).toMatchObject({ version: 1 });
    const moves = await students.rows(
      user,
      `select from activity.activity_logs where action = 'move'`,
    );
    expect(moves).toHaveLength(0);
  });

  it('is the student’s own: nobody else moves, and nobody who is not enrolled', async () => {
    const [one, other] = [await enrolled(course), await enrolled(course)];
    await insertNextVersion(guru, course, 2);
    await students.rows(one, 'select activity.move_to_current($1)', [course.id]);
    expect(await pinnedTo(other)).toMatchObject({ version: 1 });
    const stranger = await enrolled(await insertLiveCourse(guru));
    const move = students.rows(stranger, 'select activity.move_to_current($1)', [course.id]);
    expect(await refusal(move)).toBe('enrollment.not-found');
  });

  it('keeps a completed course completed', async () => {
    course = await insertLiveCourse(guru, { practice: false });
    const user = await enrolled(course);
    for (const lesson of course.lessons) await complete(user, lesson);
    for (const test of course.tests) {
      const [row] = await students.rows<{ id: number }>(
        user,
        'select activity.start_attempt($1, $2) as id',
        [course.id, test],
      );
      const answers = (course.questions[test] ?? []).map((id) => [id, rightAnswer(id)]);
      await students.rows(user, 'select activity.submit_attempt($1, $2)', [
        row?.id,
        JSON.stringify(Object.fromEntries(answers)),
      ]);
    }
    expect(await pinnedTo(user)).toMatchObject({ status: 'completed', progress_percentage: 100 });
    const { rows } = await guru.query<{ id: number }>(
      `insert into live.nodes (kind, course_id) values ('lesson', $1) returning id`,
      [course.id],
    );
    const more = { ...course, lessons: [...course.lessons, rows[0]?.id ?? 0] };
    await insertNextVersion(guru, more, 2);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    expect(await pinnedTo(user)).toMatchObject({ version: 2, status: 'completed' });
  });

  it('is noted once, however often and at once it is asked', async () => {
    const user = await enrolled(course);
    await insertNextVersion(guru, course, 2);
    const move = () => students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    await Promise.all(Array.from({ length: 20 }, move));
    expect(await moves(user)).toEqual([{ from_version: 1, to_version: 2, by: 'student' }]);
  });

  it('does not lead into a version that was withdrawn', async () => {
    const user = await enrolled(course);
    await insertNextVersion(guru, course, 2);
    await withdraw(false);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    expect(await pinnedTo(user)).toMatchObject({ version: 1 });
    expect(
      await students.rows(user, 'select * from activity.version_changes($1)', [course.id]),
    ).toEqual([]);
    const moved = guru.query('select activity.move_learners($1, 2)', [course.id]);
    expect(await refusal(moved)).toBe('version.not-current');
  });

  it('completes a course of which the rest was dropped', async () => {
    const user = await enrolled(course);
    const lessons = course.lessons.slice(0, 1);
    await complete(user, lessons[0]);
    await insertNextVersion(guru, { ...course, lessons, tests: [] }, 2, { practice: false });
    await guru.query('select activity.move_learners($1, 2)', [course.id]);
    expect(await pinnedTo(user)).toEqual({
      version: 2,
      status: 'completed',
      progress_percentage: 100,
    });
  });

  it('of all learners makes nobody look active, and stands in their log', async () => {
    const user = await enrolled(course);
    const used = () =>
      students.rows(user, 'select last_activity_at from activity.course_enrollments');
    const before = await used();
    await insertNextVersion(guru, course, 2);
    await guru.query('select activity.move_learners($1, 2)', [course.id]);
    expect(await used()).toEqual(before);
    expect(await moves(user)).toEqual([{ from_version: 1, to_version: 2, by: 'school' }]);
  });

  it('of all learners moves everybody who is behind, and says how many', async () => {
    const [one, two] = [await enrolled(course), await enrolled(course)];
    await complete(one, course.lessons[0]);
    await insertNextVersion(guru, course, 2);
    const newcomer = await enrolled(course);
    const { rows } = await guru.query('select activity.move_learners($1, 2) as moved', [course.id]);
    expect(rows).toEqual([{ moved: 2 }]);
    expect(await pinnedTo(one)).toMatchObject({ version: 2, progress_percentage: 12 });
    expect(await pinnedTo(two)).toMatchObject({ version: 2, progress_percentage: 0 });
    expect(await pinnedTo(newcomer)).toMatchObject({ version: 2 });
  });

  it('to a version that is not the current one is refused, and so is a student who tries to move all', async () => {
    const user = await enrolled(course);
    const moved = guru.query('select activity.move_learners($1, 7)', [course.id]);
    expect(await refusal(moved)).toBe('version.not-current');
    const tried = students.rows(user, 'select activity.move_learners($1, 1)', [course.id]);
    expect(await refusal(tried)).toMatch(/permission denied/);
  });
});

describe('an open attempt', () => {
  it('ends on its own version after its student moved', async () => {
    const user = await enrolled(course);
    const attempt = await start(user);
    await insertNextVersion(guru, course, 2);
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    const asked = await students.rows<{ question_text: string }>(
      user,
      `select q.question_text from activity.user_test_attempts a
      join live.questions q on q.test_id = a.test_id and q.version = a.version where a.id = $1`,
      [attempt],
    );
    expect(asked.map(({ question_text }) => question_text)).toEqual([
      'Question of version 1',
      'Question of version 1',
    ]);
    // The right answers of version 1 are wrong in version 2.
    await submit(user, attempt);
    const [row] = await students.rows(
      user,
      'select version, passed from activity.user_test_attempts',
    );
    expect(row).toEqual({ version: 1, passed: true });
    const results = await students.rows(user, 'select * from activity.attempt_results($1)', [
      attempt,
    ]);
    expect(results).toHaveLength(2);
  });

  it('ends on its own version after everybody was moved to one without that test', async () => {
    const user = await enrolled(course);
    const attempt = await start(user);
    await insertNextVersion(guru, { ...course, tests: course.tests.slice(1) }, 2);
    await guru.query('select activity.move_learners($1, 2)', [course.id]);
    expect(await start(user)).toBe(attempt);
    await submit(user, attempt);
    const [row] = await students.rows(
      user,
      'select version, passed from activity.user_test_attempts',
    );
    expect(row).toEqual({ version: 1, passed: true });
    expect(await refusal(start(user))).toBe('test.not-found');
  });

  it('shows its questions to its student only', async () => {
    const user = await enrolled(course);
    await start(user);
    await insertNextVersion(guru, course, 2);
    await guru.query('select activity.move_learners($1, 2)', [course.id]);
    const newcomer = await enrolled(course);
    const seen = async (who: number, test: number | undefined) => {
      const asked = 'select from live.questions where test_id = $1 and version = 1';
      return (await students.rows(who, asked, [test])).length;
    };
    expect(await seen(user, course.tests[0])).toBe(2);
    expect(await seen(user, course.tests[1])).toBe(0);
    expect(await seen(newcomer, course.tests[0])).toBe(0);
  });

  it('ends after the course was closed, but no new one begins', async () => {
    const user = await enrolled(course);
    const attempt = await start(user);
    await withdraw(true);
    expect(await start(user)).toBe(attempt);
    await submit(user, attempt);
    const [row] = await students.rows(user, 'select passed from activity.user_test_attempts');
    expect(row).toEqual({ passed: true });
    expect(await refusal(start(user))).toBe('course.closed');
  });
});

describe('a withdrawn course', () => {
  it('is hidden from visitors and takes nobody new; those enrolled go on', async () => {
    const user = await enrolled(course);
    await withdraw(false);
    expect(
      await students.rows(null, 'select from live.courses where id = $1', [course.id]),
    ).toEqual([]);
    lastUser += 1;
    await students.add(lastUser);
    const late = students.rows(lastUser, 'select activity.enroll($1)', [course.id]);
    expect(await refusal(late)).toBe('course.not-found');
    expect(
      await students.rows(user, 'select from live.lessons where course_id = $1', [course.id]),
    ).toHaveLength(4);
    await complete(user, course.lessons[0]);
  });

  it('that is closed is shut for its learners too; its name and their record stay', async () => {
    const user = await enrolled(course);
    await complete(user, course.lessons[0]);
    await withdraw(true);
    const readable = async (table: string) =>
      (await students.rows(user, `select from live.${table} where course_id = $1`, [course.id]))
        .length;
    for (const table of [
      'modules',
      'lessons',
      'ai_notes',
      'questions',
      'practice_labs',
      'projects',
    ])
      expect([table, await readable(table)]).toEqual([table, 0]);
    expect(await readable('course_contents')).toBe(1);
    expect(await students.rows(user, 'select from activity.lesson_progress')).toHaveLength(1);
    expect(await refusal(complete(user, course.lessons[1]))).toBe('course.closed');
    const move = students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    expect(await refusal(move)).toBe('course.closed');
  });

  it('cannot be closed while it is published', async () => {
    const closed = guru.query('update live.courses set is_closed = true where id = $1', [
      course.id,
    ]);
    expect(await refusal(closed)).toMatch(/courses_closed_is_withdrawn/);
  });
});

describe('what changed for a student', () => {
  it('lists what is added, changed, moved and removed, by title and in the course’s order', async () => {
    const user = await enrolled(course);
    await publishWithout(2, [course.lessons[1] ?? 0]);
    const changes = await students.rows(user, 'select * from activity.version_changes($1)', [
      course.id,
    ]);
    expect(changes).toEqual([
      // Without the second lesson the third stands in the first module, where the second was.
      { kind: 'lesson', id: course.lessons[2], title: 'Lesson 2', change: 'changed' },
      { kind: 'test', id: course.tests[0], title: 'Test 1', change: 'changed' },
      { kind: 'lesson', id: course.lessons[3], title: 'Lesson 3', change: 'changed' },
      { kind: 'test', id: course.tests[1], title: 'Test 2', change: 'changed' },
      { kind: 'lesson', id: course.lessons[1], title: 'Lesson 2', change: 'removed' },
    ]);
  });

  it('counts a test’s rules to what students see of it', async () => {
    const same = { questions: [{ question: { question_text: 'Which bird?' } }] };
    const asked = await insertLiveCourse(guru, same);
    const user = await enrolled(asked);
    const changed = async () =>
      (
        await students.rows<{ id: number }>(user, 'select id from activity.version_changes($1)', [
          asked.id,
        ])
      ).map(({ id }) => id);
    await insertNextVersion(guru, asked, 2, same);
    expect(await changed()).not.toContain(asked.tests[0]);
    await insertNextVersion(guru, asked, 3, { ...same, test: { attempts_limit: 2 } });
    expect(await changed()).toContain(asked.tests[0]);
  });

  it('is nothing on the current version, and nothing for somebody who is not enrolled', async () => {
    const user = await enrolled(course);
    const of = (who: number) =>
      students.rows(who, 'select * from activity.version_changes($1)', [course.id]);
    expect(await of(user)).toEqual([]);
    await insertNextVersion(guru, course, 2);
    const stranger = await enrolled(await insertLiveCourse(guru));
    expect(await of(stranger)).toEqual([]);
  });
});
