import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  type VersionOptions,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { withClient } from './roles';

let database: TestDatabase;
let students: Students;
let guru: Client;
let superuser: Client;
/** Corrects keys as the approval of two others does; no login of the cms may. */
let approved: Client;
beforeAll(async () => {
  database = await createDatabase();
  students = studentsOf(database);
  guru = new Client({ connectionString: database.guru });
  superuser = new Client({ connectionString: database.admin });
  await guru.connect();
  await superuser.connect();
  approved = new Client({ connectionString: database.admin });
  await approved.connect();
});
afterAll(async () => {
  await guru?.end();
  await superuser?.end();
  await approved?.end();
  await students?.end();
  await database?.drop();
});

const refusal = (code: string, status: number) => ({ message: code, code: `OS${status}` });
const capital = (key: string, text = 'The capital of Australia?') => ({
  question: { type: 'mcq', question_text: text, options: '["Sydney", "Canberra", "Perth"]' },
  key: { correct_answer: key },
});
/** A test of one question, whose key says Sydney. */
const wrong: VersionOptions = { questions: [capital('Sydney')] };
const questionOf = (course: LiveCourse): number => course.questions[course.tests[0] ?? 0]?.[0] ?? 0;

let lastUser = 4000;
async function enrolled(course: LiveCourse): Promise<number> {
  lastUser += 1;
  const user = lastUser;
  await students.add(user);
  await students.rows(user, 'select activity.enroll($1)', [course.id]);
  return user;
}
async function start(user: number, course: LiveCourse): Promise<number> {
  const [row] = await students.rows<{ id: number }>(
    user,
    'select activity.start_attempt($1, $2) as id',
    [course.id, course.tests[0]],
  );
  return row?.id ?? 0;
}
const submit = (user: number, attempt: number, course: LiveCourse, answer: string) =>
  students.rows(user, 'select activity.submit_attempt($1, $2)', [
    attempt,
    JSON.stringify({ [questionOf(course)]: answer }),
  ]);
/** An attempt of its own student, submitted with one answer. */
async function answered(course: LiveCourse, answer: string) {
  const user = await enrolled(course);
  const attempt = await start(user, course);
  await submit(user, attempt, course, answer);
  return { user, attempt };
}
const preview = async (course: LiveCourse, key: string, further: string[] = []) =>
  (
    await guru.query('select * from activity.preview_key_correction($1, $2, $3)', [
      questionOf(course),
      key,
      JSON.stringify(further),
    ])
  ).rows;
const correct = async (course: LiveCourse, key: string, further: string[] = []): Promise<number> =>
  (
    await approved.query('select activity.correct_key($1, $2, $3, $4, $5) as id', [
      questionOf(course),
      key,
      JSON.stringify(further),
      'Canberra is the capital.',
      'Editor Esha',
    ])
  ).rows[0].id;
const graded = async (attempt: number) =>
  (
    await superuser.query(
      'select score::float8 as score, percentage, passed, regraded_at from activity.graded_attempts where id = $1',
      [attempt],
    )
  ).rows[0];
const originals = async (attempts: readonly number[]) =>
  (
    await superuser.query(
      'select * from activity.user_test_attempts where id = any($1) order by id',
      [attempts],
    )
  ).rows;
const original = async (attempt: number) => (await originals([attempt]))[0];

describe('the dry run of a correction', () => {
  it('shows each attempt whose figures would change, and changes nothing', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const sydney = await answered(course, 'Sydney');
    const canberra = await answered(course, 'Canberra');
    await answered(course, 'Perth');
    const rows = await preview(course, 'Canberra');
    expect(rows).toEqual([
      {
        attempt_id: sydney.attempt,
        shishya_user_id: expect.any(Number),
        student_name: `Student ${sydney.user}`,
        attempt_number: 1,
        version: 1,
        score_before: '1.0000',
        score_after: '0.0000',
        percentage_before: 100,
        percentage_after: 0,
        passed_before: true,
        passed_after: false,
      },
      expect.objectContaining({
        attempt_id: canberra.attempt,
        score_before: '0.0000',
        score_after: '1.0000',
        passed_after: true,
      }),
    ]);
    expect(await preview(course, 'Sydney')).toEqual([]);
    expect(await graded(canberra.attempt)).toMatchObject({ score: 0, regraded_at: null });
  });

  it('and the correction itself are refused with a key that does not fit, for no question, without a reason', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const unfit = refusal('correction.answer-unfit', 422);
    await expect(preview(course, 'Hobart')).rejects.toMatchObject(unfit);
    await expect(preview(course, 'Canberra', ['Hobart'])).rejects.toMatchObject(unfit);
    await expect(preview(course, ' ')).rejects.toMatchObject(unfit);
    await expect(correct(course, 'Hobart')).rejects.toMatchObject(unfit);
    await expect(
      approved.query(`select activity.correct_key($1, 'Canberra', '{}', 'reason', 'E')`, [
        questionOf(course),
      ]),
    ).rejects.toMatchObject(unfit);
    await expect(
      approved.query(`select activity.correct_key(1, 'Canberra', '[]', 'reason', 'E')`),
    ).rejects.toMatchObject(refusal('question.not-found', 404));
    await expect(
      approved.query(`select activity.correct_key($1, 'Canberra', '[]', ' ', 'E')`, [
        questionOf(course),
      ]),
    ).rejects.toMatchObject(refusal('correction.no-reason', 422));
  });
});

describe('a correction', () => {
  it('does what its dry run says by new rows, and leaves the attempts as they were', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const sydney = await answered(course, 'Sydney');
    const canberra = await answered(course, 'Canberra');
    const perth = await answered(course, 'Perth');
    const attempts = [sydney.attempt, canberra.attempt, perth.attempt];
    const before = await originals(attempts);
    const planned = await preview(course, 'Canberra');
    const id = await correct(course, 'Canberra');
    expect(await originals(attempts)).toEqual(before);
    const { rows } = await superuser.query(
      'select attempt_id, score, percentage, passed from activity.attempt_regrades where correction_id = $1 order by 1',
      [id],
    );
    expect(rows).toEqual(
      planned
        .map((row) => ({
          attempt_id: row.attempt_id,
          score: row.score_after,
          percentage: row.percentage_after,
          passed: row.passed_after,
        }))
        .sort((one, other) => one.attempt_id - other.attempt_id),
    );
    expect(await graded(canberra.attempt)).toMatchObject({
      score: 1,
      percentage: 100,
      passed: true,
    });
    expect((await graded(canberra.attempt)).regraded_at).toBeInstanceOf(Date);
    expect(await graded(perth.attempt)).toMatchObject({ score: 0, regraded_at: null });
    expect(await preview(course, 'Canberra')).toEqual([]);
  });

  it('counts for attempts that are submitted later, and in what their results show', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const user = await enrolled(course);
    const attempt = await start(user, course);
    await correct(course, 'Canberra', ['Perth']);
    await submit(user, attempt, course, 'Canberra');
    expect(await graded(attempt)).toMatchObject({ score: 1, regraded_at: null });
    const results = await students.rows(user, 'select * from activity.attempt_results($1)', [
      attempt,
    ]);
    expect(results).toMatchObject([
      { correct: true, points: 1, correct_answer: 'Canberra', further_answers: ['Perth'] },
    ]);
    expect(await graded((await answered(course, 'Perth')).attempt)).toMatchObject({ score: 1 });
    expect(await graded((await answered(course, 'Sydney')).attempt)).toMatchObject({ score: 0 });
  });

  it('can be corrected again; the latest counts', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const { attempt } = await answered(course, 'Canberra');
    await correct(course, 'Perth');
    expect(await graded(attempt)).toMatchObject({ score: 0, regraded_at: null });
    await correct(course, 'Canberra');
    expect(await graded(attempt)).toMatchObject({ score: 1 });
    await correct(course, 'Sydney');
    expect(await graded(attempt)).toMatchObject({ score: 0 });
  });

  it('holds in every version that asks the same, in one published later with the wrong key, and in no other', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const first = await answered(course, 'Canberra');
    await insertNextVersion(guru, course, 2, wrong);
    const second = await answered(course, 'Canberra');
    await correct(course, 'Canberra');
    for (const { attempt } of [first, second])
      expect(await graded(attempt)).toMatchObject({ score: 1 });

    await insertNextVersion(guru, course, 3, wrong);
    expect(await graded((await answered(course, 'Canberra')).attempt)).toMatchObject({ score: 1 });
    // Asked otherwise, Perth may well be right.
    await insertNextVersion(guru, course, 4, { questions: [capital('Perth', 'The sunniest?')] });
    expect(await graded((await answered(course, 'Perth')).attempt)).toMatchObject({ score: 1 });
    // Asked the same with a key of its own: the editor's, who changed it after the correction.
    await insertNextVersion(guru, course, 5, { questions: [capital('Perth')] });
    expect(await graded((await answered(course, 'Perth')).attempt)).toMatchObject({ score: 1 });
  });

  it('of an older version’s words names that version', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const { attempt } = await answered(course, 'Canberra');
    await insertNextVersion(guru, course, 2, {
      questions: [capital('Canberra', 'Which city is the capital?')],
    });
    expect(await preview(course, 'Canberra')).toEqual([]);
    await approved.query(
      `select activity.correct_key($1, 'Canberra', '[]', 'A reason', 'Editor', p_version => 1)`,
      [questionOf(course)],
    );
    expect(await graded(attempt)).toMatchObject({ score: 1 });
  });

  it('counts the progress of those anew whose pass it gives or takes', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const [gains, loses] = [await answered(course, 'Canberra'), await answered(course, 'Sydney')];
    const progress = async ({ user }: { user: number }) => {
      const [row] = await students.rows<{ progress_percentage: number }>(
        user,
        'select progress_percentage from activity.course_enrollments where course_id = $1',
        [course.id],
      );
      return row?.progress_percentage;
    };
    const passed = await progress(loses);
    expect([await progress(gains), passed]).toEqual([0, expect.any(Number)]);
    expect(passed).toBeGreaterThan(0);
    await correct(course, 'Canberra');
    expect([await progress(gains), await progress(loses)]).toEqual([passed, 0]);
  });

  it('is in the log of each learner it changed and in the audit log, once each', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const { user, attempt } = await answered(course, 'Canberra');
    const again = await start(user, course);
    await submit(user, again, course, 'Canberra');
    const untouched = await answered(course, 'Perth');
    const id = await correct(course, 'Canberra');
    const lines = (student: number) =>
      students.rows(
        student,
        `select entity_type, entity_id, metadata from activity.activity_logs where action = 'regrade'`,
      );
    expect(await lines(user)).toEqual([
      {
        entity_type: 'test',
        entity_id: String(course.tests[0]),
        metadata: { correction_id: id, attempt_ids: [attempt, again] },
      },
    ]);
    expect(await lines(untouched.user)).toEqual([]);
    const { rows } = await superuser.query(
      `select action, after ->> 'actor' as actor, after ->> 'reason' as reason from audit.log
       where subject = 'activity.key_corrections' and subject_id = $1`,
      [String(id)],
    );
    expect(rows).toEqual([
      { action: 'insert', actor: 'Editor Esha', reason: 'Canberra is the capital.' },
    ]);
  });

  it('waits for an attempt that is being graded, and regrades it then', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const user = await enrolled(course);
    const attempt = await start(user, course);
    const correcting = await students.as(user, async (inside) => {
      await inside.rows('select activity.submit_attempt($1, $2)', [
        attempt,
        JSON.stringify({ [questionOf(course)]: 'Canberra' }),
      ]);
      // Not committed yet: the correction cannot see the attempt, so it must wait for it.
      const waiting = correct(course, 'Canberra');
      await expect
        .poll(
          async () =>
            (
              await superuser.query(
                `select from pg_locks where locktype = 'advisory' and not granted
                 and database = (select oid from pg_database where datname = current_database())`,
              )
            ).rowCount,
        )
        .toBe(1);
      return { waiting };
    });
    await correcting.waiting;
    expect(await graded(attempt)).toMatchObject({ score: 1 });
    expect(await original(attempt)).toMatchObject({ score: '0.0000' });
  });

  it('leaves a certificate as it was issued', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const { user } = await answered(course, 'Sydney');
    for (const lesson of course.lessons)
      await students.rows(user, 'select activity.complete_lesson($1, $2)', [course.id, lesson]);
    const [second] = await students.rows<{ id: number }>(
      user,
      'select activity.start_attempt($1, $2) as id',
      [course.id, course.tests[1]],
    );
    await students.rows(user, 'select activity.submit_attempt($1, $2)', [
      second?.id,
      JSON.stringify(
        Object.fromEntries(
          (course.questions[course.tests[1] ?? 0] ?? []).map((question) => [
            question,
            `right ${question}`,
          ]),
        ),
      ),
    ]);
    await students.rows(user, 'select activity.issue_certificate($1)', [course.id]);
    const issued = async () =>
      (
        await superuser.query(
          `select c.*, m.test_scores from activity.certificate_register c
           join activity.marksheets m on m.issued_certificate_id = c.id where c.course_id = $1`,
          [course.id],
        )
      ).rows;
    const before = await issued();
    expect(before).toMatchObject([{ final_score: 100, is_valid: true }]);
    await correct(course, 'Canberra');
    expect(await issued()).toEqual(before);
  });

  it('is closed to students, and tells them nothing of the key', async () => {
    const course = await insertLiveCourse(guru, wrong);
    const { user, attempt } = await answered(course, 'Canberra');
    await correct(course, 'Canberra');
    for (const statement of [
      'select from activity.key_corrections',
      'select correction_id from activity.attempt_regrades',
      `select activity.correct_key(1, 'x', '[]', 'because', 'me')`,
      `select * from activity.preview_key_correction(1, 'x', '[]')`,
      'select * from activity.keys_of(1, 1)',
    ])
      await expect(students.rows(user, statement), statement).rejects.toMatchObject({
        code: '42501',
      });
    expect(
      await students.rows(user, 'select id, score::float8 as score from activity.graded_attempts'),
    ).toEqual([{ id: attempt, score: 1 }]);
    expect(
      await withClient(database.shishya, async (client) => {
        await client.query('set role shishya');
        return (await client.query('select from activity.graded_attempts')).rowCount;
      }),
    ).toBe(0);
  });
});
