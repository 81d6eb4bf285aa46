import type { Context } from 'koa';
import { z } from 'zod';
import { answer } from '../../../../lib/route';
import { republish, unpublish } from '../access';
import { mayPublish } from '../permissions';
import { actorOf, adminOnly, draftOf, sent } from './request';

const message = z.string().max(500).default('');
const unpublishBody = z.strictObject({ message, access: z.enum(['keep', 'close']) });
const republishBody = z.strictObject({ message });

/**
 * `POST /publisher/courses/:documentId/unpublish` with `{ message?, access: "keep" | "close" }` →
 * `{ state: CourseState }`. Needs `plugin::publisher.publish`, as the other does.
 */
const takeOff = {
  method: 'POST',
  path: '/courses/:documentId/unpublish',
  handler: (context: Context) =>
    answer(context, async () =>
      unpublish(
        strapi,
        draftOf(context),
        actorOf(context),
        sent(unpublishBody, context.request.body),
      ),
    ),
  config: adminOnly(mayPublish),
};

/** `POST /publisher/courses/:documentId/republish` with `{ message? }` → `{ state: CourseState }`. */
const putBack = {
  method: 'POST',
  path: '/courses/:documentId/republish',
  handler: (context: Context) =>
    answer(context, async () =>
      republish(
        strapi,
        draftOf(context),
        actorOf(context),
        sent(republishBody, context.request.body),
      ),
    ),
  config: adminOnly(mayPublish),
};

export const accessRoutes = [takeOff, putBack];
