import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { administrator, author, editor, registrar, reviewer } from '../cms/src/bootstrap/rights.ts';
import { signedInTokens } from '../scripts/testing/access-token.ts';
import { type ServedStrapi, startServedStrapi } from '../scripts/testing/served.ts';
import { studentsOf } from '../scripts/testing/students.ts';
import { statusOf } from './access/asking.ts';
import { accessPage, pageFile } from './access/page.ts';
import { type Access, type Door, type RoleName, roles, rooms } from './access/table.ts';

const codes: Readonly<Record<RoleName, string>> = {
  author: author.code,
  editor: editor.code,
  reviewer: reviewer.code,
  registrar: registrar.code,
  administrator: administrator.code,
};
const tokenTypes = ['read-only', 'full-access', 'custom'] as const;

type Actor = 'nobody' | 'student' | 'other author' | RoleName | (typeof tokenTypes)[number];

let running: ServedStrapi;
let tokens: ReadonlyMap<Actor, string | undefined>;
/** A course the author made. */
let documentId: string;

const nameOf = ({ verb, path }: Door) => `${verb} ${path}`;
const known = rooms.flatMap(({ access, doors }) => doors.map((door) => ({ door, access })));

/** Every door the server has; layers without verbs only stand before others. */
function serverDoors(): Door[] {
  const layers = running.strapi.server.listRoutes() as { methods: string[]; path: string }[];
  return layers.flatMap(({ methods, path }) =>
    methods
      .filter((verb) => ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].includes(verb))
      .filter((verb) => path !== '/_health' || verb === 'GET')
      .map((verb) => ({ verb, path })),
  );
}

/** What somebody may do is worked out once: nobody's roles change here, and it is most of the time. */
function rememberAbilities(): void {
  const { engine } = running.strapi.service('admin::permission') as unknown as {
    engine: { generateUserAbility(user: { id: number }): Promise<unknown> };
  };
  const generate = engine.generateUserAbility;
  const abilities = new Map<number, Promise<unknown>>();
  engine.generateUserAbility = (user) => {
    const ability = abilities.get(user.id) ?? generate(user);
    abilities.set(user.id, ability);
    return ability;
  };
}

async function post(path: string, token: string | undefined, body: object): Promise<unknown> {
  const response = await fetch(`${running.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path} answers ${response.status}: ${await response.text()}`);
  return response.json();
}

beforeAll(async () => {
  running = await startServedStrapi();
  // Thousands of lines, and refusals and absent mail servers are meant here.
  running.strapi.log.silent = true;
  // Everybody knocks at the same doors, from one address.
  running.strapi.config.set('admin.rateLimit', { enabled: false });
  rememberAbilities();
  const found = new Map<Actor, string | undefined>([['nobody', undefined]]);
  for (const role of roles) found.set(role, await running.signIn(codes[role], role));
  found.set('other author', await running.signIn(author.code, 'other'));
  const students = studentsOf(running.database);
  const user = await running.strapi.db.query('plugin::users-permissions.user').create({
    data: { username: 'student', email: 'student@school.example', name: 'S', confirmed: true },
  });
  await students.add(user.id);
  await students.end();
  const signedIn = await withClient(running.database.admin, (admin) =>
    signedInTokens(
      async <Row>(text: string, values?: unknown[]) =>
        (await admin.query(text, values)).rows as Row[],
      [user.id],
      inject('postgres').secrets.jwtSecret,
    ),
  );
  found.set('student', signedIn.get(user.id));
  const actions = running.strapi.contentAPI.permissions.providers.action.keys();
  for (const type of tokenTypes) {
    const made = (await post('/admin/api-tokens', found.get('administrator'), {
      name: type,
      description: '',
      type,
      lifespan: null,
      // As much as a custom one can be given.
      ...(type === 'custom' ? { permissions: actions } : {}),
    })) as { data: { accessKey: string } };
    found.set(type, made.data.accessKey);
  }
  tokens = found;
  const course = (await post(
    '/content-manager/collection-types/api::course.draft-course',
    found.get('author'),
    { name: 'The author’s' },
  )) as { data: { documentId: string } };
  documentId = course.data.documentId;
});
afterAll(() => running?.stop());

/** Doors through which one comes in by a secret answer 401 to a wrong one; they stand open all the same. */
const takesSecret = ({ path }: Door) => /^\/api\/account\/(?:login|renew)$/.test(path);
const isRefused = (status: number, door: Door) =>
  [401, 403, 405].includes(status) && !(status === 401 && takesSecret(door));

/** What ends the session that asks comes last, each with a session of its own. */
const isLast = ({ path }: Door) => path === '/admin/logout' || path.endsWith('/me/sessions');

/** The doors that answered one actor otherwise than the table has it. */
async function wrongDoors(
  actor: Actor,
  asked: readonly { door: Door; access: Access }[],
  mayPass: (access: Access) => boolean,
): Promise<string[]> {
  const wrong: string[] = [];
  const ask = async ({ door, access }: (typeof asked)[number]) => {
    const isRole = (roles as readonly string[]).includes(actor);
    const token = isLast(door) && isRole ? await running.session(actor) : tokens.get(actor);
    const status = await statusOf({ url: running.url, door, documentId, token });
    // Nothing is behind a door that is not there, or that only a link or a cookie opens.
    if (isRefused(status, door) === mayPass(access))
      wrong.push(`${nameOf(door)} answers ${status} to ${actor}`);
  };
  const queue = asked.filter(({ door }) => !isLast(door));
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await ask(next);
  };
  await Promise.all([worker(), worker(), worker(), worker()]);
  for (const one of asked) if (isLast(one.door)) await ask(one);
  return wrong.sort();
}

const isStudents = ({ path }: Door) => path.startsWith('/api/');
const inAdmin = known.filter(({ door }) => !isStudents(door));
const belowApi = known.filter(({ door }) => isStudents(door));
/** A sound login of one side is nothing to the other, and Strapi may refuse it even where all may come. */
const closedTo = (all: typeof known) => all.filter(({ access }) => access !== 'anyone');

describe('the table', () => {
  it('knows every door of the server, once, and no other', () => {
    const inTable = known.map(({ door }) => nameOf(door));
    const served = serverDoors().map(nameOf);
    expect(
      served.filter((door) => !inTable.includes(door)),
      'doors that e2e/access/table.ts does not know: say there who may come in',
    ).toEqual([]);
    expect(
      inTable.filter((door) => !served.includes(door)),
      'doors that the server does not have (any more)',
    ).toEqual([]);
    expect(inTable.filter((door, n) => inTable.indexOf(door) !== n)).toEqual([]);
  });

  it('is what docs/access.md shows', () => {
    expect(
      readFileSync(pageFile, 'utf8') === accessPage(),
      'docs/access.md is old: node e2e/access/write-page.ts',
    ).toBe(true);
  });
});

describe('every door opens to whom the table says, and to nobody else:', () => {
  it.each(roles)('%s, in the admin', async (role) => {
    const mayPass = (access: Access) =>
      access === 'anyone' ||
      (Array.isArray(access) &&
        (access.includes(role) || (role === 'author' && access.includes('own'))));
    expect(await wrongDoors(role, inAdmin, mayPass)).toEqual([]);
  });

  it('nobody signed in', async () => {
    expect(await wrongDoors('nobody', known, (access) => access === 'anyone')).toEqual([]);
  });

  it('a student', async () => {
    const mayPass = (access: Access) => access === 'student';
    expect(await wrongDoors('student', closedTo(belowApi), mayPass)).toEqual([]);
    expect(await wrongDoors('student', closedTo(inAdmin), () => false)).toEqual([]);
  });

  it('an administrator at the students’ doors', async () => {
    expect(await wrongDoors('administrator', closedTo(belowApi), () => false)).toEqual([]);
  });

  it.each(tokenTypes)('an API token, %s', async (type) => {
    expect(await wrongDoors(type, closedTo(belowApi), () => false)).toEqual([]);
    // The admin does not look at the kind of such a token.
    if (type !== 'full-access') return;
    expect(await wrongDoors(type, closedTo(inAdmin), () => false)).toEqual([]);
  });

  it('an author at the doors of somebody else’s course', async () => {
    const doors = inAdmin.filter(({ door }) => door.path.includes('/courses/:documentId'));
    expect(doors.length).toBeGreaterThan(10);
    expect(await wrongDoors('other author', doors, () => false)).toEqual([]);
  });
});

describe('no administrator, by the content manager,', () => {
  const asAdministrator = async (verb: string, path: string, body?: object) => {
    const response = await fetch(`${running.url}/content-manager/collection-types/${path}`, {
      method: verb,
      headers: {
        authorization: `Bearer ${await running.session('administrator')}`,
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return response.status;
  };

  it.each(['plugin::users-permissions.user', 'activity.lesson_progress', 'api::activity.activity'])(
    'makes, changes or deletes an entry of %s',
    async (uid) => {
      const student = await running.strapi.db
        .query('plugin::users-permissions.user')
        .findOne({ where: { email: 'student@school.example' } });
      const one = `${uid}/${student.documentId}`;
      const before = JSON.stringify(student);
      for (const status of [
        await asAdministrator('POST', uid, { password: 'a-password-of-mine' }),
        await asAdministrator('PUT', one, { password: 'a-password-of-mine' }),
        await asAdministrator('DELETE', one),
      ])
        expect([403, 404, 405]).toContain(status);
      const after = await running.strapi.db
        .query('plugin::users-permissions.user')
        .findOne({ where: { email: 'student@school.example' } });
      expect(JSON.stringify(after)).toBe(before);
    },
  );

  it('reaches a table outside Strapi’s own schema', () => {
    const schemas = [...running.strapi.db.metadata.values()].map(({ tableName }) => tableName);
    expect(schemas.filter((name) => name.includes('.'))).toEqual([]);
    expect(running.strapi.db.getSchemaName()).toBe('cms');
  });
});
