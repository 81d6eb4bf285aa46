import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { mayPublish, mayRead } from '../permissions';
import {
  listVersions,
  restoreState,
  restoreVersion,
  rollBack,
  undoRestore,
} from '../versions/index';
import { actorOf, adminOnly, draftOf, sent } from './request';

const nothing = z.strictObject({});
const rollBackBody = z.strictObject({
  message: z.string().max(500).default(''),
  learners: z.enum(['keep', 'move']).default('keep'),
});

/** The version the path names; what is no number was never published. */
export function versionOf(context: Context): number {
  const parsed = z.coerce
    .number()
    .int()
    .min(1)
    .max(2_147_483_647)
    .safeParse(context.params.version);
  if (!parsed.success) throw new Refusal(404, 'version.not-found');
  return parsed.data;
}

/** `GET /publisher/courses/:documentId/versions` → Version[], the newest first. */
const list = {
  method: 'GET',
  path: '/courses/:documentId/versions',
  handler: (context: Context) => answer(context, () => listVersions(strapi, draftOf(context))),
  config: adminOnly(mayRead),
};

/** `POST …/versions/:version/rollback` with `{ message?, learners? }` → RolledBack. */
const back = {
  method: 'POST',
  path: '/courses/:documentId/versions/:version/rollback',
  handler: (context: Context) =>
    answer(context, async () => {
      const wishes = sent(rollBackBody, context.request.body);
      return rollBack(strapi, draftOf(context), versionOf(context), actorOf(context), wishes);
    }),
  config: adminOnly(mayPublish),
};

/** `GET …/restore` → RestoreState. */
const state = {
  method: 'GET',
  path: '/courses/:documentId/restore',
  handler: (context: Context) => answer(context, () => restoreState(strapi, draftOf(context))),
  config: adminOnly(mayRead),
};

/** `POST …/versions/:version/restore` → RestoreState: the drafts become that version. */
const restore = {
  method: 'POST',
  path: '/courses/:documentId/versions/:version/restore',
  handler: (context: Context) =>
    answer(context, async () => {
      sent(nothing, context.request.body);
      return restoreVersion(strapi, draftOf(context), versionOf(context), actorOf(context));
    }),
  config: adminOnly(mayPublish),
};

/** `POST …/restore/undo` → RestoreState: the drafts become what they were before. */
const undo = {
  method: 'POST',
  path: '/courses/:documentId/restore/undo',
  handler: (context: Context) =>
    answer(context, async () => {
      sent(nothing, context.request.body);
      return undoRestore(strapi, draftOf(context), actorOf(context));
    }),
  config: adminOnly(mayPublish),
};

export const versionsRoutes = [list, back, state, restore, undo];
