import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import type { Actor } from '../history';

/** The policies of a route that needs one of the plugin's permissions. */
export const adminOnly = (action: string) => ({
  policies: [
    'admin::isAuthenticatedAdmin',
    { name: 'admin::hasPermissions', config: { actions: [action] } },
  ],
});

/** The signed-in administrator as Strapi's policy has put it into the context. */
export function actorOf(context: Context): Actor {
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

const documentId = z.string().regex(/^[a-z0-9]{24}$/);

/** The draft course the path names. */
export function draftOf(context: Context): string {
  const parsed = documentId.safeParse(context.params.documentId);
  if (!parsed.success) throw new Refusal(404, 'publish.not-found');
  return parsed.data;
}

/** What was sent, held against `schema`; a refusal names the first field that is not as expected. */
export function sent<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new Refusal(400, 'request.invalid', extra ?? issue?.path.join('.') ?? 'body');
}
