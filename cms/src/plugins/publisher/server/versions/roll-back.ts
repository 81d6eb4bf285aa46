import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { isCollision } from '../../../../lib/collisions';
import { inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { type Actor, recordHistory } from '../history';
import { takeAlong } from '../take-along';
import type { Learners } from '../wire';
import { lockLive } from './course';
import { writeVersionFrom } from './write-version';

export interface RolledBack {
  readonly kind: 'published';
  readonly courseId: number;
  readonly version: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly moved: number;
  /** As of a publish. */
  readonly approval: number | null;
}

/**
 * Publishes an older version's content once more, as the next version. It reads the version's
 * snapshot, so it works too for a version that was taken out of live, and leaves the drafts' content
 * alone.
 *
 * @throws Refusal `publish.not-found`, `version.not-found`, `version.is-current` (nothing to go back
 *   to) or `publish.busy`
 */
export async function rollBack(
  app: Core.Strapi,
  documentId: string,
  version: number,
  actor: Actor,
  { message, learners }: { message: string; learners: Learners },
): Promise<RolledBack> {
  const began = performance.now();
  const settings = { 'app.admin_id': actor.id === null ? '' : String(actor.id) };
  try {
    return await inGuruTransaction(app, settings, async (database) => {
      const course = await lockLive(database, documentId);
      if (version === course.version) throw new Refusal(409, 'version.is-current');
      const [kept] = await database.rows(
        'select version from live.course_versions where course_id = $1 and version = $2',
        [course.id, version],
      );
      if (kept === undefined) throw new Refusal(404, 'version.not-found');

      const next = course.version + 1;
      const counts = await writeVersionFrom(
        database,
        { courseId: course.id, version: next },
        {
          sql: '(select snapshot from live.course_versions where course_id = $1 and version = $2)',
          parameters: [course.id, version],
        },
        { publishedBy: actor.name, message },
      );
      const { moved, approval } = await takeAlong(app, database, {
        courseId: course.id,
        version: next,
        learners,
      });
      // The draft's form says which version students get now; its content is not touched.
      await database.change('update cms.draft_courses set version = $2 where id = $1', [
        course.draftId,
        next,
      ]);
      await recordHistory(database, {
        courseId: course.id,
        draftDocumentId: documentId,
        courseName: course.name,
        action: 'rollback',
        outcome: 'done',
        version: next,
        actor,
        message,
        counts,
        problems: null,
        durationMs: performance.now() - began,
        details: { from_version: version, learners, moved, approval },
      });
      return { kind: 'published', courseId: course.id, version: next, counts, moved, approval };
    });
  } catch (error) {
    if (isCollision(error)) throw new Refusal(409, 'publish.busy');
    throw error;
  }
}
