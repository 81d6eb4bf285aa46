import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { isCollision } from '../../../lib/collisions';
import { type GuruDatabase, inGuruTransaction } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { courseState } from './course-state';
import { type Actor, recordHistory } from './history';
import { type LockedCourse, lockLive } from './versions/course';
import type { CourseState } from './wire';

/** What happens to the learners of a course that is unpublished: they go on, or are shut out too. */
export type Access = 'keep' | 'close';

export interface NewState {
  readonly state: CourseState;
}

/**
 * Takes a course out of the catalogue and refuses new enrolments. Nothing is lost; `close` shuts its
 * learners out as well until it is published again, their records stay theirs to read.
 *
 * @throws Refusal `publish.not-found`, `version.never-published`, `course.not-published` where it is
 *   unpublished already, `publish.busy`
 */
export function unpublish(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  { message, access }: { message: string; access: Access },
): Promise<NewState> {
  return changeState(app, documentId, actor, message, async (database, course) => {
    if (await isShown(database, course)) {
      await database.change(
        `update live.courses set status = 'draft', is_closed = $2 where id = $1`,
        [course.id, access === 'close'],
      );
      return { action: 'unpublish', details: { access } };
    }
    throw new Refusal(409, 'course.not-published');
  });
}

/**
 * Shows an unpublished course again, in the version it had, and opens it to its learners.
 *
 * @throws Refusal as `unpublish`, with `course.is-published` where it is shown already
 */
export function republish(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  { message }: { message: string },
): Promise<NewState> {
  return changeState(app, documentId, actor, message, async (database, course) => {
    if (await isShown(database, course)) throw new Refusal(409, 'course.is-published');
    await database.change(
      `update live.courses set status = 'published', is_closed = false where id = $1`,
      [course.id],
    );
    return { action: 'republish', details: {} };
  });
}

async function isShown(database: GuruDatabase, { id }: LockedCourse): Promise<boolean> {
  const [shown] = await database.rows(
    `select from live.courses where id = $1 and status = 'published'`,
    [id],
  );
  return shown !== undefined;
}

type Change = (
  database: GuruDatabase,
  course: LockedCourse,
) => Promise<{ action: 'unpublish' | 'republish'; details: Readonly<Record<string, unknown>> }>;

/** One change of state under a publish's lock, with its line in the history. */
async function changeState(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  message: string,
  change: Change,
): Promise<NewState> {
  const began = performance.now();
  const settings = { 'app.admin_id': actor.id === null ? '' : String(actor.id) };
  try {
    return await inGuruTransaction(app, settings, async (database) => {
      const course = await lockLive(database, documentId);
      const { action, details } = await change(database, course);
      await recordHistory(database, {
        courseId: course.id,
        draftDocumentId: documentId,
        courseName: course.name,
        action,
        outcome: 'done',
        version: course.version,
        actor,
        message,
        counts: null,
        problems: null,
        durationMs: performance.now() - began,
        details,
      });
      return { state: await courseState(database, course.id) };
    });
  } catch (error) {
    if (isCollision(error)) throw new Refusal(409, 'publish.busy');
    throw error;
  }
}
