import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator } from '../../../../../../scripts/testing/admin.ts';
import { type ApiStudent, send, signUp } from '../../../../../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { withClient } from '../../../../../database/roles';

let system: TestSystem;
let token: string;
let door: string;
let course: number;
let learner: ApiStudent;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  const [draft] = await rows<{ document_id: string; live_course_id: number }>(
    'select document_id, live_course_id from cms.draft_courses',
  );
  door = `/publisher/courses/${draft?.document_id}`;
  course = draft?.live_course_id ?? 0;
  learner = await signUp(system);
  await send(system, 'POST', '/api/enrollments', {
    token: learner.token,
    body: { course_id: course },
  });
});
afterAll(() => system?.stop());

const rows = <Row>(sql: string): Promise<Row[]> =>
  withClient(system.database.admin, async (client) => (await client.query(sql)).rows as Row[]);
const editor = (verb: string, body: unknown) =>
  send(system, 'POST', `${door}/${verb}`, { token, body });
const asLearner = (path: string) =>
  send(system, 'GET', `/api/enrollments${path}`, { token: learner.token });
const state = async () => (await send(system, 'GET', door, { token })).body;
const shown = async () =>
  (await send(system, 'GET', '/api/courses')).body.courses?.map(({ id }) => id);
const lastLine = async () =>
  (
    await rows(
      `select action, outcome, version, actor_name, message, details
      from live.course_publish_history order by id desc limit 1`,
    )
  )[0];

describe('unpublishing', () => {
  it('hides the course from visitors and new students, and its learners go on', async () => {
    const done = await editor('unpublish', { message: 'Being revised', access: 'keep' });
    expect(done).toMatchObject({ status: 200, body: { state: 'unpublished' } });
    expect(await lastLine()).toEqual({
      action: 'unpublish',
      outcome: 'done',
      version: 1,
      actor_name: 'Administrator',
      message: 'Being revised',
      details: { access: 'keep' },
    });
    expect(await state()).toMatchObject({ state: 'unpublished', published: { version: 1 } });

    expect(await shown()).toEqual([]);
    expect((await send(system, 'GET', `/api/courses/${course}`)).status).toBe(404);
    const late = await signUp(system);
    const refused = await send(system, 'POST', '/api/enrollments', {
      token: late.token,
      body: { course_id: course },
    });
    expect(refused).toMatchObject({ status: 404, body: { error: { code: 'course.not-found' } } });

    const learning = await asLearner(`/${course}`);
    expect(learning.body).toMatchObject({ enrollment: { course_state: 'unpublished' } });
    const lesson = learning.body.outline?.modules[0]?.lessons[0]?.id;
    const door = `/api/courses/${course}/lessons/${lesson}`;
    expect((await send(system, 'GET', door, { token: learner.token })).status).toBe(200);
  });

  it('twice is refused, and republishing brings the same version back', async () => {
    const again = await editor('unpublish', { access: 'close' });
    expect(again).toMatchObject({ status: 409, body: { error: { code: 'course.not-published' } } });
    const back = await editor('republish', { message: 'Revised' });
    expect(back).toMatchObject({ status: 200, body: { state: 'published' } });
    expect(await lastLine()).toMatchObject({ action: 'republish', version: 1, details: {} });
    expect(await shown()).toEqual([course]);
    const twice = await editor('republish', {});
    expect(twice).toMatchObject({ status: 409, body: { error: { code: 'course.is-published' } } });
  });

  it('with closing shuts the learners out by name; what they did stays in their list', async () => {
    const before = (await asLearner(`/${course}`)).body;
    const lesson = before.outline?.modules[0]?.lessons[0]?.id;
    const done = await editor('unpublish', { access: 'close' });
    expect(done.body).toEqual({ state: 'closed' });
    for (const [method, path] of [
      ['GET', `/api/courses/${course}/lessons/${lesson}`],
      ['POST', `/api/courses/${course}/lessons/${lesson}/complete`],
      ['POST', `/api/enrollments/${course}/move`],
    ] as const) {
      const refused = await send(system, method, path, {
        token: learner.token,
        ...(method === 'POST' ? { body: {} } : {}),
      });
      expect([path, refused.status, refused.body.error?.code]).toEqual([
        path,
        403,
        'course.closed',
      ]);
    }
    expect((await asLearner(`/${course}`)).body.outline?.modules).toEqual([]);
    expect((await asLearner('')).body.enrollments).toMatchObject([
      { course_id: course, course_state: 'closed' },
    ]);
  });

  it('ends with the next publish, which opens a closed course', async () => {
    const done = await editor('publish', { message: '' });
    expect(done.body).toMatchObject({ kind: 'published', version: 2 });
    expect(await state()).toMatchObject({ state: 'published' });
    expect((await asLearner(`/${course}`)).body).toMatchObject({
      enrollment: { version: 1, current_version: 2, course_state: 'published' },
    });
  });

  it('is refused for a course that was never published and for what it does not know', async () => {
    await withClient(system.database.admin, (client) =>
      client.query(
        `insert into cms.draft_courses (document_id, name) values ('${'n'.repeat(24)}', 'New')`,
      ),
    );
    for (const verb of ['unpublish', 'republish']) {
      const body = verb === 'unpublish' ? { access: 'keep' } : {};
      const fresh = `/publisher/courses/${'n'.repeat(24)}/${verb}`;
      const refused = await send(system, 'POST', fresh, { token, body });
      expect([verb, refused.status, refused.body.error?.code]).toEqual([
        verb,
        409,
        'version.never-published',
      ]);
    }
    expect((await editor('unpublish', {})).status).toBe(400);
    expect((await editor('unpublish', { access: 'ban' })).status).toBe(400);
  });
});
