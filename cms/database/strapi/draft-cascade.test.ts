import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../scripts/testing/strapi.ts';
import {
  createDraftCourse,
  type Draft,
  drafts,
} from '../../src/plugins/publisher/testing/draft-course';

let running: TestStrapi;
let guru: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  guru = new Client({ connectionString: running.database.guru });
  await guru.connect();
});
afterAll(async () => {
  await guru?.end();
  await running?.stop();
});

interface Kind {
  readonly uid: string;
  readonly collectionName: string;
  readonly attributes: Readonly<
    Record<string, { type: string; relation?: string; target?: string; required?: boolean }>
  >;
}
const kinds = (): Kind[] =>
  Object.values(running.strapi.contentTypes as unknown as Record<string, Kind>).filter(({ uid }) =>
    /^api::[\w-]+\.draft-/.test(uid),
  );
const subjectOf = (uid: string) => uid.replace(/^api::([\w-]+)\..*$/, '$1');

/** Every way in which an entry hangs on another, as Strapi's own model has it. */
const branches = () =>
  kinds().flatMap((child) =>
    Object.entries(child.attributes).flatMap(([field, { relation, target }]) => {
      const parent = kinds().find(({ uid }) => uid === target);
      return relation === 'manyToOne' && parent !== undefined ? [{ child, field, parent }] : [];
    }),
  );

function create({ uid, attributes }: Kind, more: object = {}): Promise<Draft> {
  const needed = Object.keys(attributes).filter((name) => attributes[name]?.required === true);
  const data = { ...Object.fromEntries(needed.map((name) => [name, 'Words'])), ...more };
  return drafts(running.strapi, subjectOf(uid)).create({ data });
}

/** How many rows each table of the drafts has, those between the entries among them. */
async function counts(): Promise<Record<string, number>> {
  const { rows: tables } = await guru.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'cms' and c.relkind = 'r' and c.relname like 'draft\\_%' order by 1`,
  );
  const counted: Record<string, number> = {};
  for (const { name } of tables) {
    const { rows } = await guru.query(`select count(*)::int as count from cms.${name}`);
    counted[name] = rows[0].count;
  }
  return counted;
}

type Delete = (kind: Kind, entry: Draft) => Promise<unknown>;
const ways: [string, Delete][] = [
  [
    'the Document Service',
    ({ uid }, { documentId }) => drafts(running.strapi, subjectOf(uid)).delete({ documentId }),
  ],
  [
    'the content manager’s “delete all selected”',
    ({ uid }, { documentId }) =>
      running.strapi
        .plugin('content-manager')
        .service('document-manager')
        .deleteMany([documentId], uid, {}),
  ],
  [
    'Strapi’s query engine',
    ({ uid }, { id }) => running.strapi.db.query(uid as never).deleteMany({ where: { id } }),
  ],
  [
    'SQL',
    ({ collectionName }, { id }) =>
      guru.query(`delete from cms.${collectionName} where id = $1`, [id]),
  ],
];

beforeEach(async () => {
  await guru.query('delete from cms.draft_courses');
  for (const { collectionName } of kinds()) await guru.query(`delete from cms.${collectionName}`);
});

describe.each(ways)('a deletion by %s', (_, remove) => {
  it('of a course takes the whole tree and nothing of another course', async () => {
    const { course: kept } = await createDraftCourse(running.strapi, 'Kept');
    const one = await counts();
    for (const { collectionName } of kinds()) expect(one[collectionName]).toBeGreaterThan(0);
    const { course } = await createDraftCourse(running.strapi, 'Deleted');

    const [courseKind] = kinds().filter(({ collectionName }) => collectionName === 'draft_courses');
    await remove(courseKind as Kind, course);
    expect(await counts()).toEqual(one);
    expect((await drafts(running.strapi, 'course').findMany()).map(({ id }) => id)).toEqual([
      kept.id,
    ]);
    await remove(courseKind as Kind, kept);
    expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
  });

  it('of any entry takes what hangs on it, by whichever relation', async () => {
    expect(branches().length).toBeGreaterThanOrEqual(13);
    for (const { child, field, parent } of branches()) {
      const name = `${child.collectionName} by ${field}`;
      const deleted = await create(parent);
      const other = await create(parent);
      await create(child, { [field]: deleted.documentId });
      const kept = [
        await create(child, { [field]: other.documentId }),
        // An entry without a parent belongs to nobody, so nobody's deletion may take it.
        await create(child),
      ];
      await remove(parent, deleted);
      const left = await drafts(running.strapi, subjectOf(child.uid)).findMany();
      expect(left.map(({ id }) => id).sort(), name).toEqual(kept.map(({ id }) => id).sort());
      await guru.query(`delete from cms.${parent.collectionName}`);
      await guru.query(`delete from cms.${child.collectionName}`);
    }
  });
});

it('a deletion of a module leaves the other modules and what hangs on the course', async () => {
  const { modules } = await createDraftCourse(running.strapi);
  await drafts(running.strapi, 'module').delete({ documentId: modules[0]?.documentId ?? '' });
  expect(await counts()).toMatchObject({
    draft_courses: 1,
    draft_modules: 1,
    draft_lessons: 2,
    draft_ai_notes: 2,
    draft_tests: 0,
    draft_questions: 0,
    draft_practice_labs: 0,
    draft_projects: 1,
    draft_project_steps: 1,
    draft_certificates: 1,
  });
});

it('an entry that hangs on the course and on its module goes once, without a complaint', async () => {
  const { course, modules, test } = await createDraftCourse(running.strapi);
  await drafts(running.strapi, 'test').update({
    documentId: test.documentId,
    data: { draft_course: course.documentId, draft_module: modules[0]?.documentId },
  });
  await drafts(running.strapi, 'course').delete({ documentId: course.documentId });
  expect(Object.values(await counts()).every((count) => count === 0)).toBe(true);
});

it('an entry that was moved stays when its former parent goes', async () => {
  const { modules, lessons } = await createDraftCourse(running.strapi);
  const moved = lessons[0]?.documentId ?? '';
  await drafts(running.strapi, 'lesson').update({
    documentId: moved,
    data: { draft_module: modules[1]?.documentId },
  });
  await drafts(running.strapi, 'module').delete({ documentId: modules[0]?.documentId ?? '' });
  const left = await drafts(running.strapi, 'lesson').findMany();
  expect(left.map(({ documentId }) => documentId)).toContain(moved);
  expect(await counts()).toMatchObject({ draft_lessons: 3, draft_practice_labs: 1 });
});

it('a deletion that is taken back keeps everything', async () => {
  const { course } = await createDraftCourse(running.strapi);
  const before = await counts();
  const broken = running.strapi.db.transaction(async () => {
    await drafts(running.strapi, 'course').delete({ documentId: course.documentId });
    throw new Error('Something else failed.');
  });
  await expect(broken).rejects.toThrow('Something else failed.');
  expect(await counts()).toEqual(before);
});

describe('while another editor hangs an entry on what is being deleted', () => {
  const link = `insert into cms.draft_lessons_draft_module_lnk (draft_lesson_id, draft_module_id)
    values ($1, $2)`;
  let other: Client;
  let lesson: Draft;
  let module: Draft;
  beforeEach(async () => {
    other = new Client({ connectionString: running.database.guru });
    await other.connect();
    lesson = await drafts(running.strapi, 'lesson').create({ data: { title: 'Late' } });
    module = await drafts(running.strapi, 'module').create({ data: { title: 'Early' } });
    return () => other.end();
  });
  /** So that the two really meet: one stands at the other's lock. */
  const isWaiting = (client: Client) =>
    expect
      .poll(async () => {
        const watcher = client === guru ? other : guru;
        const { rows } = await watcher.query('select pg_blocking_pids($1) as blockers', [
          (client as Client & { processID: number }).processID,
        ]);
        return rows[0].blockers;
      })
      .not.toEqual([]);

  it('the entry goes too if it came first', async () => {
    await other.query('begin');
    await other.query(link, [lesson.id, module.id]);
    const deletion = guru.query('delete from cms.draft_modules where id = $1', [module.id]);
    await isWaiting(guru);
    await other.query('commit');
    await deletion;
    expect(await counts()).toMatchObject({ draft_modules: 0, draft_lessons: 0 });
  });

  it('the other editor is refused if the deletion came first', async () => {
    await guru.query('begin');
    await guru.query('delete from cms.draft_modules where id = $1', [module.id]);
    const hanging = other.query(link, [lesson.id, module.id]);
    const refusal = expect(hanging).rejects.toMatchObject({ code: '23503' });
    await isWaiting(other);
    await guru.query('commit');
    await refusal;
  });
});
