import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../lib/refusal';
import { answer } from '../../../lib/route';
import { mayPublish, mayRead } from './permissions';
import { publishCourse } from './publish';
import { publishStatus } from './status';

const adminOnly = (action: string) => ({
  policies: [
    'admin::isAuthenticatedAdmin',
    { name: 'admin::hasPermissions', config: { actions: [action] } },
  ],
});

const documentId = z.string().regex(/^[a-z0-9]{24}$/);
const publishBody = z.strictObject({ message: z.string().max(500).default('') });

/** The signed-in administrator as Strapi's policy has put it into the context. */
function actorOf(context: Context) {
  const user = z
    .object({
      id: z.number(),
      firstname: z.string().nullish(),
      lastname: z.string().nullish(),
      email: z.string(),
    })
    .parse(context.state.user);
  const name = [user.firstname, user.lastname].filter(Boolean).join(' ');
  return { id: user.id, name: name === '' ? user.email : name };
}

function draftOf(context: Context): string {
  const parsed = documentId.safeParse(context.params.documentId);
  if (!parsed.success) throw new Refusal(404, 'publish.not-found');
  return parsed.data;
}

/** `GET /publisher/courses/:documentId` → PublishStatus. Needs `plugin::publisher.read`. */
const status = {
  method: 'GET',
  path: '/courses/:documentId',
  handler: (context: Context) => answer(context, () => publishStatus(strapi, draftOf(context))),
  config: adminOnly(mayRead),
};

/**
 * `POST /publisher/courses/:documentId/publish` with `{ message?: string }` → PublishOutcome.
 * A course with problems answers 200 with `kind: "refused"` and the problems: the request was
 * carried out, and its answer is that list. Needs `plugin::publisher.publish`.
 */
const publish = {
  method: 'POST',
  path: '/courses/:documentId/publish',
  handler: (context: Context) =>
    answer(context, async () => {
      const body = publishBody.safeParse(context.request.body ?? {});
      if (!body.success) throw new Refusal(400, 'request.invalid', 'message');
      return publishCourse(strapi, draftOf(context), actorOf(context), body.data.message);
    }),
  config: adminOnly(mayPublish),
};

export const routes = { admin: { type: 'admin', routes: [status, publish] } };
