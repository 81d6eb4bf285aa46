import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase, type TestDatabase } from '../../scripts/testing/database.ts';
import {
  insertLiveCourse,
  insertNextVersion,
  type LiveCourse,
  rightAnswer,
  type VersionOptions,
} from '../../scripts/testing/live-course.ts';
import { type Students, studentsOf } from '../../scripts/testing/students.ts';
import { withClient } from './roles';

type Answers = Record<string, string | string[]>;

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

const refusal = (code: string, status: number) => ({ message: code, code: `OS${status}` });
let lastUser = 2000;

/** A course with a student in it who has begun its first test. */
async function begun(options: VersionOptions = {}) {
  const course = await insertLiveCourse(guru, options);
  const user = await enrolled(course);
  const [test = 0] = course.tests;
  const questions = course.questions[test] ?? [];
  return { course, user, test, questions, attempt: await start(user, course) };
}
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
interface Saved {
  readonly sequence: number;
  readonly answers: Answers;
  readonly stale: number[];
  readonly deadline: string | null;
  readonly server_time: string;
}
async function save(
  user: number,
  attempt: number,
  sequence: number,
  answers: Answers,
): Promise<Saved> {
  const [saved] = await students.rows<Saved>(
    user,
    'select * from activity.save_answers($1, $2, $3)',
    [attempt, sequence, JSON.stringify(answers)],
  );
  if (saved === undefined) throw new Error('Nothing came back.');
  return saved;
}
const submit = (user: number, attempt: number, answers: Answers = {}) =>
  students.rows(user, 'select activity.submit_attempt($1, $2)', [attempt, JSON.stringify(answers)]);
const attemptOf = async (id: number) =>
  (
    await superuser.query(
      'select *, score::float8 as score from activity.user_test_attempts where id = $1',
      [id],
    )
  ).rows[0];
const rightAnswers = (questions: readonly number[]): Answers =>
  Object.fromEntries(questions.map((question) => [question, rightAnswer(question)]));
/** The clock is the database's, so a test moves the attempt instead of waiting. */
const setDeadline = (attempt: number, seconds: number) =>
  superuser.query(
    `update activity.user_test_attempts set started_at = clock_timestamp() - interval '10 minutes',
      deadline = clock_timestamp() + make_interval(secs => $2) where id = $1`,
    [attempt, seconds],
  );
const sweep = async (limit = 1000): Promise<number> =>
  (await guru.query(`select activity.sweep_attempts($1) as closed`, [limit])).rows[0].closed;
const logged = async (user: number, action: string) =>
  (
    await superuser.query(
      `select l.metadata from activity.activity_logs l join activity.shishya_users s on s.id = l.shishya_user_id
       where s.user_id = $1 and l.action = $2 order by l.id`,
      [user, action],
    )
  ).rows.map(({ metadata }) => metadata);

describe('saving answers', () => {
  it('keeps them for any device, and submitting nothing more grades them', async () => {
    const { user, course, questions, attempt } = await begun();
    const [one = 0, two = 0] = questions;
    expect(await save(user, attempt, 1, { [one]: 'wrong' })).toMatchObject({
      sequence: 1,
      answers: { [one]: 'wrong' },
      stale: [],
      deadline: null,
    });
    const saved = await save(user, attempt, 2, rightAnswers([one, two]));
    expect(saved).toMatchObject({ sequence: 2, answers: rightAnswers([one, two]), stale: [] });
    expect(await start(user, course)).toBe(attempt);
    await submit(user, attempt);
    expect(await attemptOf(attempt)).toMatchObject({
      score: 2,
      passed: true,
      closed_by: 'student',
      answers: rightAnswers([one, two]),
    });
  });

  it('lets what is submitted go before what was saved, question by question', async () => {
    const { user, questions, attempt } = await begun();
    const [one = 0, two = 0] = questions;
    await save(user, attempt, 1, { [one]: 'wrong', [two]: rightAnswer(two) });
    await submit(user, attempt, { [one]: rightAnswer(one) });
    expect((await attemptOf(attempt)).score).toBe(2);
  });

  it('takes the higher sequence in whatever order two of them arrive, and tells the loser', async () => {
    const { user, questions, attempt } = await begun();
    const [one = 0, two = 0] = questions;
    await save(user, attempt, 6, { [one]: 'later' });
    expect(await save(user, attempt, 5, { [one]: 'earlier', [two]: 'only here' })).toMatchObject({
      sequence: 6,
      answers: { [one]: 'later', [two]: 'only here' },
      stale: [one],
    });
  });

  it('from two tabs at once loses no answer and tells exactly one that it lost', async () => {
    const { user, questions, attempt } = await begun();
    const [one = 0, two = 0] = questions;
    for (let sequence = 1; sequence <= 10; sequence += 1) {
      const replies = await Promise.all([
        save(user, attempt, sequence, { [one]: `left ${sequence}` }),
        save(user, attempt, sequence, { [one]: `right ${sequence}`, [two]: `${sequence}` }),
      ]);
      expect(replies.map(({ stale }) => stale).sort()).toEqual([[], [one]]);
      const winner = replies.findIndex(({ stale }) => stale.length === 0);
      const last = await save(user, attempt, sequence, {});
      expect(last.answers).toEqual({
        [one]: `${winner === 0 ? 'left' : 'right'} ${sequence}`,
        [two]: `${sequence}`,
      });
    }
    // The one that lost insists with a higher sequence.
    expect((await save(user, attempt, 11, { [one]: 'mine' })).answers[one]).toBe('mine');
  });

  it('that is repeated by the network changes nothing and is no conflict', async () => {
    const { user, questions, attempt } = await begun();
    const [one = 0] = questions;
    const answeredAt = async () =>
      (
        await superuser.query(
          'select answered_at from activity.attempt_answers where attempt_id = $1',
          [attempt],
        )
      ).rows;
    await save(user, attempt, 1, { [one]: 'A' });
    const before = await answeredAt();
    expect((await save(user, attempt, 1, { [one]: 'A' })).stale).toEqual([]);
    expect((await save(user, attempt, 2, { [one]: 'A' })).sequence).toBe(2);
    expect(await answeredAt()).toEqual(before);
  });

  it('is refused for another test, in a wrong form, for another student and once it is submitted', async () => {
    const { user, course, questions, attempt } = await begun({
      questions: [{}, { question: { type: 'multiple_select', options: '["a", "b"]' } }],
    });
    const [one = 0, several = 0] = questions;
    const foreign = course.questions[course.tests[1] ?? 0]?.[0] ?? 0;
    const tries: [Answers, ReturnType<typeof refusal>][] = [
      [{ [foreign]: 'x' }, refusal('attempt.foreign-question', 422)],
      [{ 99999999: 'x' }, refusal('attempt.foreign-question', 422)],
      [{ [one]: ['x'] }, refusal('attempt.answer-form', 422)],
      [{ [several]: 'a' }, refusal('attempt.answer-form', 422)],
      [{ [several]: [1] as unknown as string[] }, refusal('attempt.answer-form', 422)],
    ];
    for (const [answers, expected] of tries) {
      await expect(save(user, attempt, 1, answers)).rejects.toMatchObject(expected);
      await expect(submit(user, attempt, answers)).rejects.toMatchObject(expected);
    }
    const other = await enrolled(course);
    await expect(save(other, attempt, 1, {})).rejects.toMatchObject(
      refusal('attempt.not-found', 404),
    );
    expect(await students.rows(other, 'select from activity.attempt_answers')).toEqual([]);
    await submit(user, attempt);
    await expect(save(user, attempt, 1, { [one]: 'x' })).rejects.toMatchObject(
      refusal('attempt.submitted', 409),
    );
  });

  it('goes on in the version the attempt began in, also while another one is published', async () => {
    const { user, course, questions, attempt } = await begun();
    await save(user, attempt, 1, rightAnswers(questions.slice(0, 1)));
    await insertNextVersion(guru, course, 2);
    await save(user, attempt, 2, rightAnswers(questions.slice(1)));
    await guru.query(`update live.courses set status = 'draft', is_closed = true where id = $1`, [
      course.id,
    ]);
    await submit(user, attempt);
    expect(await attemptOf(attempt)).toMatchObject({ version: 1, score: 2 });
  });

  it('ends for a suspended student, and what was saved stays', async () => {
    const { user, questions, attempt } = await begun();
    const suspend = (blocked: boolean) =>
      guru.query(`select activity.ensure_student($1, 'S', $2, $3)`, [
        user,
        `student${user}@school.example`,
        blocked,
      ]);
    await save(user, attempt, 1, rightAnswers(questions));
    await suspend(true);
    await expect(save(user, attempt, 2, {})).rejects.toMatchObject(
      refusal('student.not-active', 403),
    );
    await expect(submit(user, attempt)).rejects.toMatchObject(refusal('student.not-active', 403));
    await suspend(false);
    await submit(user, attempt);
    expect((await attemptOf(attempt)).score).toBe(2);
  });
});

describe('the deadline', () => {
  it('ends saving after the grace of half a minute, by the database’s clock', async () => {
    const { user, questions, attempt } = await begun({ timeLimit: 5 });
    const [one = 0] = questions;
    // Some seconds before the end of the grace, which a slow machine needs.
    await setDeadline(attempt, -20);
    await save(user, attempt, 1, { [one]: 'in time' });
    await setDeadline(attempt, -31);
    await expect(save(user, attempt, 2, { [one]: 'late' })).rejects.toMatchObject(
      refusal('attempt.too-late', 409),
    );
  });

  it('closes an attempt that is handed in a second too late with what was saved, and only that', async () => {
    const { user, questions, attempt } = await begun({ timeLimit: 5 });
    const [one = 0, two = 0] = questions;
    await save(user, attempt, 1, { [one]: rightAnswer(one) });
    await setDeadline(attempt, -31);
    await submit(user, attempt, { [two]: rightAnswer(two) });
    const row = await attemptOf(attempt);
    expect(row).toMatchObject({
      score: 1,
      percentage: 50,
      closed_by: 'deadline',
      answers: { [one]: rightAnswer(one) },
    });
    expect(row.submitted_at).toEqual(row.deadline);
  });

  it('counts for a save after the wait for the attempt, not when the request came', async () => {
    const { user, questions, attempt } = await begun({ timeLimit: 5 });
    await withClient(database.admin, async (other) => {
      await other.query('begin');
      await other.query('select from activity.user_test_attempts where id = $1 for update', [
        attempt,
      ]);
      const saving = save(user, attempt, 1, rightAnswers(questions)).catch(
        (error: unknown) => error,
      );
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
      await other.query(
        `update activity.user_test_attempts set deadline = clock_timestamp() - interval '30 seconds' where id = $1`,
        [attempt],
      );
      await other.query('commit');
      expect(await saving).toMatchObject(refusal('attempt.too-late', 409));
    });
  });
});

describe('the sweep', () => {
  // What the tests before left open.
  beforeEach(() => sweep());

  it('closes what was left open at its deadline’s time, with what was saved, and nothing else', async () => {
    const left = await begun({ timeLimit: 5 });
    const inGrace = await begun({ timeLimit: 5 });
    const unlimited = await begun();
    await save(left.user, left.attempt, 1, rightAnswers(left.questions));
    await setDeadline(left.attempt, -31);
    // Far from the end of its grace: a slow machine is not to bring it there meanwhile.
    await setDeadline(inGrace.attempt, -15);
    expect(await sweep()).toBe(1);
    const row = await attemptOf(left.attempt);
    expect(row).toMatchObject({ score: 2, passed: true, closed_by: 'deadline' });
    expect(row.submitted_at).toEqual(row.deadline);
    expect(row.time_taken_seconds).toBe(569);
    expect(await logged(left.user, 'submit')).toEqual([
      { attempt_id: left.attempt, closed_by: 'deadline' },
    ]);
    for (const { attempt } of [inGrace, unlimited])
      expect((await attemptOf(attempt)).submitted_at).toBeNull();
    expect(await sweep()).toBe(0);
    await setDeadline(inGrace.attempt, 3600);
    const [progress] = await students.rows<{ progress_percentage: number }>(
      left.user,
      'select progress_percentage from activity.course_enrollments',
    );
    expect(progress?.progress_percentage).toBeGreaterThan(0);
  });

  it('also closes those of a suspended student, in a closed course', async () => {
    const { user, course, questions, attempt } = await begun({ timeLimit: 5 });
    await save(user, attempt, 1, rightAnswers(questions));
    await guru.query(`select activity.ensure_student($1, 'S', $2, true)`, [
      user,
      `student${user}@school.example`,
    ]);
    await guru.query(`update live.courses set status = 'draft', is_closed = true where id = $1`, [
      course.id,
    ]);
    await setDeadline(attempt, -31);
    expect(await sweep()).toBe(1);
    expect(await attemptOf(attempt)).toMatchObject({ score: 2, closed_by: 'deadline' });
  });

  it('by many instances at once, while students submit, closes each attempt once', async () => {
    const course = await insertLiveCourse(guru, { timeLimit: 5 });
    const users = await Promise.all(Array.from({ length: 20 }, () => enrolled(course)));
    const attempts = await Promise.all(users.map((user) => start(user, course)));
    for (const attempt of attempts) await setDeadline(attempt, -60);
    const clients = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const client = new Client({ connectionString: database.guru });
        await client.connect();
        return client;
      }),
    );
    await Promise.all([
      ...clients.map((client) => client.query('select activity.sweep_attempts(10)')),
      ...users.map((user, n) => submit(user, attempts[n] ?? 0)),
    ]);
    await sweep();
    for (const client of clients) await client.end();
    for (const [n, attempt] of attempts.entries()) {
      expect(await attemptOf(attempt)).toMatchObject({ score: 0, closed_by: 'deadline' });
      expect(await logged(users[n] ?? 0, 'submit')).toHaveLength(1);
    }
  });

  it('passes by what somebody holds, and comes back for it', async () => {
    const { user, attempt } = await begun({ timeLimit: 5 });
    await setDeadline(attempt, -60);
    await withClient(database.admin, async (other) => {
      await other.query('begin');
      await other.query(
        `select from activity.course_enrollments e join activity.shishya_users s on s.id = e.shishya_user_id
         where s.user_id = $1 for update of e`,
        [user],
      );
      expect(await sweep()).toBe(0);
      await other.query('commit');
    });
    expect(await sweep()).toBe(1);
  });
});

describe('fifty submits at once', () => {
  it('make one score', async () => {
    const { user, questions, attempt } = await begun();
    await Promise.all(
      Array.from({ length: 50 }, (_, n) =>
        submit(user, attempt, n % 2 === 0 ? rightAnswers(questions) : {}),
      ),
    );
    const row = await attemptOf(attempt);
    expect([0, 2]).toContain(row.score);
    expect(row.answers).toEqual(row.score === 2 ? rightAnswers(questions) : {});
    expect(await logged(user, 'submit')).toHaveLength(1);
  });
});

describe('a limit of attempts', () => {
  const allowance = (user: number, course: LiveCourse) =>
    students.rows(user, 'select * from activity.my_allowance($1, $2)', [
      course.id,
      course.tests[0],
    ]);

  it('holds however many are asked for at once, and the open one may go on', async () => {
    const { user, course, attempt } = await begun({ test: { attempts_limit: 2 } });
    expect(await allowance(user, course)).toEqual([{ attempts_left: 1, next_attempt_at: null }]);
    expect(await start(user, course)).toBe(attempt);
    await submit(user, attempt);
    const second = await start(user, course);
    await submit(user, second);
    const ended = await Promise.allSettled(Array.from({ length: 10 }, () => start(user, course)));
    for (const one of ended)
      expect(one).toMatchObject({
        status: 'rejected',
        reason: refusal('test.no-attempts-left', 409),
      });
    expect(await allowance(user, course)).toEqual([{ attempts_left: 0, next_attempt_at: null }]);
  });

  it('counts the attempts of every version', async () => {
    const { user, course, attempt } = await begun({ test: { attempts_limit: 1 } });
    await submit(user, attempt);
    await insertNextVersion(guru, course, 2, { test: { attempts_limit: 1 } });
    await students.rows(user, 'select activity.move_to_current($1)', [course.id]);
    await expect(start(user, course)).rejects.toMatchObject(refusal('test.no-attempts-left', 409));
  });

  it('with a pause lets the next one begin so many hours after the last one ended', async () => {
    const { user, course, attempt } = await begun({ test: { attempt_pause_hours: 24 } });
    await submit(user, attempt);
    await expect(start(user, course)).rejects.toMatchObject(refusal('test.pause', 409));
    const { submitted_at } = await attemptOf(attempt);
    expect(await allowance(user, course)).toEqual([
      {
        attempts_left: null,
        next_attempt_at: new Date(submitted_at.getTime() + 24 * 3_600_000).toISOString(),
      },
    ]);
    const moveBack = (interval: string) =>
      withClient(database.admin, async (client) => {
        // A record cannot be changed; a test that moves time goes round the trigger.
        await client.query("set session_replication_role = 'replica'");
        await client.query(
          `update activity.user_test_attempts set submitted_at = clock_timestamp() - $2::interval where id = $1`,
          [attempt, interval],
        );
      });
    await moveBack('23 hours 59 minutes');
    await expect(start(user, course)).rejects.toMatchObject(refusal('test.pause', 409));
    await moveBack('24 hours 1 second');
    expect(await start(user, course)).toBeGreaterThan(attempt);
  });
});

describe('grading', () => {
  /** Points of one answer, as the database counts them. */
  const points = async (
    type: string,
    given: unknown,
    correct: string,
    further: readonly string[] = [],
    { caseSensitive = false, exactSpaces = false } = {},
  ) =>
    Number(
      (
        await superuser.query('select activity.answer_points($1, $2, $3, $4, $5, $6) as points', [
          type,
          JSON.stringify(given),
          correct,
          JSON.stringify(further),
          caseSensitive,
          exactSpaces,
        ])
      ).rows[0].points,
    );

  it.each([
    [['a', 'b'], 1],
    [['b', 'a', 'a'], 1],
    [['a'], 0.5],
    [['a', 'c'], 0],
    [['a', 'b', 'c'], 0.5],
    [['a', 'b', 'c', 'd'], 0],
    [['c', 'd'], 0],
    [['A', 'b'], 0],
    [['something else'], 0],
    [[], 0],
    ['a', 0],
  ])('of a choice of several, where a and b are right, gives %j %d', async (given, expected) => {
    expect(await points('multiple_select', given, 'a', ['b'])).toBe(expected);
  });

  it.each([
    ['mcq', 'a', 1],
    ['mcq', 'A', 0],
    ['mcq', ['a'], 0],
    ['true_false', 'True', 0],
    ['true_false', 'a', 1],
  ])('of a single choice (%s) takes the very text: %j gives %d', async (type, given, expected) => {
    expect(await points(type, given, 'a')).toBe(expected);
  });

  const typed: [name: string, given: string, correct: string, expected: number][] = [
    ['another case', 'PaRiS', 'Paris', 1],
    ['spaces at the ends and between', ' New \t York\n', 'new york', 1],
    ['a space that does not break', 'New\u00a0York', 'New York', 1],
    ['letters of full width', 'Ｐａｒｉｓ', 'Paris', 1],
    ['a composed and a decomposed letter', 'cafe\u0301', 'café', 1],
    ['a ligature', 'ﬁsh', 'fish', 1],
    ['characters without width', 'Pa\u200br\u00adi\ufeffs\u2060', 'Paris', 1],
    ['a joiner that Devanagari needs', 'क्\u200dष', 'क्ष', 0],
    ['a letter of another script that looks the same', 'Pаris', 'Paris', 0],
    ['a pattern', '.*', 'Paris', 0],
    ['a pattern of SQL', '%', 'Paris', 0],
    ['a pattern that would be slow', `${'a'.repeat(1990)}!`, '(a+)+$', 0],
    ['the same pattern as text', '(a+)+$', '(a+)+$', 1],
    ['a quote that ends a string', "'; drop table x; --", "'; DROP TABLE x; --", 1],
    ['nothing', '', 'Paris', 0],
    ['only spaces', ' \u3000 ', 'Paris', 0],
  ];
  it.each(typed)('of a typed answer: %s', async (_name, given, correct, expected) => {
    expect(await points('fill_blank', given, correct)).toBe(expected);
  });

  it('of a typed answer takes any accepted one, and minds case and spaces where it is told to', async () => {
    expect(await points('fill_blank', 'colour', 'color', ['colour'])).toBe(1);
    expect(await points('fill_blank', 'Color', 'color', ['x'], { caseSensitive: true })).toBe(0);
    expect(await points('fill_blank', ' color', 'color', [], { caseSensitive: true })).toBe(1);
    expect(await points('fill_blank', 'a  b', 'a b', [], { exactSpaces: true })).toBe(0);
    expect(await points('fill_blank', 'A b', 'a b', [], { exactSpaces: true })).toBe(1);
  });

  it('adds thirds up to a whole: who has exactly the share that is asked for has passed', async () => {
    const third = {
      question: { type: 'multiple_select', options: '["a", "b", "c", "d"]' },
      key: { correct_answer: 'a', further_answers: '["b", "c"]' },
    };
    const { user, questions, attempt } = await begun({
      passing: 50,
      questions: [third, third, third, {}],
    });
    const [one = 0, two = 0, three = 0, four = 0] = questions;
    const partly = { [one]: ['a'], [two]: ['b'], [three]: ['a', 'b', 'd'] };
    await submit(user, attempt, { ...partly, [four]: rightAnswer(four) });
    expect(await attemptOf(attempt)).toMatchObject({ score: 2, percentage: 50, passed: true });
  });

  it('rounds a percentage down and a score to four decimals', async () => {
    const third = {
      question: { type: 'multiple_select', options: '["a", "b", "c"]' },
      key: { correct_answer: 'a', further_answers: '["b", "c"]' },
    };
    const { user, questions, attempt } = await begun({ passing: 67, questions: [third] });
    await submit(user, attempt, { [questions[0] ?? 0]: ['a', 'b'] });
    expect(await attemptOf(attempt)).toMatchObject({
      score: 0.6667,
      percentage: 66,
      passed: false,
    });
  });
});

describe('a shuffled attempt', () => {
  const eight = Array.from({ length: 8 }, (_, n) => ({
    question: {
      type: n === 0 ? 'true_false' : 'mcq',
      question_text: `Question ${n}`,
      options: JSON.stringify(n === 0 ? ['True', 'False'] : ['a', 'b', 'c', 'd', 'e', 'f']),
      order_index: n,
    },
    key: { correct_answer: n === 0 ? 'True' : 'a' },
  }));
  const order = (user: number, statement: string, attempt: number) =>
    students.rows<{ id: number; options: string[] }>(
      user,
      `select id, options from activity.${statement}($1)`,
      [attempt],
    );

  it('keeps its order at every look and in the result, has an order of its own, and leaves True before False', async () => {
    const { user, course, questions, attempt } = await begun({
      test: { shuffle_questions: true, shuffle_options: true },
      questions: eight,
    });
    const first = await order(user, 'attempt_questions', attempt);
    expect(first.map(({ id }) => id).sort()).toEqual([...questions].sort());
    expect(first.map(({ id }) => id)).not.toEqual(questions);
    expect(await order(user, 'attempt_questions', attempt)).toEqual(first);
    expect(first.find(({ id }) => id === questions[0])?.options).toEqual(['True', 'False']);
    const orders = new Set(first.map(({ options }) => options.join()));
    expect(orders.size).toBeGreaterThan(2);
    await submit(user, attempt);
    expect(await order(user, 'attempt_results', attempt)).toEqual(first);
    const next = await start(user, course);
    expect(await order(user, 'attempt_questions', next)).not.toEqual(first);
    expect(await order(await enrolled(course), 'attempt_questions', next)).toEqual([]);
  });

  it('is in the editor’s order where the test does not shuffle', async () => {
    const { user, questions, attempt } = await begun({ questions: eight });
    const shown = await order(user, 'attempt_questions', attempt);
    expect(shown.map(({ id }) => id)).toEqual(questions);
    expect(shown[1]?.options.join('')).toBe('abcdef');
  });
});

describe('results that wait for the deadline', () => {
  it('tell what counts, and nothing that tells an answer before the time is over', async () => {
    const { user, questions, attempt } = await begun({
      timeLimit: 5,
      test: { results_after_deadline: true },
    });
    await submit(user, attempt, rightAnswers(questions));
    const { deadline } = await attemptOf(attempt);
    const results = () =>
      students.rows(user, 'select * from activity.attempt_results($1)', [attempt]);
    expect(await results()).toEqual(
      questions.map((id) => ({
        id,
        type: 'fill_blank',
        question_text: 'Question of version 1',
        options: [],
        answer: rightAnswer(id),
        correct: null,
        points: null,
        correct_answer: null,
        further_answers: [],
        explanation: null,
        answers_shown_at: deadline.toISOString(),
      })),
    );
    await withClient(database.admin, async (client) => {
      await client.query("set session_replication_role = 'replica'");
      await client.query(
        'update activity.user_test_attempts set deadline = clock_timestamp() where id = $1',
        [attempt],
      );
    });
    expect((await results())[0]).toMatchObject({
      correct: true,
      points: 1,
      correct_answer: rightAnswer(questions[0] ?? 0),
      answers_shown_at: null,
    });
  });
});

describe('an attempt for the school', () => {
  const record = (attempt: number) =>
    guru.query('select * from activity.attempt_record($1)', [attempt]);

  it('tells what was answered when and what it is worth, once it is submitted', async () => {
    const { user, questions, attempt } = await begun({ questions: [{}, {}, {}] });
    const [one = 0, two = 0, three = 0] = questions;
    await save(user, attempt, 1, { [one]: rightAnswer(one), [two]: 'first thought' });
    await expect(record(attempt)).rejects.toMatchObject(refusal('attempt.still-open', 409));
    await expect(record(999_999_999)).rejects.toMatchObject(refusal('attempt.not-found', 404));
    await submit(user, attempt, { [two]: 'second thought' });
    const { submitted_at } = await attemptOf(attempt);
    const { rows } = await guru.query('select * from activity.attempt_record($1)', [attempt]);
    expect(rows).toMatchObject([
      { question_id: one, answer: rightAnswer(one), correct: true, points: '1.0000' },
      { question_id: two, answer: 'second thought', correct: false, answered_at: submitted_at },
      { question_id: three, answer: null, correct: false, answered_at: null },
    ]);
    expect(rows[0].answered_at.getTime()).toBeLessThan(submitted_at.getTime());
  });

  it('is closed to students', async () => {
    const { user, attempt } = await begun();
    await submit(user, attempt);
    await expect(
      students.rows(user, 'select * from activity.attempt_record($1)', [attempt]),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
