import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ServedStrapi, startServedStrapi } from '../../../scripts/testing/served.ts';
import { withClient } from '../../database/roles';
import { tree } from '../plugins/publisher/server/tree';
import { createDraftCourse, type Draft, drafts } from '../plugins/publisher/testing/draft-course';
import { settleAdminRoles } from './admin-roles';
import { author, editor, settledRoles } from './rights';

let running: ServedStrapi;
let tokens: { ada: string; ben: string; editor: string };
/** A course of Ada's, made by her through the admin, and what an editor once made: nobody's. */
let own: Entries;
let foreign: Entries;

type Entries = Readonly<Record<'course' | 'module' | 'lesson' | 'test' | 'question', Draft>>;

const collection = (kind: string) => {
  const name = kind.replaceAll('_', '-');
  return `/content-manager/collection-types/api::${name}.draft-${name}`;
};

async function ask(token: string, method: string, door: string, body?: object) {
  const response = await fetch(`${running.url}${door}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, text, body: text.startsWith('{') ? JSON.parse(text) : {} };
}

async function make(token: string, kind: string, data: object): Promise<Draft> {
  const { status, text, body } = await ask(token, 'POST', collection(kind), data);
  if (status >= 300) throw new Error(`Making a ${kind} answers ${status}: ${text}`);
  return body.data as Draft;
}

/** Everything of the draft tree, to show that nothing was changed. */
const everything = () =>
  withClient(running.database.admin, async (client) => {
    const tables = await client.query<{ name: string }>(
      `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where nspname = 'cms' and relkind = 'r' and relname like 'draft\\_%' order by 1`,
    );
    const found: unknown[] = [];
    for (const { name } of tables.rows)
      found.push([name, (await client.query(`select * from cms.${name} order by id`)).rows]);
    return JSON.stringify(found);
  });

beforeAll(async () => {
  running = await startServedStrapi();
  tokens = {
    ada: await running.signIn(author.code, 'ada'),
    ben: await running.signIn(author.code, 'ben'),
    editor: await running.signIn(editor.code, 'edith'),
  };
  const course = await make(tokens.ada, 'course', { name: 'Own' });
  const module = await make(tokens.ada, 'module', {
    title: 'Own module',
    draft_course: { connect: [{ documentId: course.documentId }] },
  });
  const lesson = await make(tokens.ada, 'lesson', {
    title: 'Own lesson',
    draft_module: { connect: [{ documentId: module.documentId }] },
  });
  const test = await make(tokens.ada, 'test', {
    title: 'Own test',
    draft_module: { connect: [{ documentId: module.documentId }] },
  });
  const question = await make(tokens.ada, 'question', {
    type: 'mcq',
    question_text: 'Own question?',
    correct_answer: 'Yes',
    options: ['Yes', 'No'],
    draft_test: { connect: [{ documentId: test.documentId }] },
  });
  own = { course, module, lesson, test, question };
  const other = await createDraftCourse(running.strapi, 'Foreign');
  foreign = {
    course: other.course,
    module: other.modules[0] as Draft,
    lesson: other.lessons[0] as Draft,
    test: other.test,
    question: other.questions[0] as Draft,
  };
});
afterAll(() => running?.stop());

const kinds = ['course', 'module', 'lesson', 'test', 'question'] as const;

describe('an author', () => {
  it.each(kinds)('lists, reads, changes and deletes a %s of an own course', async (kind) => {
    const list = await ask(tokens.ada, 'GET', collection(kind));
    expect(list.body.results.map(({ documentId }: Draft) => documentId)).toEqual([
      own[kind].documentId,
    ]);
    const door = `${collection(kind)}/${own[kind].documentId}`;
    expect((await ask(tokens.ada, 'GET', door)).status).toBe(200);
    const field = { course: 'name', question: 'question_text' }[kind as string] ?? 'title';
    const changed = await ask(tokens.ada, 'PUT', door, { [field]: 'Changed' });
    expect([changed.status, changed.body.data?.[field]]).toEqual([200, 'Changed']);
  });

  it.each(kinds)('finds no %s of others, and changes and deletes none', async (kind) => {
    const before = await everything();
    const door = `${collection(kind)}/${foreign[kind].documentId}`;
    const title = { title: 'Taken' };
    for (const [method, path, body] of [
      ['GET', door, undefined],
      ['PUT', door, title],
      ['DELETE', door, undefined],
      ['POST', `${collection(kind)}/clone/${foreign[kind].documentId}`, title],
      ['POST', `${collection(kind)}/auto-clone/${foreign[kind].documentId}`, {}],
      [
        'POST',
        `${collection(kind)}/actions/bulkDelete`,
        { documentIds: [foreign[kind].documentId] },
      ],
    ] as const) {
      const { status, text } = await ask(tokens.ada, method, path, body);
      expect([method, path, status, text]).toEqual([
        method,
        path,
        expect.toBeOneOf([400, 403, 404]),
        expect.not.stringMatching(/Foreign|Mouths|Where does it begin/),
      ]);
    }
    const { text } = await ask(
      tokens.ada,
      'POST',
      `${collection(kind)}/actions/bulkFindForValidation`,
      { documentIds: [foreign[kind].documentId] },
    );
    expect(text).not.toMatch(/Foreign|Mouths|Where does it begin|Spring/);
    expect(await everything()).toBe(before);
  });

  it.each<[string, () => [string, string, object]]>([
    [
      'a lesson under a foreign module',
      () => ['POST', collection('lesson'), { title: 'X', draft_module: connect(foreign.module) }],
    ],
    [
      'a module in a foreign course',
      () => ['POST', collection('module'), { title: 'X', draft_course: connect(foreign.course) }],
    ],
    [
      'a test in an own module and a foreign course',
      () => [
        'POST',
        collection('test'),
        {
          title: 'X',
          draft_module: connect(own.module),
          draft_course: connect(foreign.course),
        },
      ],
    ],
    [
      'an own lesson moved to a foreign module',
      () => [
        'PUT',
        `${collection('lesson')}/${own.lesson.documentId}`,
        { draft_module: connect(foreign.module) },
      ],
    ],
    [
      'an own lesson set to a foreign module',
      () => [
        'PUT',
        `${collection('lesson')}/${own.lesson.documentId}`,
        { draft_module: { set: [{ documentId: foreign.module.documentId }] } },
      ],
    ],
    [
      'a foreign module pulled into an own course',
      () => [
        'PUT',
        `${collection('course')}/${own.course.documentId}`,
        { draft_modules: connect(foreign.module) },
      ],
    ],
    [
      'a foreign question adopted by an own test',
      () => [
        'PUT',
        `${collection('test')}/${own.test.documentId}`,
        { draft_questions: connect(foreign.question) },
      ],
    ],
    [
      'a course made with the modules of another',
      () => ['POST', collection('course'), { name: 'X', draft_modules: connect(foreign.module) }],
    ],
  ])('cannot have %s', async (_, asked) => {
    const before = await everything();
    const answer = await ask(tokens.ada, ...asked());
    expect([answer.status, answer.text]).toEqual([
      400,
      expect.stringContaining('somebody else created'),
    ]);
    expect(await everything()).toBe(before);
  });

  it('is told why in plain words', async () => {
    const { body } = await ask(
      tokens.ada,
      'PUT',
      `${collection('course')}/${own.course.documentId}`,
      {
        draft_modules: connect(foreign.module),
      },
    );
    expect(body.error).toMatchObject({
      status: 400,
      message: expect.stringContaining('own courses'),
    });
  });

  it('does not become the creator of a foreign course by saying so', async () => {
    const door = `${collection('course')}/${foreign.course.documentId}`;
    const { id } = await running.strapi.db.query('admin::user').findOne({
      where: { email: 'ada@school.example' },
    });
    expect((await ask(tokens.ada, 'PUT', door, { createdBy: id })).status).toBe(403);
  });

  it('sees what an editor adds to an own course, and may change and delete it', async () => {
    const added = await make(tokens.editor, 'lesson', {
      title: 'Added by Edith',
      draft_module: connect(own.module),
    });
    const door = `${collection('lesson')}/${added.documentId}`;
    expect((await ask(tokens.ada, 'PUT', door, { title: 'Ours' })).status).toBe(200);
    expect((await ask(tokens.ben, 'PUT', door, { title: 'Mine' })).status).toBe(403);
    expect((await ask(tokens.ada, 'DELETE', door)).status).toBe(200);
  });

  it('keeps a lesson that has no module yet to themselves', async () => {
    const lesson = await make(tokens.ada, 'lesson', { title: 'Loose' });
    const door = `${collection('lesson')}/${lesson.documentId}`;
    expect((await ask(tokens.ben, 'GET', door)).status).toBe(403);
    const taken = await ask(tokens.ada, 'PUT', door, { draft_module: connect(own.module) });
    expect([taken.status, taken.text]).toEqual([200, expect.anything()]);
    expect((await ask(tokens.ada, 'DELETE', door)).status).toBe(200);
  });

  it('opens checks, history and preview of own courses only, and the history of all is theirs', async () => {
    for (const [method, end] of [
      ['GET', ''],
      ['GET', '/history'],
      ['GET', '/versions'],
      ['POST', '/preview'],
    ] as const) {
      const door = ({ documentId }: Draft) => `/publisher/courses/${documentId}${end}`;
      const body = method === 'POST' ? {} : undefined;
      const mine = await ask(tokens.ada, method, door(own.course), body);
      expect([end, mine.status === 403]).toEqual([end, false]);
      expect((await ask(tokens.ada, method, door(foreign.course), body)).status).toBe(403);
      expect((await ask(tokens.ben, method, door(own.course), body)).status).toBe(403);
    }
    await ask(tokens.editor, 'POST', `/publisher/courses/${foreign.course.documentId}/publish`, {});
    const all = await ask(tokens.editor, 'GET', '/publisher/history');
    expect(all.body.total).toBeGreaterThan(0);
    expect((await ask(tokens.ada, 'GET', '/publisher/history')).body.total).toBe(0);
  });

  it('deletes an own course with everything in it', async () => {
    const course = await make(tokens.ben, 'course', { name: 'Short' });
    await make(tokens.ben, 'module', { title: 'Part', draft_course: connect(course) });
    const door = `${collection('course')}/${course.documentId}`;
    expect((await ask(tokens.ben, 'DELETE', door)).status).toBe(200);
    expect(await drafts(running.strapi, 'module').findMany({ filters: { title: 'Part' } })).toEqual(
      [],
    );
  });

  it('whose second role has no such limit reaches all drafts', async () => {
    const token = await running.signIn([author.code, editor.code], 'both');
    const door = `${collection('course')}/${foreign.course.documentId}`;
    expect((await ask(token, 'PUT', door, { name: 'Foreign, edited' })).status).toBe(200);
  });
});

describe('the triggers', () => {
  it('stand on every table and link table of the tree', async () => {
    const missing = await withClient(running.database.admin, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where nspname = 'cms' and relkind = 'r' and relname ~ '^draft_.*(s|_lnk)$'
          and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'own_drafts')`,
      );
      return rows.map(({ name }) => name);
    });
    expect(missing).toEqual([]);
    expect(tree.length).toBe(10);
  });
});

describe('at each start', () => {
  const rightsOf = async (code: string) => {
    const role = await running.strapi.db
      .query('admin::role')
      .findOne({ where: { code }, populate: ['permissions'] });
    const permissions = role.permissions as { action: string; subject: string | null }[];
    return permissions.map(({ action, subject }) => `${action} ${subject ?? ''}`).sort();
  };

  it.each(settledRoles)(
    '$name has the rights of the code again, and no other role is touched',
    async ({ code }) => {
      const roles = running.strapi.service('admin::role');
      const before = await rightsOf(code);
      const role = await roles.findOne({ code });
      await roles.update({ id: role.id }, { name: `${role.name} renamed` });
      await roles.assignPermissions(role.id, [
        { action: 'admin::users.create', subject: null, properties: {}, conditions: [] },
      ]);
      expect(await rightsOf(code)).toEqual(['admin::users.create ']);
      await settleAdminRoles(running.strapi);
      expect(await rightsOf(code)).toEqual(before);
      expect((await roles.findOne({ code })).name).toBe(role.name);
    },
  );

  it('a role the school made keeps its rights', async () => {
    const roles = running.strapi.service('admin::role');
    const made = await roles.create({ name: 'Translator', description: '' });
    await roles.assignPermissions(made.id, [
      { action: 'plugin::publisher.read', subject: null, properties: {}, conditions: [] },
    ]);
    await settleAdminRoles(running.strapi);
    expect(await rightsOf(made.code)).toEqual(['plugin::publisher.read ']);
  });
});

function connect({ documentId }: Draft) {
  return { connect: [{ documentId }] };
}
