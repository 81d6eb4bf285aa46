import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { endpoints } from '../cms/src/api/openapi/document.ts';
import {
  type ApiStudent,
  doorOf,
  logIn,
  send,
  signUp,
  soundBodies,
  untilServed,
} from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

let system: TestSystem;
let [a, b]: ApiStudent[] = [];
let course: { id: number; lessons: number[]; tests: number[] };
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  [a, b] = [await signUp(system, 'Asha'), await signUp(system, 'Bela')];
  const { body } = await send(system, 'GET', '/api/courses');
  const id = body.courses?.[0]?.id ?? 0;
  await send(system, 'POST', '/api/enrollments', { token: b?.token, body: { course_id: id } });
  const { outline } = (await send(system, 'GET', `/api/enrollments/${id}`, { token: b?.token }))
    .body;
  course = {
    id,
    lessons: outline?.modules.flatMap(({ lessons }) => lessons.map((lesson) => lesson.id)) ?? [],
    tests: outline?.tests.map((test) => test.id) ?? [],
  };
  expect(course.lessons.length * course.tests.length).toBeGreaterThan(0);
});
afterAll(() => system?.stop());

const as = (student: ApiStudent | undefined, method: string, door: string, body?: unknown) =>
  send(system, method, `/api${door}`, { token: student?.token, body });

describe('what belongs to another student', () => {
  it('is not there: attempts can be neither read nor saved nor submitted', async () => {
    const [test] = course.tests;
    const started = await as(b, 'POST', `/courses/${course.id}/tests/${test}/attempts`, {});
    const id = started.body.attempt?.id;
    for (const [method, door, body] of [
      ['GET', `/attempts/${id}`, undefined],
      ['POST', `/attempts/${id}/answers`, { sequence: 1, answers: {} }],
      ['POST', `/attempts/${id}/submit`, { answers: {} }],
    ] as const) {
      const answer = await as(a, method, door, body);
      expect([answer.status, answer.body.error?.code]).toEqual([404, 'attempt.not-found']);
    }
    expect((await as(b, 'GET', `/attempts/${id}`)).body.error?.code).toBe('attempt.still-open');
    expect((await as(b, 'POST', `/attempts/${id}/submit`, { answers: {} })).status).toBe(200);
    expect((await as(a, 'GET', `/attempts/${id}`)).status).toBe(404);
    expect((await as(b, 'GET', `/attempts/${id}`)).status).toBe(200);
  });

  it('does not show in lists', async () => {
    expect((await as(a, 'GET', '/enrollments')).body.enrollments).toEqual([]);
    expect((await as(b, 'GET', '/enrollments')).body.enrollments).toHaveLength(1);
    expect((await as(a, 'GET', '/student')).body.student).toMatchObject({
      name: 'Asha',
      email: a?.email,
    });
  });

  it('opens no course to whoever is not enrolled: every endpoint of it answers 404', async () => {
    const inside = [...endpoints].filter(
      ([, { who, path }]) =>
        who === 'student' && (path.startsWith('/courses/') || path.startsWith('/enrollments/')),
    );
    expect(inside.length).toBeGreaterThan(7);
    for (const [name, endpoint] of inside) {
      const door = doorOf(endpoint, {
        course_id: course.id,
        lesson_id: course.lessons[0] ?? 0,
        test_id: course.tests[0] ?? 0,
        lab_id: 1,
        project_id: 1,
        file_id: 1,
      });
      const body = endpoint.method === 'GET' ? undefined : (soundBodies[name] ?? {});
      const answer = await send(system, endpoint.method, door, { token: a?.token, body });
      expect([name, answer.status, answer.body.error?.code]).toEqual([
        name,
        404,
        'enrollment.not-found',
      ]);
    }
  });
});

describe('an enrolment', () => {
  it('asked for many times at once is one', async () => {
    const student = await signUp(system);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        untilServed(() => as(student, 'POST', '/enrollments', { course_id: course.id })),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect((await as(student, 'GET', '/enrollments')).body.enrollments).toHaveLength(1);
  });
});

describe('a suspended student', () => {
  it('is out at once, with a token that has not expired, and comes in again by a new login', async () => {
    const student = await signUp(system);
    expect((await as(student, 'GET', '/student')).status).toBe(200);
    const block = (blocked: boolean) =>
      withClient(system.database.admin, (client) =>
        client.query('update cms.up_users set blocked = $1 where email = $2', [
          blocked,
          student.email,
        ]),
      );
    await block(true);
    for (const door of ['/student', '/enrollments', `/enrollments/${course.id}`]) {
      const answer = await as(student, 'GET', door);
      expect([answer.status, answer.body.error?.code]).toEqual([403, 'student.not-active']);
    }
    await block(false);
    const ended = await as(student, 'GET', '/student');
    expect([ended.status, ended.body.error?.code]).toEqual([401, 'session.expired']);
    const again = { email: student.email, token: await logIn(system, student.email) };
    expect((await as(again, 'GET', '/student')).status).toBe(200);
  });
});

describe('while the database cannot be reached', () => {
  it('everything answers 503 and nothing else, and works again by itself afterwards', async () => {
    const limit = (connections: number) =>
      withClient(system.database.admin, async (client) => {
        await client.query(
          `alter database ${system.database.name} connection limit ${connections}`,
        );
        if (connections === 0)
          await client.query(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where datname = $1 and pid <> pg_backend_pid()`,
            [system.database.name],
          );
      });
    const doors = ['/courses', '/student', `/enrollments/${course.id}`, '/certificates'];
    await limit(0);
    try {
      // Connections that were just cut are noticed at their next use.
      await expect.poll(async () => (await as(b, 'GET', '/courses')).status).toBe(503);
      for (const door of doors) {
        const answer = await as(b, 'GET', door);
        expect([door, answer.status, answer.body.error?.code]).toEqual([
          door,
          503,
          'database.unavailable',
        ]);
        expect(answer.headers.get('retry-after')).toBe('2');
      }
    } finally {
      await limit(-1);
    }
    await expect
      .poll(async () => {
        const statuses: number[] = [];
        for (const door of doors) statuses.push((await as(b, 'GET', door)).status);
        return statuses;
      })
      .toEqual([200, 200, 200, 200]);
  });
});
