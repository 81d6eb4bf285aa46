import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator } from '../../../../../../scripts/testing/admin.ts';
import { logIn } from '../../../../../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { withClient } from '../../../../../database/roles';

let system: TestSystem;
let administrator: string;
let documentId: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  administrator = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  documentId = await withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ document_id: string }>(
      'select document_id from cms.draft_courses',
    );
    return rows[0]?.document_id ?? '';
  });
});
afterAll(() => system?.stop());

const call = async (method: string, path: string, token?: string, body?: unknown) => {
  const response = await fetch(`${system.cmsUrl}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
};
const doors = (id: string): [string, string][] => [
  ['GET', `/publisher/courses/${id}`],
  ['POST', `/publisher/courses/${id}/publish`],
  ['POST', `/publisher/courses/${id}/preview`],
];
const versions = () =>
  withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ versions: number; done: number }>(
      `select (select count(*)::int from live.course_versions) as versions,
        (select count(*)::int from live.course_publish_history where outcome = 'done') as done`,
    );
    return rows[0];
  });

/** An administrator with a role that may see the drafts and has no right of the publisher's. */
async function signInEditor(): Promise<string> {
  const role = await call('POST', '/admin/roles', administrator, {
    name: 'Only looks',
    description: 'May not publish',
  });
  const editor = { email: 'editor@school.example', password: 'Long-enough-1-for-us' };
  const made = await call('POST', '/admin/users', administrator, {
    email: editor.email,
    firstname: 'Ed',
    lastname: 'Itor',
    roles: [role.body.data.id],
  });
  const registrationToken = made.body.data.registrationToken;
  const registered = await call('POST', '/admin/register', undefined, {
    registrationToken,
    userInfo: { firstname: 'Ed', lastname: 'Itor', password: editor.password },
  });
  expect(registered.status).toBe(200);
  return signInAdministrator(system.cmsUrl, editor);
}

describe('the publisher’s doors', () => {
  it('are shut without a sign-in: 401, for students too, and nothing is published', async () => {
    const before = await versions();
    const { student } = system.credentials;
    const token = await logIn(system, student.email, student.password);
    for (const [method, path] of doors(documentId)) {
      const body = method === 'POST' ? {} : undefined;
      expect([path, (await call(method, path, undefined, body)).status]).toEqual([path, 401]);
      expect([path, (await call(method, path, token, body)).status]).toEqual([path, 401]);
      expect([path, (await call(method, `/api${path}`, undefined, body)).status]).not.toEqual([
        path,
        200,
      ]);
    }
    expect(await versions()).toEqual(before);
  });

  it('are shut to a role without the permission: 403, and nothing is published', async () => {
    const before = await versions();
    const editor = await signInEditor();
    for (const [method, path] of doors(documentId)) {
      const body = method === 'POST' ? {} : undefined;
      expect([path, (await call(method, path, editor, body)).status]).toEqual([path, 403]);
    }
    expect(await versions()).toEqual(before);
  });

  it('publish the next version for an administrator, who is named in the history', async () => {
    const [, publish] = doors(documentId)[1] ?? [];
    const answer = await call('POST', publish ?? '', administrator, { message: 'Again' });
    expect(answer).toMatchObject({ status: 200, body: { kind: 'published', version: 2 } });
    const [, status] = doors(documentId)[0] ?? [];
    expect(await call('GET', status ?? '', administrator)).toMatchObject({
      status: 200,
      body: {
        published: { version: 2 },
        nextVersion: 3,
        lastTry: { outcome: 'done', actor: 'Administrator' },
      },
    });
  });

  it('refuse what is unknown: a course that is not there, a key that is not known', async () => {
    for (const id of ['x', 'a'.repeat(24), '..%2f..']) {
      for (const [method, path] of doors(id)) {
        const body = method === 'POST' ? {} : undefined;
        expect([path, (await call(method, path, administrator, body)).status]).toEqual([path, 404]);
      }
    }
    const [, publish] = doors(documentId)[1] ?? [];
    for (const body of [{ version: 9 }, { message: 'x'.repeat(501) }, { message: 1 }])
      expect((await call('POST', publish ?? '', administrator, body)).status).toBe(400);
  });
});
