import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { messages } from '../learner/src/messages/index.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { type ApiStudent, send, signUp } from '../scripts/testing/api.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/**
 * A course that changes while students learn it. Version 2 has another text in its first lesson and
 * another question in its first test, and leaves its last lesson and its last test out.
 */
let system: TestSystem;
let editor: string;
let door: string;
let course: number;
/** What is asked for on the way: the first of each kind, and what version 2 leaves out. */
let at: { lesson: number; test: number; lab: number; lastLesson: number; lastTest: number };
beforeAll(async () => {
  system = await startTestSystem({ sample: true, learner: true });
  editor = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  const [draft] = await rows<{ document_id: string; live_course_id: number }>(
    'select document_id, live_course_id from cms.draft_courses',
  );
  door = `/publisher/courses/${draft?.document_id}`;
  course = draft?.live_course_id ?? 0;
  const [found] = await rows<typeof at>(`
    with ordered as (
      select l.id, row_number() over (order by m.order_index, l.order_index) as place
      from live.lessons l join live.modules m on m.id = l.module_id and m.version = l.version
    )
    select (select id from ordered order by place limit 1) as lesson,
      (select id from ordered order by place desc limit 1) as "lastLesson",
      (select min(id) from live.tests) as test, (select max(id) from live.tests) as "lastTest",
      (select min(id) from live.practice_labs) as lab`);
  if (found === undefined) throw new Error('The sample course is not there.');
  at = found;
});
afterAll(() => system?.stop());

const rows = <Row>(sql: string, values: unknown[] = []): Promise<Row[]> =>
  withClient(
    system.database.admin,
    async (client) => (await client.query(sql, values)).rows as Row[],
  );
const post = (verb: string, body: unknown = {}) =>
  send(system, 'POST', `${door}/${verb}`, { token: editor, body });
const get = (student: ApiStudent, path: string) =>
  send(system, 'GET', `/api${path}`, { token: student.token });
const act = (student: ApiStudent, path: string, body: unknown = {}) =>
  send(system, 'POST', `/api${path}`, { token: student.token, body });
async function enrolled(): Promise<ApiStudent> {
  const student = await signUp(system);
  expect((await act(student, '/enrollments', { course_id: course })).status).toBe(200);
  return student;
}
const complete = (student: ApiStudent, lesson: number) =>
  act(student, `/courses/${course}/lessons/${lesson}/complete`);
const begin = async (student: ApiStudent, test: number) => {
  const begun = await act(student, `/courses/${course}/tests/${test}/attempts`);
  expect(begun.status).toBe(200);
  return begun.body as typeof begun.body & { test: { version: number } };
};
const enrolment = async (student: ApiStudent) =>
  (
    (await get(student, `/enrollments/${course}`)).body as unknown as {
      enrollment: Record<string, unknown>;
    }
  ).enrollment;

async function publishSecondVersion(): Promise<void> {
  await withClient(system.database.admin, async (client) => {
    await client.query(
      `update cms.draft_ai_notes n set content = content || E'\n\nNEW-IN-TWO'
      from cms.draft_ai_notes_draft_lesson_lnk k join cms.draft_lessons l on l.id = k.draft_lesson_id
      where k.draft_ai_note_id = n.id and l.live_lesson_id = $1`,
      [at.lesson],
    );
    await client.query(
      `update cms.draft_questions q set question_text = 'NEW-IN-TWO ' || question_text
      from cms.draft_questions_draft_test_lnk k join cms.draft_tests t on t.id = k.draft_test_id
      where k.draft_question_id = q.id and t.live_test_id = $1`,
      [at.test],
    );
    await client.query('delete from cms.draft_lessons where live_lesson_id = $1', [at.lastLesson]);
    await client.query('delete from cms.draft_tests where live_test_id = $1', [at.lastTest]);
  });
  const published = await post('publish', { message: 'Second' });
  expect(published.body).toMatchObject({ kind: 'published', version: 2 });
}

describe('a student on version 1', () => {
  let early: ApiStudent;
  let mover: ApiStudent;
  let openAttempt: number;
  let droppedAttempt: number;
  beforeAll(async () => {
    early = await enrolled();
    mover = await enrolled();
    for (const lesson of [at.lesson, at.lastLesson])
      expect((await complete(mover, lesson)).status).toBe(200);
    openAttempt = (await begin(early, at.test)).attempt?.id ?? 0;
    droppedAttempt = (await begin(mover, at.lastTest)).attempt?.id ?? 0;
    await publishSecondVersion();
  });

  it('keeps version 1 in outline, lesson, lab, test and attempt, while a new one gets version 2', async () => {
    const late = await enrolled();
    const lesson = `/courses/${course}/lessons/${at.lesson}`;
    expect((await get(early, lesson)).text).not.toContain('NEW-IN-TWO');
    expect((await get(late, lesson)).text).toContain('NEW-IN-TWO');
    const gone = [
      `/courses/${course}/lessons/${at.lastLesson}`,
      `/courses/${course}/tests/${at.lastTest}`,
    ];
    for (const path of gone) {
      expect([path, (await get(early, path)).status]).toEqual([path, 200]);
      expect([path, (await get(late, path)).status]).toEqual([path, 404]);
    }
    for (const [student, version] of [
      [early, 1],
      [late, 2],
    ] as const) {
      expect(await enrolment(student)).toMatchObject({ version, current_version: 2 });
      expect((await get(student, `/courses/${course}/labs/${at.lab}`)).body).toMatchObject({
        lab: { version },
      });
      expect((await begin(student, at.test)).test.version).toBe(version);
    }
    expect((await begin(early, at.test)).attempt?.id).toBe(openAttempt);
    // An attempt that begins only now is still one of version 1.
    expect((await begin(early, at.lastTest)).test.version).toBe(1);
  });

  it('is told what changed by title, and nobody else is', async () => {
    const told = await get(mover, `/enrollments/${course}/changes`);
    expect(told.body).toMatchObject({ enrollment: { version: 1, current_version: 2 } });
    const { changes } = told.body as unknown as {
      changes: { kind: string; id: number; change: string }[];
    };
    const of = (id: number) => changes.find((one) => one.id === id)?.change;
    expect([at.lesson, at.test, at.lastLesson, at.lastTest].map(of)).toEqual([
      'changed',
      'changed',
      'removed',
      'removed',
    ]);
    expect(changes).toHaveLength(4);
    expect(told.text).not.toContain('NEW-IN-TWO');
    const stranger = await signUp(system);
    expect((await get(stranger, `/enrollments/${course}/changes`)).status).toBe(404);
    expect((await act(stranger, `/enrollments/${course}/move`)).status).toBe(404);
  });

  it('moves with what is completed, ends the open attempt on version 1, and moves nobody else', async () => {
    const moved = await act(mover, `/enrollments/${course}/move`);
    expect(moved.body).toMatchObject({
      enrollment: { version: 2, current_version: 2, lessons_completed: 1 },
    });
    expect(await enrolment(early)).toMatchObject({ version: 1 });
    expect((await get(mover, `/courses/${course}/lessons/${at.lesson}`)).text).toContain(
      'NEW-IN-TWO',
    );
    // The lesson that was dropped stays in the record.
    expect((await get(mover, `/enrollments/${course}`)).body).toMatchObject({
      overlay: { completed_lesson_ids: [at.lesson, at.lastLesson].sort((a, b) => a - b) },
    });
    // The test that was dropped is found as long as the attempt is open, and its result afterwards.
    expect((await get(mover, `/courses/${course}/tests/${at.lastTest}`)).body).toMatchObject({
      test: { version: 1 },
    });
    const handedIn = await act(mover, `/attempts/${droppedAttempt}/submit`, { answers: {} });
    expect(handedIn).toMatchObject({ status: 200, body: { test: { version: 1 } } });
    expect((await get(mover, `/attempts/${droppedAttempt}`)).status).toBe(200);
    expect((await get(mover, `/courses/${course}/tests/${at.lastTest}`)).status).toBe(404);
  });

  it('ends an open attempt after the course was closed, and begins no other', async () => {
    expect((await post('unpublish', { access: 'close' })).body).toEqual({ state: 'closed' });
    const refused = await act(mover, `/courses/${course}/tests/${at.test}/attempts`);
    expect(refused).toMatchObject({ status: 403, body: { error: { code: 'course.closed' } } });
    const handedIn = await act(early, `/attempts/${openAttempt}/submit`, { answers: {} });
    expect(handedIn).toMatchObject({ status: 200, body: { test: { version: 1 } } });
    expect((await post('republish')).body).toEqual({ state: 'published' });
  });

  it('is taken along when the editor moves everybody, and still ends what was open where it began', async () => {
    const attempt = (await begin(early, at.test)).attempt?.id;
    const published = await post('publish', { message: 'For all', learners: 'move' });
    expect(published.body).toMatchObject({ kind: 'published', version: 3 });
    expect(await enrolment(early)).toMatchObject({ version: 3, current_version: 3 });
    const handedIn = await act(early, `/attempts/${attempt}/submit`, { answers: {} });
    expect(handedIn).toMatchObject({ status: 200, body: { test: { version: 1 } } });
    expect((await begin(early, at.test)).test.version).toBe(3);
    const [line] = await rows<{ details: object }>(
      'select details from live.course_publish_history order by id desc limit 1',
    );
    expect(line?.details).toMatchObject({ learners: 'move', moved: 3 });
  });
});

describe('an unpublished course on the learner site', () => {
  const look = async (path: string) => (await fetch(new URL(path, system.learnerUrl))).text();
  const address = () => `/courses/${course}-`;

  it('leaves the catalogue and the sitemap, and comes back', async () => {
    await expect.poll(() => look('/sitemap.xml')).toContain(address());
    await post('unpublish', { access: 'keep' });
    for (const path of ['/', '/sitemap.xml'])
      await expect.poll(() => look(path), { timeout: 20_000 }).not.toContain(address());
    await post('republish');
    for (const path of ['/', '/sitemap.xml'])
      await expect.poll(() => look(path), { timeout: 20_000 }).toContain(address());
  });
});

describe.runIf(hasBrowser)('a student in a browser', () => {
  let browser: Browser;
  let page: Page;
  const text = messages.versions;
  beforeAll(async () => {
    browser = await launchBrowser();
    page = await browser.newPage({ baseURL: system.learnerUrl });
    const { email, password } = system.credentials.student;
    await page.goto('/login');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('main button.button').first().click();
    await page.waitForURL(/dashboard/);
    await page.goto(`/courses/${course}`);
    await page.locator('form[action$="/enroll"] button').first().click();
    await page.waitForURL(/\/learn\/\d+\/lessons\/\d+/);
  });
  afterAll(() => browser?.close());

  it('finishes a lesson, reads of a newer version, sees what changed, and moves', async () => {
    const form = page.locator('form[action$="/complete"] button');
    await form.click();
    await page.waitForURL(/done=/);
    expect(await page.getByText(text.notice).count()).toBe(0);

    await withClient(system.database.admin, (client) =>
      client.query(
        `update cms.draft_lessons set title = 'A title that is new' where live_lesson_id = $1`,
        [at.lesson],
      ),
    );
    expect((await post('publish')).body).toMatchObject({ kind: 'published', version: 4 });

    await page.goto('/dashboard');
    await page.getByRole('link', { name: text.see }).click();
    await page.getByRole('heading', { name: text.title }).waitFor();
    await page.getByRole('link', { name: 'A title that is new' }).click();
    expect(await page.locator('h1').textContent()).not.toContain('that is new');
    await page.getByRole('link', { name: text.see }).click();
    await page.getByRole('button', { name: text.move }).click();
    await page.getByText(text.moved).waitFor();
    await page.goto(`/learn/${course}/lessons/${at.lesson}`);
    expect(await page.locator('h1').textContent()).toContain('A title that is new');
    await page.getByText(messages.lesson.isDone).waitFor();
    expect(await page.getByText(text.notice).count()).toBe(0);
  });

  it('reads that the school has closed the course, and finds it so in the own list', async () => {
    await page.goto(`/learn/${course}/tests/${at.test}`);
    await page.getByRole('button', { name: messages.test.start }).click();
    await page.waitForURL(/\/attempt$/);
    await post('unpublish', { access: 'close' });
    const answer = await page.goto(`/learn/${course}`);
    expect(answer?.status()).toBe(403);
    await page.getByRole('heading', { name: text.closedTitle }).waitFor();
    await page.goto('/dashboard');
    await page.getByText(text.closed).waitFor();
    expect(await page.getByRole('link', { name: /Continue/ }).count()).toBe(0);

    // What was begun is handed in all the same, and its result is read.
    await page.goto(`/learn/${course}/tests/${at.test}/attempt`);
    await page.getByRole('button', { name: messages.test.submitNone, exact: true }).click();
    await page.getByRole('button', { name: messages.test.confirmYes }).click();
    await page.waitForURL(/\/attempts\/\d+/);
    await page.getByRole('heading', { name: messages.result.failed }).waitFor();
  });
});
