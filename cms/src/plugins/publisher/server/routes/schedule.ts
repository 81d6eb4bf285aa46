import type { Context } from 'koa';
import { z } from 'zod';
import { answer } from '../../../../lib/route';
import { mayPublish, mayRead } from '../permissions';
import { refreeze, scheduleCourse, scheduleOf, unschedule } from '../schedule/schedule';
import { actorOf, adminOnly, draftOf, sent } from './request';

const wish = z.strictObject({
  runAt: z.iso.datetime({ offset: true, local: true }),
  timeZone: z.string().min(1).max(100),
  message: z.string().max(500).default(''),
  learners: z.enum(['keep', 'move']).default('keep'),
});
const nothing = z.strictObject({});

/** `GET /publisher/courses/:documentId/schedule` → Schedule or null. Needs `plugin::publisher.read`. */
const read = {
  method: 'GET',
  path: '/courses/:documentId/schedule',
  handler: (context: Context) => answer(context, () => scheduleOf(strapi, draftOf(context))),
  config: adminOnly(mayRead),
};

/**
 * `POST …/schedule` with `{ runAt, timeZone, message?, learners? }` → Schedule. `runAt` is a moment
 * with its offset or a local time in that zone. Needs `plugin::publisher.publish`, as all below.
 */
const schedule = {
  method: 'POST',
  path: '/courses/:documentId/schedule',
  handler: (context: Context) =>
    answer(context, () =>
      scheduleCourse(strapi, draftOf(context), actorOf(context), sent(wish, context.request.body)),
    ),
  config: adminOnly(mayPublish),
};

/** `POST …/schedule/refreeze` → Schedule: takes later edits in. */
const takeIn = {
  method: 'POST',
  path: '/courses/:documentId/schedule/refreeze',
  handler: (context: Context) =>
    answer(context, () => {
      sent(nothing, context.request.body);
      return refreeze(strapi, draftOf(context), actorOf(context));
    }),
  config: adminOnly(mayPublish),
};

/** `DELETE …/schedule` → null: nothing waits any more. */
const cancel = {
  method: 'DELETE',
  path: '/courses/:documentId/schedule',
  handler: (context: Context) =>
    answer(context, async () => {
      await unschedule(strapi, draftOf(context), actorOf(context));
      return null;
    }),
  config: adminOnly(mayPublish),
};

export const scheduleRoutes = [read, schedule, takeIn, cancel];
