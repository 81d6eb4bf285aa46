import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { type Actor, recordHistory } from '../history';
import { insertDrafts, linkDrafts, numberNewDrafts, takeSnapshot } from '../versions/write-drafts';
import { storeMedia } from './media';
import { type OpenedBundle, openBundle } from './open';
import { stageCourse, stagedWith } from './stage';

export interface ImportedBundle {
  readonly documentId: string;
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Makes the drafts of a new course from a bundle, with its media in the library. Everything is
 * checked first, and either all of it comes in or nothing is left: no draft, no file.
 *
 * @param file the zip file, which the caller keeps and removes
 * @throws Refusal those of `openBundle`, `stageCourse` and `storeMedia`
 */
export async function importBundle(
  app: Core.Strapi,
  file: string,
  actor: Actor,
): Promise<ImportedBundle> {
  const began = performance.now();
  const folder = await mkdtemp(path.join(tmpdir(), 'ourshiksha-bundle-'));
  try {
    const bundle = await openBundle(file, folder);
    try {
      return await inGuruTransaction(
        app,
        { 'app.admin_id': actor.id === null ? '' : String(actor.id) },
        (database) => bringIn(app, database, bundle, actor, began),
      );
    } finally {
      bundle.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bringIn(
  app: Core.Strapi,
  database: GuruDatabase,
  bundle: OpenedBundle,
  actor: Actor,
  began: number,
): Promise<ImportedBundle> {
  await stageCourse(database, bundle.course());
  const media = await storeMedia(app, bundle);
  try {
    await takeSnapshot(database, await stagedWith(database, media.addresses));
    await numberNewDrafts(database);
    const counts = await insertDrafts(database, { app, actorId: actor.id, keepsIdentity: false });
    await linkDrafts(database);
    const [course] = await database.rows<{ documentId: string; name: string }>(
      `select d.document_id as "documentId", d.name from pg_temp.node_drafts n
      join cms.draft_courses d on d.id = n.draft_id where n.kind = 'course'`,
    );
    if (course === undefined) throw new Error('A staged course has one course.');
    await recordHistory(database, {
      courseId: null,
      draftDocumentId: course.documentId,
      courseName: course.name,
      action: 'import',
      outcome: 'done',
      version: null,
      actor,
      message: '',
      counts,
      problems: null,
      durationMs: performance.now() - began,
      details: { from_course: bundle.manifest.course, from_version: bundle.manifest.version },
    });
    return { documentId: course.documentId, counts };
  } catch (error) {
    await media.takeBack();
    throw error;
  }
}
