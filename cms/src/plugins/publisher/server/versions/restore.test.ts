import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { ownTypes } from '../../../../lib/types';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { publishCourse } from '../publish';
import { checksumOf, draftSnapshot } from '../snapshot';
import { linkOf, tree } from '../tree';
import { restoreState, restoreVersion, undoRestore } from './index';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

const actor = { id: null, name: 'Guru One' };
const rows = async <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  (await superuser.query(text, values)).rows as Row[];

let made: DraftCourse;
let courseId: number;
const documentId = () => made.course.documentId;

/** What publishing the drafts would make, as the version `as`: its checksum. */
async function wouldPublish(as: number): Promise<unknown> {
  const [row] = await rows<{ sum: string }>(
    `select ${checksumOf('s.snapshot')} as sum from (select ${draftSnapshot('provisional')} as snapshot) s`,
    [made.course.id, as, courseId],
  );
  return row?.sum;
}
const checksumOfVersion = async (version: number): Promise<unknown> =>
  (
    await rows<{ checksum: string }>(
      'select checksum from live.course_versions where course_id = $1 and version = $2',
      [courseId, version],
    )
  )[0]?.checksum;

/** Every row of every draft and link table, whatever course it belongs to. */
async function allDrafts(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {};
  for (const kind of tree) {
    const tables = [kind.draftTable, ...kind.parents.map((parent) => linkOf(kind, parent).table)];
    for (const table of tables)
      all[table] = await rows(`select to_jsonb(t) as row from cms.${table} t order by id`);
  }
  return all;
}

/** Everything an editor does on a Monday morning: changed, deleted, added, moved. */
async function editALot(): Promise<void> {
  const { strapi } = running;
  const [mouths, springs] = made.modules;
  const [first, second, third] = made.lessons;
  await drafts(strapi, 'course').update({
    documentId: documentId(),
    data: { name: 'Streams', ai_command: 'Write about streams' },
  });
  await drafts(strapi, 'lesson').update({
    documentId: first?.documentId ?? '',
    data: { title: 'Changed', draft_module: springs?.documentId },
  });
  await drafts(strapi, 'lesson').delete({ documentId: second?.documentId ?? '' });
  await drafts(strapi, 'module').delete({ documentId: mouths?.documentId ?? '' });
  await drafts(strapi, 'lesson').update({
    documentId: third?.documentId ?? '',
    data: { order_index: 99 },
  });
  const added = await drafts(strapi, 'module').create({
    data: { draft_course: documentId(), title: 'Deltas', order_index: 3 },
  });
  await drafts(strapi, 'lesson').create({
    data: { draft_module: added.documentId, title: 'Silt', source_key: 'delta/silt' },
  });
}

beforeEach(async () => {
  made = await createDraftCourse(running.strapi);
  const first = await publishCourse(running.strapi, documentId(), actor);
  if (first.kind !== 'published') throw new Error(JSON.stringify(first.problems));
  courseId = first.courseId;
  await editALot();
});

describe('a restore', () => {
  it('makes the drafts exactly the version, identities, answers, order and places included', async () => {
    expect(await wouldPublish(1)).not.toEqual(await checksumOfVersion(1));
    await restoreVersion(running.strapi, documentId(), 1, actor);
    expect(await wouldPublish(1)).toEqual(await checksumOfVersion(1));
  });

  it('leaves the drafts of other courses alone', async () => {
    const other = await createDraftCourse(running.strapi, 'Lakes');
    const of = `select to_jsonb(l) as row from cms.draft_lessons l where document_id = any($1)`;
    const ids = [other.lessons.map(({ documentId: id }) => id)];
    const before = await rows(of, ids);
    await restoreVersion(running.strapi, documentId(), 1, actor);
    expect(await rows(of, ids)).toEqual(before);
  });

  it('keeps the document of what was still there and gives what was gone a new one', async () => {
    await restoreVersion(running.strapi, documentId(), 1, actor);
    const found = await rows<{ title: string; document_id: string }>(
      `select d.title, document_id from cms.draft_lessons d join live.lessons l on l.id = d.live_lesson_id
      where l.course_id = $1 and l.version = 1 order by d.live_lesson_id`,
      [courseId],
    );
    expect(found.map(({ title }) => title).sort()).toEqual([
      'Mouths one',
      'Mouths two',
      'Springs one',
      'Springs two',
    ]);
    const [, deleted, third] = made.lessons;
    const documents = found.map(({ document_id }) => document_id);
    expect(documents).toContain(third?.documentId);
    expect(documents).not.toContain(deleted?.documentId);
    for (const document of documents) expect(document).toMatch(/^[a-z][a-z0-9]{23}$/);
  });

  it('makes entries that Strapi opens, saves, and publishes under their old identity', async () => {
    await restoreVersion(running.strapi, documentId(), 1, actor);
    const [entry] = (await running.strapi.documents('api::lesson.draft-lesson').findMany({
      filters: {
        title: 'Mouths two',
        draft_module: { draft_course: { documentId: documentId() } },
      },
      populate: ['draft_module'],
    } as object)) as unknown as { documentId: string; draft_module: { title: string } }[];
    expect(entry).toMatchObject({ draft_module: { title: 'Mouths' } });
    await drafts(running.strapi, 'lesson').update({
      documentId: entry?.documentId ?? '',
      data: { title: 'Mouths two, again' },
    });
    const test = await drafts(running.strapi, 'test').findMany({
      filters: { draft_module: { draft_course: { documentId: documentId() } } },
    });
    const usual = made.test as Record<string, unknown>;
    expect(test[0]).toMatchObject({
      editorial_status: usual.editorial_status,
      publishedAt: expect.anything(),
    });
    expect(await publishCourse(running.strapi, documentId(), actor)).toMatchObject({
      kind: 'published',
      version: 2,
    });
    expect(
      await rows(
        `select count(distinct id)::integer as lessons from live.lessons where course_id = $1`,
        [courseId],
      ),
    ).toEqual([{ lessons: 4 }]);
  });

  it('gives a lesson that was moved into another course back, and there it becomes a new one', async () => {
    const other = await createDraftCourse(running.strapi, 'Lakes');
    const moved = made.lessons[3];
    await drafts(running.strapi, 'lesson').update({
      documentId: moved?.documentId ?? '',
      data: { draft_module: other.modules[0]?.documentId },
    });
    await restoreVersion(running.strapi, documentId(), 1, actor);
    expect(await wouldPublish(1)).toEqual(await checksumOfVersion(1));
    expect(
      await rows('select live_lesson_id from cms.draft_lessons where document_id = $1', [
        moved?.documentId,
      ]),
    ).toEqual([{ live_lesson_id: null }]);
  });

  it('is put down in the history and can be asked for; the course is being edited', async () => {
    expect(await restoreState(running.strapi, documentId())).toEqual({
      canUndo: false,
      version: null,
      at: null,
      by: null,
    });
    await restoreVersion(running.strapi, documentId(), 1, actor);
    expect(await restoreState(running.strapi, documentId())).toEqual({
      canUndo: true,
      version: 1,
      at: expect.any(String),
      by: 'Guru One',
    });
    expect(
      await rows(
        `select action, outcome, version from live.course_publish_history where course_id = $1 order by id desc limit 1`,
        [courseId],
      ),
    ).toEqual([{ action: 'restore', outcome: 'done', version: 1 }]);
    expect(
      await rows('select status from cms.draft_courses where document_id = $1', [documentId()]),
    ).toEqual([{ status: 'editing' }]);
  });

  it('of a version that never was, or of a course never published, is refused and changes nothing', async () => {
    const other = await createDraftCourse(running.strapi, 'Lakes');
    const before = await allDrafts();
    await expect(restoreVersion(running.strapi, documentId(), 7, actor)).rejects.toMatchObject({
      code: 'version.not-found',
    });
    await expect(
      restoreVersion(running.strapi, other.course.documentId, 1, actor),
    ).rejects.toMatchObject({ code: 'version.never-published' });
    expect(await allDrafts()).toEqual(before);
    expect(await restoreState(running.strapi, documentId())).toMatchObject({ canUndo: false });
  });

  it('twice at once ends with the version in the drafts', async () => {
    await Promise.all([1, 2].map(() => restoreVersion(running.strapi, documentId(), 1, actor)));
    expect(await wouldPublish(1)).toEqual(await checksumOfVersion(1));
  });
});

describe('taking a restore back', () => {
  it('brings every draft and link back exactly, documents, order and editors’ fields included', async () => {
    const before = await allDrafts();
    await restoreVersion(running.strapi, documentId(), 1, actor);
    expect(await allDrafts()).not.toEqual(before);
    await undoRestore(running.strapi, documentId(), actor);
    expect(await allDrafts()).toEqual(before);
  });

  it('does so after edits made since, and only once', async () => {
    const before = await allDrafts();
    await restoreVersion(running.strapi, documentId(), 1, actor);
    const module = await drafts(running.strapi, 'module').create({
      data: { draft_course: documentId(), title: 'Later' },
    });
    await drafts(running.strapi, 'lesson').create({
      data: { draft_module: module.documentId, title: 'Later' },
    });
    await undoRestore(running.strapi, documentId(), actor);
    expect(await allDrafts()).toEqual(before);
    await expect(undoRestore(running.strapi, documentId(), actor)).rejects.toMatchObject({
      code: 'restore.none',
    });
  });

  it('keeps the number of a publish that went out meanwhile', async () => {
    await restoreVersion(running.strapi, documentId(), 1, actor);
    await publishCourse(running.strapi, documentId(), actor);
    await undoRestore(running.strapi, documentId(), actor);
    expect(
      await rows('select name, version from cms.draft_courses where document_id = $1', [
        documentId(),
      ]),
    ).toEqual([{ name: 'Streams', version: 2 }]);
  });
});
