import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signInAdministrator, signInEditor } from '../../../../../../scripts/testing/admin.ts';
import { logIn } from '../../../../../../scripts/testing/api.ts';
import { startTestSystem, type TestSystem } from '../../../../../../scripts/testing/system.ts';
import { withClient } from '../../../../../database/roles';
import { mayPublish, mayRead } from '../permissions';
import { routes } from './index';

/** Every route of the publisher, asked by everybody who must not come in. */
let system: TestSystem;
let tokens: { student: string; api: string; stranger: string; reader: string };
let documentId: string;
beforeAll(async () => {
  system = await startTestSystem({ sample: true });
  const { administrator, student } = system.credentials;
  const token = await signInAdministrator(system.cmsUrl, administrator);
  const made = await ask('POST', '/admin/api-tokens', token, {
    name: 'Everything',
    description: '',
    type: 'full-access',
    lifespan: null,
  });
  tokens = {
    student: await logIn(system, student.email, student.password),
    api: (made.body as { data: { accessKey: string } }).data.accessKey,
    stranger: await signInEditor(system.cmsUrl, token, 'stranger', []),
    reader: await signInEditor(system.cmsUrl, token, 'reader', [mayRead]),
  };
  documentId = await withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      'select document_id as id from cms.draft_courses',
    );
    return rows[0]?.id ?? '';
  });
});
afterAll(() => system?.stop());

async function ask(method: string, path: string, token?: string, body?: unknown) {
  const response = await fetch(`${system.cmsUrl}${path}`, {
    method,
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as unknown,
  };
}

const doors = routes.admin.routes.map(({ method, path, config }) => ({
  method,
  path,
  policies: config.policies as unknown[],
}));
/** Known once the system runs and there is a course. */
const doorOf = (one: { path: string }) =>
  `/publisher${one.path
    .replace(':documentId', documentId)
    .replace(':version', '1')
    .replace(':kind', 'lesson')
    .replace(':id', '1')}`;

/** Rows of everything a publish, a schedule or a restore could have written; the history apart. */
const counts = () =>
  withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ counts: string }>(
      `select string_agg(format('%I.%I ', n.nspname, c.relname) || (xpath('/row/n/text()',
          query_to_xml(format('select count(*) as n from %I.%I', n.nspname, c.relname), false, true, '')))[1]::text,
        ', ' order by n.nspname, c.relname) as counts
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind = 'r' and (n.nspname in ('live', 'keys') or (n.nspname = 'cms' and c.relname like 'draft\\_%'))
        and c.relname <> 'course_publish_history'`,
    );
    return rows[0]?.counts;
  });

describe.each(doors)('$method $path', (one) => {
  const body = one.method === 'GET' ? undefined : {};

  it('is an administrator’s door with one of the two permissions', () => {
    expect(one.policies).toContain('admin::isAuthenticatedAdmin');
    expect(one.policies).toContainEqual({
      name: 'admin::hasPermissions',
      config: { actions: [expect.toBeOneOf([mayRead, mayPublish])] },
    });
  });

  it('answers 401 to nobody, to a student and to an API token, and does nothing', async () => {
    const before = await counts();
    for (const token of [undefined, tokens.student, tokens.api]) {
      const { status } = await ask(one.method, doorOf(one), token, body);
      expect(status).toBe(401);
    }
    // The content API has no such door at all.
    const { status } = await ask(one.method, `/api${doorOf(one)}`, tokens.api, body);
    expect(status).toBeOneOf([404, 405]);
    expect(await counts()).toBe(before);
  });

  it('answers 403 to an administrator without its permission, and does nothing', async () => {
    const before = await counts();
    expect((await ask(one.method, doorOf(one), tokens.stranger, body)).status).toBe(403);
    const isForReaders = JSON.stringify(one.policies).includes(mayRead);
    if (!isForReaders)
      expect((await ask(one.method, doorOf(one), tokens.reader, body)).status).toBe(403);
    expect(await counts()).toBe(before);
  });
});

it('what changes something needs the permission to publish; previews are reading', () => {
  const changing = doors.filter(({ method }) => method !== 'GET');
  expect(changing.length).toBeGreaterThan(0);
  for (const { method, path, policies } of changing) {
    const needs = path.endsWith('/preview') ? mayRead : mayPublish;
    expect([method, path, JSON.stringify(policies).includes(needs)]).toEqual([method, path, true]);
  }
});

it('who was sent away stands in the history, once a minute', async () => {
  const { rows } = await withClient(system.database.admin, (client) =>
    client.query<{ actor: string; message: string; count: number }>(
      `select actor_name as actor, problems -> 0 ->> 'message' as message, count(*)::integer
      from live.course_publish_history
      where draft_document_id = $1 and action = 'publish' and outcome = 'refused'
      group by 1, 2 order by 1`,
      [documentId],
    ),
  );
  expect(rows.map(({ actor, message }) => [actor, message])).toEqual([
    ['No administrator', 'Not signed in as an administrator.'],
    ['Nobody signed in', 'Not signed in as an administrator.'],
    ['reader Editor', 'Without the permission.'],
    ['stranger Editor', 'Without the permission.'],
  ]);
  // A student and an API token were both sent away within that minute; the doors were asked once each.
  expect(rows.every(({ count }) => count === 1)).toBe(true);
});
