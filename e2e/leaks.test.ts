import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { endpoints } from '../cms/src/api/openapi/document.ts';
import { SiteVisitor } from '../scripts/lib/site-visitor.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { type ApiStudent, doorOf, send, signUp, soundBodies } from '../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/** Stands in everything a student must not see before submitting, and nowhere else. */
const canary = 'KINGFISHER';

let system: TestSystem;
let student: ApiStudent;
/** Ids by the name of the parameter they fill, with everything of the course. */
let ids: Record<string, (number | string)[]>;

/** The sample course, poisoned in its drafts and then published by an administrator. */
beforeAll(async () => {
  system = await startTestSystem({ sample: true, learner: true });
  const documentId = await withClient(system.database.admin, async (client) => {
    await client.query(
      `update cms.draft_questions set explanation = '${canary} explanation',
        type = 'fill_blank', correct_answer = '${canary} answer ' || id,
        further_answers = jsonb_build_array('${canary} other answer')`,
    );
    await client.query(
      `update cms.draft_practice_labs set solution_code = '${canary} solution', hidden_tests = $1`,
      [JSON.stringify([{ name: 'Hidden', expression: '1 + 1', expected: `${canary} hidden` }])],
    );
    const { rows } = await client.query(
      `update cms.draft_courses set ai_command = '${canary} command' returning document_id`,
    );
    return rows[0].document_id as string;
  });
  const token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  const published = await send(system, 'POST', `/publisher/courses/${documentId}/publish`, {
    token,
    body: {},
  });
  expect(published.body).toMatchObject({ kind: 'published', version: 2 });
  student = await signUp(system);

  const [course] = (await send(system, 'GET', '/api/courses')).body.courses ?? [];
  if (course === undefined) throw new Error('The catalogue is empty.');
  await as('POST', '/enrollments', { course_id: course.id });
  const { outline } = (await as('GET', `/enrollments/${course.id}`)).body;
  if (outline === undefined) throw new Error('The student is not enrolled.');
  const nodes = [...outline.modules, outline];
  const part = (kind: 'tests' | 'labs' | 'projects') =>
    nodes.flatMap((node) => node[kind].map(({ id }) => id));
  ids = {
    course_id: [course.id],
    lesson_id: outline.modules.flatMap(({ lessons }) => lessons.map(({ id }) => id)),
    test_id: part('tests'),
    lab_id: part('labs'),
    project_id: part('projects'),
    certificate_number: ['OS-2026-00000-00000'],
    secret: ['0123456789abcdefghjkmnpqrs'],
    sha256: ['0'.repeat(64)],
    attempt_id: [],
    submission_id: [1],
    file_id: [1],
    session_id: [2_147_483_647],
  };
  for (const [kind, list] of Object.entries(ids))
    if (kind !== 'attempt_id') expect([kind, list.length > 0]).toEqual([kind, true]);
});
afterAll(() => system?.stop());

const as = (method: string, door: string, body?: unknown) =>
  send(system, method, `/api${door}`, { token: student.token, body });

/** Every way to fill in an endpoint's path. */
function parametersOf(path: string): Record<string, number | string>[] {
  return [...path.matchAll(/:(\w+)/g)].reduce<Record<string, number | string>[]>(
    (all, [, name = '']) =>
      all.flatMap((filled) => (ids[name] ?? []).map((id) => ({ ...filled, [name]: id }))),
    [{}],
  );
}

describe('before submitting', () => {
  it('no endpoint of the contract tells an answer, an explanation or a solution', async () => {
    const called = new Set<string>();
    const [course] = ids.course_id ?? [];
    for (const test of ids.test_id ?? []) {
      const { body } = await as('POST', `/courses/${course}/tests/${test}/attempts`, {});
      expect(body.questions?.length).toBeGreaterThan(0);
      ids.attempt_id?.push(body.attempt?.id ?? 0);
    }
    for (const [name, endpoint] of endpoints) {
      // It is what comes after: the next test calls it.
      if (name === 'submitAttempt') continue;
      const body = name === 'enroll' ? { course_id: course } : (soundBodies[name] ?? {});
      for (const parameters of parametersOf(endpoint.path)) {
        for (const token of [student.token, undefined]) {
          const answer = await send(system, endpoint.method, doorOf(endpoint, parameters), {
            token,
            ...(endpoint.method === 'GET' ? {} : { body }),
          });
          called.add(name);
          const all = `${[...answer.headers].join('\n')}\n${answer.text}`;
          expect(all.includes(canary), `${name} ${JSON.stringify(parameters)}`).toBe(false);
        }
      }
    }
    expect([...endpoints.keys()].filter((name) => !called.has(name))).toEqual(['submitAttempt']);
    expect((await send(system, 'GET', '/api/openapi.json')).text).not.toContain(canary);
  });

  it('no page of the site that can be reached holds one, scripts and sitemap included', async () => {
    const visitor = new SiteVisitor(system.learnerUrl);
    const login = await visitor.open('/login');
    const form = login.forms.find(({ names }) => names.includes('password'));
    if (form === undefined) throw new Error('The site has no login.');
    const inside = await visitor.submit(login, form, {
      email: student.email,
      password: 'long-enough-for-us',
    });
    expect(inside.url.pathname).toBe('/dashboard');

    const [course] = ids.course_id ?? [];
    const waiting = [
      '/',
      '/dashboard',
      '/sitemap.xml',
      '/robots.txt',
      `/learn/${course}`,
      // Attempts are open since the test before.
      ...(ids.test_id ?? []).map((test) => `/learn/${course}/tests/${test}/attempt`),
    ];
    const visited = new Set<string>();
    for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
      const path = new URL(address, system.learnerUrl).pathname;
      if (visited.has(path)) continue;
      visited.add(path);
      const page = await visitor.open(path);
      const source = new TextDecoder().decode(page.bytes);
      expect(source.includes(canary), path).toBe(false);
      const assets = [...source.matchAll(/(?:src|href|url)=["'](\/[^"'#?]+)/g)];
      for (const link of [...page.links, ...assets.map(([, asset = '']) => asset)])
        if (/^\/(?!\/)/.test(link)) waiting.push(link);
    }
    for (const kind of ['lessons', 'tests', 'labs', 'projects'])
      expect([kind, [...visited].some((path) => path.includes(`/${kind}/`))]).toEqual([kind, true]);
    expect([...visited].some((path) => path.endsWith('.js'))).toBe(true);
  });
});

describe('after submitting', () => {
  it('the own result tells right answers and explanations, and another attempt still does not', async () => {
    const [first, second] = ids.attempt_id ?? [];
    const submitted = await as('POST', `/attempts/${first}/submit`, { answers: {} });
    expect(submitted.body.results?.[0]).toMatchObject({
      correct_answer: expect.stringContaining(`${canary} answer`),
      further_answers: [`${canary} other answer`],
      explanation: `${canary} explanation`,
    });
    expect(submitted.text).not.toContain(`${canary} solution`);
    const other = await as('GET', `/attempts/${second}`);
    expect([other.status, other.text.includes(canary)]).toEqual([409, false]);
  });
});
