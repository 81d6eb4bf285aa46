import { getPreview } from '@ourshiksha/contract/preview';
import type { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Course, Outline } from '../../../../contract/course.ts';
import { signInAdministrator } from '../../../../scripts/testing/admin.ts';
import { send, signUp } from '../../../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../../../scripts/testing/system.ts';
import { withClient } from '../../../database/roles';
import { makePreviewToken, previewKey } from '../../plugins/publisher/server/preview/token';
import { tree } from '../../plugins/publisher/server/tree';

const canary = 'PEACOCK-SECRET';
let system: TestSystem;
let administrator: string;
let documentId: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  documentId = await sql(async (client) => {
    await client.query(`update cms.draft_questions set correct_answer = $1, explanation = $1`, [
      canary,
    ]);
    await client.query(`update cms.draft_practice_labs set solution_code = $1`, [canary]);
    const { rows } = await client.query<{ document_id: string }>(
      'select document_id from cms.draft_courses',
    );
    return rows[0]?.document_id ?? '';
  });
});
afterAll(() => system?.stop());

const sql = <Result>(work: (client: Client) => Promise<Result>) =>
  withClient(system.database.admin, work);
const run = (text: string, values: unknown[] = []) => sql((client) => client.query(text, values));

const ask = async (token: string | undefined, path = '') => {
  const { status, text, body, headers } = await send(system, 'GET', `/api/preview${path}`, {
    token,
  });
  return { status, text, headers, code: body.error?.code, reply: body as Record<string, unknown> };
};

async function makeLink(body: unknown = {}) {
  const door = `/publisher/courses/${documentId}/preview`;
  const { status, text } = await send(system, 'POST', door, { token: administrator, body });
  return { status, ...(JSON.parse(text) as { url: string; expiresAt: string }) };
}
const tokenOf = (url: string) => new URL(url).pathname.replace('/preview/', '');

interface Paths {
  lessons: string[];
  tests: string[];
  labs: string[];
  projects: string[];
}
function pathsOf({ modules, ...last }: Outline): Paths {
  const ids = (kind: 'lessons' | 'tests' | 'labs' | 'projects') =>
    [...modules, { ...last, lessons: [] }].flatMap((group) =>
      group[kind].map(({ id }) => `/${kind}/${id}`),
    );
  return {
    lessons: ids('lessons'),
    tests: ids('tests'),
    labs: ids('labs'),
    projects: ids('projects'),
  };
}
async function courseOf(token: string): Promise<Course> {
  const { status, text } = await ask(token);
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  return getPreview.reply.parse(JSON.parse(text)).course;
}

/**
 * Every table of ours and of Strapi's with a sum over its rows. Not the log, which tells in its own time
 * of what was refused before, and is sealed by itself.
 */
const everything = () =>
  sql(async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname in ('live', 'keys', 'activity', 'cms') order by 1`,
    );
    const sums: Record<string, string> = {};
    for (const { name } of tables) {
      const { rows } = await client.query<{ sum: string }>(
        `select count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as sum from ${name} t`,
      );
      sums[name] = rows[0]?.sum ?? '';
    }
    return sums;
  });

describe('a preview link', () => {
  it('is made for a day, or for as many hours as are wanted up to a week', async () => {
    for (const [body, hours] of [
      [{}, 24],
      [{ hours: 1 }, 1],
      [{ hours: 168 }, 168],
    ] as const) {
      const { status, url, expiresAt } = await makeLink(body);
      expect(status).toBe(200);
      expect(url.startsWith(`${system.learnerUrl}/preview/p1.`)).toBe(true);
      expect(Math.abs(Date.parse(expiresAt) - Date.now() - hours * 3_600_000)).toBeLessThan(60_000);
      expect((await ask(tokenOf(url))).reply.expires_at).toBe(expiresAt);
    }
    for (const hours of [0, 169, 1.5, '24', -1])
      expect((await makeLink({ hours })).status).toBe(400);
    expect((await makeLink({ days: 1 })).status).toBe(400);
  });

  it('is made by nobody without the permission, and of no course that is not there', async () => {
    const door = `/publisher/courses/${documentId}/preview`;
    expect((await send(system, 'POST', door, { body: {} })).status).toBe(401);
    const student = await signUp(system);
    expect((await send(system, 'POST', door, { token: student.token, body: {} })).status).toBe(401);
    const gone = `/publisher/courses/${'a'.repeat(24)}/preview`;
    expect((await send(system, 'POST', gone, { token: administrator, body: {} })).status).toBe(404);
  });

  it('is refused when it was altered, signed by somebody else or is no such link', async () => {
    const token = tokenOf((await makeLink()).url);
    const forged = makePreviewToken(previewKey('guessed'), {
      documentId,
      expiresAt: new Date(Date.now() + 3_600_000),
    });
    const other = token.replace(documentId, 'b'.repeat(24));
    for (const wrong of [undefined, 'x', forged, other, `${token}x`, administrator])
      expect(await ask(wrong)).toMatchObject({ status: 403, code: 'preview.invalid' });
  });

  it('opens nothing of another course', async () => {
    const token = tokenOf((await makeLink()).url);
    const elsewhere = await send(
      system,
      'POST',
      '/content-manager/collection-types/api::course.draft-course',
      { token: administrator, body: { name: 'Another' } },
    );
    const { documentId: other } = (JSON.parse(elsewhere.text) as { data: { documentId: string } })
      .data;
    await run(
      `with m as (insert into cms.draft_modules (document_id, title) values ('othermodule', 'M') returning id),
        l as (insert into cms.draft_lessons (document_id, title) values ('otherlesson', 'L') returning id),
        a as (insert into cms.draft_modules_draft_course_lnk (draft_module_id, draft_course_id)
          select m.id, c.id from m, cms.draft_courses c where c.document_id = '${other}')
      insert into cms.draft_lessons_draft_module_lnk (draft_lesson_id, draft_module_id) select l.id, m.id from m, l`,
    );
    const { rows } = await run(
      `select -id as id from cms.draft_lessons where document_id = 'otherlesson'`,
    );
    expect(await ask(token, `/lessons/${rows[0].id}`)).toMatchObject({
      status: 404,
      code: 'lesson.not-found',
    });
  });

  it('of a course whose draft was deleted says so', async () => {
    const made = await send(
      system,
      'POST',
      '/content-manager/collection-types/api::course.draft-course',
      { token: administrator, body: { name: 'To be deleted' } },
    );
    const { documentId: doomed } = (JSON.parse(made.text) as { data: { documentId: string } }).data;
    const door = `/publisher/courses/${doomed}/preview`;
    const { text } = await send(system, 'POST', door, { token: administrator, body: {} });
    const token = tokenOf((JSON.parse(text) as { url: string }).url);
    expect((await ask(token)).status).toBe(200);
    await run('delete from cms.draft_courses where document_id = $1', [doomed]);
    expect(await ask(token)).toMatchObject({ status: 404, code: 'preview.gone' });
  });

  it('stands in no line of the log', async () => {
    const token = tokenOf((await makeLink()).url);
    await ask(token);
    await ask(token, '/lessons/1');
    expect(system.cmsLog()).toContain('/api/preview');
    expect(system.cmsLog()).not.toContain(token);
  });
});

describe('a preview', () => {
  let token: string;
  let course: Course;
  beforeEach(async () => {
    token = tokenOf((await makeLink()).url);
    course = await courseOf(token);
  });

  it('shows every part of the draft, and no answer, explanation or solution', async () => {
    const paths = Object.values(pathsOf(course.outline)) as string[][];
    for (const list of paths) expect(list.length).toBeGreaterThan(0);
    for (const path of paths.flat()) {
      const { status, text } = await ask(token, path);
      expect([path, status]).toEqual([path, 200]);
      expect(text).not.toContain(canary);
      expect(text).not.toMatch(/"(?:correct_answer|explanation|solution_code)":/);
    }
    expect((await ask(token)).text).not.toContain(canary);
  });

  it('writes nothing, anywhere', async () => {
    const before = await everything();
    for (const path of ['', ...(Object.values(pathsOf(course.outline)) as string[][]).flat()])
      expect((await ask(token, path)).status).toBe(200);
    expect(await everything()).toEqual(before);
  });

  it('is kept by no cache', async () => {
    expect((await ask(token)).headers.get('cache-control')).toBe('private, no-store');
  });

  it('refuses ids that are none and queries', async () => {
    for (const id of ['0', 'x', '1.5', '2147483648', '-2147483649'])
      expect(await ask(token, `/lessons/${id}`)).toMatchObject({ status: 400 });
    expect(await ask(token, '?populate=*')).toMatchObject({ status: 400 });
    for (const path of ['/lessons/2147483647', '/tests/-1', '/labs/-1', '/projects/-1'])
      expect((await ask(token, path)).status).toBe(404);
  });

  it('follows the draft: what was saved is seen, what is live stays', async () => {
    const [module] = course.outline.modules;
    const path = `/lessons/${module?.lessons[0]?.id}`;
    await run('update cms.draft_lessons set title = $1 where live_lesson_id = $2', [
      'Edited since',
      module?.lessons[0]?.id,
    ]);
    expect((await ask(token, path)).reply.lesson).toMatchObject({
      title: 'Edited since',
      version: 2,
    });
    const live = await send(system, 'GET', `/api/courses/${course.id}`);
    expect(live.text).not.toContain('Edited since');
  });

  it('shows exactly what publishing then gives', async () => {
    const paths = pathsOf(course.outline);
    const seen = async (of: (path: string) => Promise<string>) => {
      const all: Record<string, unknown> = {};
      const part = async (path: string, name: string) =>
        (JSON.parse(await of(path)) as Record<string, unknown>)[name];
      // What a student did with them comes along with the live ones, so only the thing itself is compared.
      for (const path of paths.lessons) all[path] = await part(path, 'lesson');
      for (const path of paths.labs) all[path] = await part(path, 'lab');
      for (const path of paths.projects) all[path] = await part(path, 'project');
      for (const path of paths.tests) all[path] = await part(path, 'test');
      return all;
    };
    const previewed = await seen(async (path) => (await ask(token, path)).text);
    // The canaries are no options of their questions.
    await run(
      `update cms.draft_questions set correct_answer = case when type = 'fill_blank' then 'x' else options ->> 0 end`,
    );
    const door = `/publisher/courses/${documentId}/publish`;
    const outcome = await send(system, 'POST', door, { token: administrator, body: {} });
    expect(outcome.text).toContain('"kind":"published"');
    const { token: student } = await signUp(system);
    const body = { course_id: course.id };
    expect((await send(system, 'POST', '/api/enrollments', { token: student, body })).status).toBe(
      200,
    );
    const inCourse = (path: string) => `/api/courses/${course.id}${path}`;
    const live = await send(system, 'GET', inCourse(''));
    const { course: published } = JSON.parse(live.text) as { course: Course };
    expect({ ...course, published_at: published.published_at }).toEqual(published);
    expect(
      await seen(
        async (path) => (await send(system, 'GET', inCourse(path), { token: student })).text,
      ),
    ).toEqual(previewed);
  });
});

describe('a draft that is unfinished', () => {
  let token: string;
  beforeEach(async () => {
    token = tokenOf((await makeLink()).url);
  });

  it('is shown under provisional ids while it was never published', async () => {
    for (const { draftTable, liveIdColumn } of tree)
      await run(`update cms.${draftTable} set ${liveIdColumn} = null`);
    const course = await courseOf(token);
    expect([course.id < 0, course.version]).toEqual([true, 1]);
    const paths = (Object.values(pathsOf(course.outline)) as string[][]).flat();
    expect(paths.every((path) => path.includes('/-'))).toBe(true);
    for (const path of paths) expect([path, (await ask(token, path)).status]).toEqual([path, 200]);
  });

  it('is shown with every field left blank', async () => {
    for (const { draftTable, columns, order } of tree)
      for (const name of [...columns.map((column) => column.name), order])
        if (name !== null) await run(`update cms.${draftTable} set ${name} = null`);
    const course = await courseOf(token);
    expect(course).toMatchObject({ name: '', level: 'beginner', is_free: true, job_roles: [] });
    for (const path of (Object.values(pathsOf(course.outline)) as string[][]).flat())
      expect([path, (await ask(token, path)).status]).toEqual([path, 200]);
  });

  it('is shown without a module in it', async () => {
    await run('delete from cms.draft_modules');
    const { outline, module_count } = await courseOf(token);
    expect([outline.modules, module_count]).toEqual([[], 0]);
  });

  it('is refused with the field’s name where a list was written past the forms', async () => {
    await run(
      `update cms.draft_courses set job_roles = '{"not": "a list"}' where document_id = $1`,
      [documentId],
    );
    const { status, reply } = await ask(token);
    expect([status, reply.error]).toMatchObject([
      422,
      { code: 'preview.unreadable', field: 'course.job_roles' },
    ]);
  });
});
