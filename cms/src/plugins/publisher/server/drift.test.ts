import type { Core } from '@strapi/strapi';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../scripts/testing/strapi.ts';
import { findDrift } from './drift';
import { type Column, type Kind, type KindName, kindNamed, tree } from './tree';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

const field = 'summary';
const column: Column = { name: field, form: 'text' };

/** Where a field may be missing: the draft's schema, the tree, and the tables it is published to. */
interface Places {
  readonly draft: boolean;
  readonly tree: 'shown' | 'hidden' | false;
  readonly tables: readonly string[];
}

/** What the drift check says of a new field of a kind that stands in these places only. */
async function driftOf(name: KindName, places: Places): Promise<string[]> {
  const kind = kindNamed(name);
  const tables = [...(places.draft ? [`cms.${kind.draftTable}`] : []), ...places.tables];
  for (const table of tables)
    await superuser.query(`alter table ${table} add column ${field} text`);
  try {
    return await findDrift(
      places.draft ? withAttribute(running.strapi, kind.uid) : running.strapi,
      tree.map((one) => (one.name === name ? withColumn(one, places.tree) : one)),
    );
  } finally {
    for (const table of tables) await superuser.query(`alter table ${table} drop column ${field}`);
  }
}

function withColumn(kind: Kind, place: Places['tree']): Kind {
  if (place === 'shown') return { ...kind, columns: [...kind.columns, column] };
  if (place === false || kind.hidden === null) return kind;
  return { ...kind, hidden: { ...kind.hidden, columns: [...kind.hidden.columns, column] } };
}

/** The same application, one of whose content types has our field too. */
function withAttribute(app: Core.Strapi, changed: string): Core.Strapi {
  const contentType = (uid: string) => {
    const found = app.contentType(uid as Parameters<Core.Strapi['contentType']>[0]);
    return uid === changed
      ? { ...found, attributes: { ...found.attributes, [field]: { type: 'text' } } }
      : found;
  };
  return { db: app.db, contentType } as unknown as Core.Strapi;
}

it('says nothing where all agree', async () => {
  expect(await findDrift(running.strapi)).toEqual([]);
});

describe('a new field that was added', () => {
  it('everywhere is no drift', async () => {
    expect(
      await driftOf('lesson', { draft: true, tree: 'shown', tables: ['live.lessons'] }),
    ).toEqual([]);
    expect(
      await driftOf('question', { draft: true, tree: 'hidden', tables: ['keys.question_keys'] }),
    ).toEqual([]);
    expect(
      await driftOf('course', {
        draft: true,
        tree: 'shown',
        tables: ['live.course_contents', 'live.courses'],
      }),
    ).toEqual([]);
  });

  it.each<[string, KindName, Places, string[]]>([
    [
      'to the draft only',
      'lesson',
      { draft: true, tree: false, tables: [] },
      ['api::lesson.draft-lesson has a field “summary” that the course tree does not publish.'],
    ],
    [
      'to draft and tree, but not to the live table',
      'lesson',
      { draft: true, tree: 'shown', tables: [] },
      ['live.lessons has no column “summary” that the course tree names.'],
    ],
    [
      'to draft and live table, but not to the tree',
      'lesson',
      { draft: true, tree: false, tables: ['live.lessons'] },
      [
        'live.lessons has a column “summary” that the course tree does not fill.',
        'api::lesson.draft-lesson has a field “summary” that the course tree does not publish.',
      ],
    ],
    [
      'to tree and live table, but not to the draft',
      'lesson',
      { draft: false, tree: 'shown', tables: ['live.lessons'] },
      ['cms.draft_lessons has no column “summary” that the course tree names.'],
    ],
    [
      'to the live table only',
      'lesson',
      { draft: false, tree: false, tables: ['live.lessons'] },
      ['live.lessons has a column “summary” that the course tree does not fill.'],
    ],
    [
      'to every version of a course, but not to the catalogue',
      'course',
      { draft: true, tree: 'shown', tables: ['live.course_contents'] },
      ['live.courses has no column “summary” that the course tree names.'],
    ],
    [
      'as hidden, without its table in keys',
      'question',
      { draft: true, tree: 'hidden', tables: [] },
      ['keys.question_keys has no column “summary” that the course tree names.'],
    ],
    [
      'as hidden, but to the table that students read',
      'question',
      { draft: true, tree: 'hidden', tables: ['live.questions', 'keys.question_keys'] },
      ['live.questions has a column “summary” that the course tree does not fill.'],
    ],
    [
      'to a table of keys that the tree does not name',
      'question',
      { draft: false, tree: false, tables: ['keys.question_keys'] },
      ['keys.question_keys has a column “summary” that the course tree does not fill.'],
    ],
  ])('%s is named where it is missing', async (_, name, places, sentences) => {
    expect(await driftOf(name, places)).toEqual(sentences);
  });
});
