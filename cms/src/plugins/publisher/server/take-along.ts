import type { Core } from '@strapi/strapi';
import type { GuruDatabase } from '../../../lib/guru';
import { requestApprovalIn } from '../../approvals/server/index';
import { mayPublish } from './permissions';
import type { Learners } from './wire';

export interface TakenAlong {
  readonly moved: number;
  /** The number of the request, where two others must agree first. */
  readonly approval: number | null;
}

/**
 * Takes all learners of a course along to the version that was just published, if that is wanted. Up to
 * twenty go at once; more are asked for, and stay where they are until two others agree. Who may no
 * longer publish when a schedule comes due cannot ask either: the version comes out, its learners stay.
 */
export async function takeAlong(
  app: Core.Strapi,
  database: GuruDatabase,
  { courseId, version, learners }: { courseId: number; version: number; learners: Learners },
): Promise<TakenAlong> {
  if (learners === 'keep') return { moved: 0, approval: null };
  const [count] = await database.rows<{ isFree: boolean; behind: number; mayAsk: boolean }>(
    `select activity.learners_behind($1, $2) as behind,
      activity.learners_behind($1, $2) <= activity.learners_moved_freely() as "isFree",
      exists (select from cms.administrators_who_may($3) w
        where w.id = nullif(current_setting('app.admin_id', true), '')::integer) as "mayAsk"`,
    [courseId, version, mayPublish],
  );
  if (count?.isFree === false) {
    if (!count.mayAsk) return { moved: 0, approval: null };
    const approval = await requestApprovalIn(app, database, {
      action: 'learners.move',
      payload: { course: courseId, version },
      reason: `Version ${version} was published with the wish to move its ${count.behind} learners to it.`,
    });
    return { moved: 0, approval };
  }
  const [row] = await database.rows<{ moved: number }>(
    'select activity.move_learners($1, $2) as moved',
    [courseId, version],
  );
  return { moved: row?.moved ?? 0, approval: null };
}
