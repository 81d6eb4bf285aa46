import { asGuru } from '../../../../lib/guru';
import { enqueue, type JobKind } from '../../../../lib/jobs';
import { publishScheduled } from './run';

/**
 * Publishes what was scheduled when its time has come. It is tried for about two hours; what is
 * still wrong then needs a person, who is told.
 */
export const scheduledPublish: JobKind<{ id: number }> = {
  name: 'scheduled-publish',
  retries: 8,
  retryDelay: 30,
  work: (app, { id }, { isLast }) => publishScheduled(app, id, isLast),
  // A job may have ended without its work, if its process died at every try.
  resume: (app) =>
    asGuru(app, async (database) => {
      const waiting = await database.rows<{ id: number; runAt: string }>(
        `select id, run_at as "runAt" from live.scheduled_publishes where state = 'waiting'`,
      );
      for (const { id, runAt } of waiting)
        await enqueue(app, database, scheduledPublish, { id }, { runAt, key: String(id) });
    }),
};
