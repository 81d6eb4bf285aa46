import type { Context } from 'koa';
import { z } from 'zod';
import { answer } from '../../../../lib/route';
import { mayPublish, mayRead } from '../permissions';
import { publishCourse } from '../publish';
import { publishStatus } from '../status';
import { actorOf, adminOnly, draftOf, sent } from './request';

const publishBody = z.strictObject({
  message: z.string().max(500).default(''),
  learners: z.enum(['keep', 'move']).default('keep'),
});

/** `GET /publisher/courses/:documentId` → PublishStatus. Needs `plugin::publisher.read`. */
const status = {
  method: 'GET',
  path: '/courses/:documentId',
  handler: (context: Context) => answer(context, () => publishStatus(strapi, draftOf(context))),
  config: adminOnly(mayRead),
};

/**
 * `POST /publisher/courses/:documentId/publish` with `{ message?: string, learners?: 'keep' | 'move' }` →
 * PublishOutcome.
 * A course with problems answers 200 with `kind: "refused"` and the problems: the request was
 * carried out, and its answer is that list. Needs `plugin::publisher.publish`.
 */
const publish = {
  method: 'POST',
  path: '/courses/:documentId/publish',
  handler: (context: Context) =>
    answer(context, async () => {
      const { message, learners } = sent(publishBody, context.request.body);
      return publishCourse(strapi, draftOf(context), actorOf(context), message, learners);
    }),
  config: adminOnly(mayPublish),
};

export const publishRoutes = [status, publish];
