import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { isCollision } from '../../../../lib/collisions';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { type Actor, type HistoryAction, recordHistory } from '../history';
import { tree } from '../tree';
import type { RestoreState } from '../wire';
import { type LockedCourse, lockLive } from './course';
import { bringBackDrafts, cutLinks, keepDrafts, keptIds } from './draft-copy';
import { insertDrafts, linkDrafts, matchDrafts, takeSnapshot, updateDrafts } from './write-drafts';

/**
 * Makes the drafts of a course exactly what a version was: by live identity what is there is
 * changed, what is missing made anew, what the version did not have deleted. Before that the drafts
 * are kept as they are, for one step back. Students see nothing of it.
 *
 * @throws Refusal `publish.not-found`, `version.never-published`, `version.not-found`, `publish.busy`
 */
export function restoreVersion(
  app: Core.Strapi,
  documentId: string,
  version: number,
  actor: Actor,
): Promise<RestoreState> {
  return changeDrafts(app, documentId, actor, 'restore', async (database, course) => {
    const [kept] = await database.rows(
      'select version from live.course_versions where course_id = $1 and version = $2',
      [course.id, version],
    );
    if (kept === undefined) throw new Refusal(404, 'version.not-found');
    await keepDrafts(database, { id: course.draftId, documentId }, { version, by: actor.name });
    await takeSnapshot(database, {
      sql: '(select snapshot from live.course_versions where course_id = $1 and version = $2)',
      parameters: [course.id, version],
    });
    await matchDrafts(database, course.draftId);
    await cutLinks(database, course.draftId);
    await insertDrafts(database, { app, actorId: actor.id, keepsIdentity: true });
    await updateDrafts(database, actor.id);
    await linkDrafts(database);
    for (const kind of tree)
      await database.change(
        `delete from cms.${kind.draftTable} where id in (${keptIds(kind)})
          and id not in (select draft_id from pg_temp.node_drafts where kind = '${kind.name}')`,
        [documentId],
      );
    await database.change(
      `update cms.draft_courses set status = 'editing', updated_at = now() where id = $1`,
      [course.draftId],
    );
    return version;
  });
}

/**
 * Takes the last restore back: the drafts are again what they were before it, whatever was edited
 * since.
 *
 * @throws Refusal `restore.none` where nothing is kept, and those of `restoreVersion`
 */
export function undoRestore(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
): Promise<RestoreState> {
  return changeDrafts(app, documentId, actor, 'undo_restore', async (database, course) => {
    const kept = await keptRestore(database, documentId);
    if (kept === undefined) throw new Refusal(409, 'restore.none');
    await bringBackDrafts(database, { id: course.draftId, documentId });
    return kept.version;
  });
}

/** @throws Refusal `publish.not-found` */
export function restoreState(app: Core.Strapi, documentId: string): Promise<RestoreState> {
  return asGuru(app, async (database) => {
    const drafts = await database.rows('select id from cms.draft_courses where document_id = $1', [
      documentId,
    ]);
    if (drafts.length === 0) throw new Refusal(404, 'publish.not-found');
    return stateOf(await keptRestore(database, documentId));
  });
}

interface Kept {
  readonly version: number;
  readonly at: Date;
  readonly by: string;
}

async function keptRestore(database: GuruDatabase, documentId: string): Promise<Kept | undefined> {
  const [kept] = await database.rows<Kept>(
    `select version, restored_at as at, restored_by as by from live.draft_restores
    where draft_document_id = $1`,
    [documentId],
  );
  return kept;
}

const stateOf = (kept: Kept | undefined): RestoreState => ({
  canUndo: kept !== undefined,
  version: kept?.version ?? null,
  at: kept === undefined ? null : new Date(kept.at).toISOString(),
  by: kept?.by ?? null,
});

/** One transaction under the course's lock, with its line in the history. */
async function changeDrafts(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  action: HistoryAction,
  work: (database: GuruDatabase, course: LockedCourse) => Promise<number>,
): Promise<RestoreState> {
  const began = performance.now();
  const settings = { 'app.admin_id': actor.id === null ? '' : String(actor.id) };
  try {
    return await inGuruTransaction(app, settings, async (database) => {
      const course = await lockLive(database, documentId);
      const version = await work(database, course);
      await recordHistory(database, {
        courseId: course.id,
        draftDocumentId: documentId,
        courseName: course.name,
        action,
        outcome: 'done',
        version,
        actor,
        message: '',
        counts: null,
        problems: null,
        durationMs: performance.now() - began,
      });
      return stateOf(await keptRestore(database, documentId));
    });
  } catch (error) {
    if (isCollision(error)) throw new Refusal(409, 'publish.busy');
    throw error;
  }
}
