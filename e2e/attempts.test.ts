import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { withClient } from '../cms/database/roles.ts';
import type { Endpoint } from '../contract/endpoint.ts';
import {
  getAttempt,
  getOpenAttempt,
  getTest,
  type Question,
  saveAnswers,
  startAttempt,
  submitAttempt,
} from '../contract/test.ts';
import { type ApiStudent, doorOf, send, signUp } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

let system: TestSystem;
let course: number;
let test: number;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  course = (await send(system, 'GET', '/api/courses')).body.courses?.[0]?.id ?? 0;
});
afterAll(() => system?.stop());

/** A student of the course, from outside. */
async function learner(): Promise<ApiStudent> {
  const student = await signUp(system);
  const { token } = student;
  await send(system, 'POST', '/api/enrollments', { token, body: { course_id: course } });
  const { body } = await send(system, 'GET', `/api/enrollments/${course}`, { token });
  test = body.outline?.tests[0]?.id ?? 0;
  return student;
}
const tried = (
  student: ApiStudent,
  endpoint: Endpoint,
  ids: Record<string, number>,
  body?: object,
) =>
  send(system, endpoint.method, doorOf(endpoint, { course_id: course, test_id: test, ...ids }), {
    token: student.token,
    ...(endpoint.method === 'GET' ? {} : { body: body ?? {} }),
  });
/** Asks and holds the reply against the contract. */
async function ask<E extends Endpoint>(
  student: ApiStudent,
  endpoint: E,
  ids: Record<string, number> = {},
  body?: object,
): Promise<z.infer<E['reply']>> {
  const answer = await tried(student, endpoint, ids, body);
  expect([answer.status, answer.body.error]).toEqual([200, undefined]);
  return endpoint.reply.parse(JSON.parse(answer.text)) as z.infer<E['reply']>;
}
/** Some answer of the question's form; whether it is right does not matter here. */
const someAnswer = ({ type, options }: Question, round = 0): string | string[] =>
  type === 'multiple_select'
    ? [options[round % options.length] ?? '']
    : type === 'fill_blank'
      ? `typed ${round}`
      : (options[round % options.length] ?? '');
const asAdmin = (statement: string, values: unknown[]) =>
  withClient(system.database.admin, (client) => client.query(statement, values));
const leave = (attempt: number) =>
  asAdmin(
    `update activity.user_test_attempts set started_at = clock_timestamp() - interval '10 minutes',
      deadline = clock_timestamp() - interval '31 seconds' where id = $1`,
    [attempt],
  );

describe('an attempt from outside', () => {
  it('is begun, saved, taken up on another device, submitted and looked at', async () => {
    const student = await learner();
    const before = await ask(student, getTest);
    expect(await ask(student, getOpenAttempt)).toEqual({ open: null });
    expect((await ask(student, getTest)).attempts).toEqual([]);
    expect(before).toMatchObject({ attempts: [], best: null, open: null, next_attempt_at: null });
    const { attempt, questions, ...opened } = await ask(student, startAttempt);
    expect(opened).toMatchObject({ answers: {}, sequence: 0 });
    const answers = Object.fromEntries(questions.map((one) => [one.id, someAnswer(one)]));
    const ids = { attempt_id: attempt.id };
    const saved = await ask(student, saveAnswers, ids, { sequence: 7, answers });
    expect(saved).toMatchObject({ sequence: 7, answers, stale: [], deadline: opened.deadline });

    const elsewhere = await ask(student, startAttempt);
    expect(elsewhere).toMatchObject({ attempt, questions, answers, sequence: 7 });
    const { open } = await ask(student, getOpenAttempt);
    expect({ ...open, server_time: '' }).toEqual({ ...elsewhere, server_time: '' });
    expect((await ask(student, getTest)).open).toEqual({
      id: attempt.id,
      deadline: opened.deadline,
    });

    const submitted = await ask(student, submitAttempt, ids, { answers: {} });
    expect(submitted.attempt).toMatchObject({ closed_by: 'student', regraded_at: null });
    expect(submitted.results.map(({ id, answer }) => [id, answer])).toEqual(
      questions.map(({ id }) => [id, answers[id]]),
    );
    expect(submitted.answers_shown_at).toBeNull();
    expect(await ask(student, getAttempt, ids)).toEqual(submitted);
    expect(await ask(student, getOpenAttempt)).toEqual({ open: null });
    const after = await ask(student, getTest);
    const { percentage, passed } = submitted.attempt;
    expect(after).toMatchObject({ open: null, best: { percentage, passed } });
    expect(after.attempts).toEqual([submitted.attempt]);
    const late = await tried(student, saveAnswers, ids, { sequence: 8, answers });
    expect([late.status, late.body.error?.code]).toEqual([409, 'attempt.submitted']);
  });

  it('refuses answers no database can hold and no person types, and names the field', async () => {
    const student = await learner();
    const { attempt, questions } = await ask(student, startAttempt);
    const id = questions[0]?.id ?? 0;
    for (const [answer, field] of [
      ['a\u0000b', `answers.${id}`],
      ['half a pair \ud800', `answers.${id}`],
      ['x'.repeat(2001), `answers.${id}`],
      [Array.from({ length: 101 }, () => 'x'), `answers.${id}`],
      [['\u0000'], `answers.${id}`],
      [{ $regex: '.*' }, `answers.${id}`],
      [17, `answers.${id}`],
      [null, `answers.${id}`],
    ] as const) {
      for (const [endpoint, more] of [
        [saveAnswers, { sequence: 1 }],
        [submitAttempt, {}],
      ] as const) {
        const answered = await tried(
          student,
          endpoint,
          { attempt_id: attempt.id },
          {
            ...more,
            answers: { [id]: answer },
          },
        );
        expect([answered.status, answered.body.error?.code]).toEqual([400, 'request.invalid']);
        expect(answered.body.error?.field).toContain(field);
      }
    }
    for (const sequence of [0, -1, 1.5, 2 ** 53, '1', null]) {
      const answered = await tried(
        student,
        saveAnswers,
        { attempt_id: attempt.id },
        {
          sequence,
          answers: {},
        },
      );
      expect([sequence, answered.status, answered.body.error?.field]).toEqual([
        sequence,
        400,
        'sequence',
      ]);
    }
    expect((await ask(student, startAttempt)).answers).toEqual({});
  });

  it('that its student left is closed by the cms itself, with what was saved by then', async () => {
    const student = await learner();
    const { attempt, questions } = await ask(student, startAttempt);
    const answers = Object.fromEntries(questions.map((one) => [one.id, someAnswer(one)]));
    const ids = { attempt_id: attempt.id };
    await ask(student, saveAnswers, ids, { sequence: 1, answers });
    await leave(attempt.id);
    await expect
      .poll(async () => (await tried(student, getAttempt, ids)).status, { timeout: 30_000 })
      .toBe(200);
    const result = await ask(student, getAttempt, ids);
    expect(result.attempt.closed_by).toBe('deadline');
    expect(Object.fromEntries(result.results.map(({ id, answer }) => [id, answer]))).toEqual(
      answers,
    );
    // The player of a browser that wakes up now sends what it has, and is told.
    const woken = await ask(student, submitAttempt, ids, { answers: {} });
    expect(woken).toEqual(result);
  });

  it('of an account that was deleted takes no answer any more, and is closed all the same', async () => {
    const student = await learner();
    const { attempt, questions } = await ask(student, startAttempt);
    const [one] = questions;
    if (one === undefined) throw new Error('The test has no question.');
    const body = { sequence: 1, answers: { [one.id]: someAnswer(one) } };
    await ask(student, saveAnswers, { attempt_id: attempt.id }, body);
    await asAdmin('delete from cms.up_users where email = $1', [student.email]);
    const refused = await tried(
      student,
      saveAnswers,
      { attempt_id: attempt.id },
      {
        ...body,
        sequence: 2,
      },
    );
    expect([refused.status, refused.body.error?.code]).toEqual([403, 'student.not-active']);
    await leave(attempt.id);
    const closed = async () =>
      (
        await asAdmin('select closed_by, answers from activity.user_test_attempts where id = $1', [
          attempt.id,
        ])
      ).rows;
    await expect
      .poll(closed, { timeout: 30_000 })
      .toEqual([{ closed_by: 'deadline', answers: body.answers }]);
  });
});

describe('while every connection to the database breaks in mid-exam', () => {
  it('a save that was acknowledged is there, and nothing but 503 is answered', async () => {
    const exams = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const student = await learner();
        const { attempt, questions } = await ask(student, startAttempt);
        return { student, ids: { attempt_id: attempt.id }, questions, acknowledged: 0 };
      }),
    );
    const statuses = new Set<number>();
    let isOver = false;
    const writing = exams.map(async (exam) => {
      for (let sequence = 1; !isOver; sequence += 1) {
        const answers = Object.fromEntries(
          exam.questions.map((one) => [one.id, someAnswer(one, sequence)]),
        );
        const { status } = await tried(exam.student, saveAnswers, exam.ids, { sequence, answers });
        statuses.add(status);
        if (status === 200) exam.acknowledged = sequence;
      }
    });
    for (let cut = 0; cut < 5; cut += 1) {
      const before = exams.map(({ acknowledged }) => acknowledged);
      await asAdmin(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where datname = $1 and application_name = 'ourshiksha-students'`,
        [system.database.name],
      );
      await expect
        .poll(() => exams.every(({ acknowledged }, n) => acknowledged > (before[n] ?? 0)))
        .toBe(true);
    }
    isOver = true;
    await Promise.all(writing);
    expect([...statuses].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    for (const { student, ids, questions, acknowledged } of exams) {
      const { sequence, answers } = await ask(student, saveAnswers, ids, {
        sequence: 1,
        answers: {},
      });
      expect(sequence).toBeGreaterThanOrEqual(acknowledged);
      expect(answers).toEqual(
        Object.fromEntries(questions.map((one) => [one.id, someAnswer(one, sequence)])),
      );
    }
  });
});
