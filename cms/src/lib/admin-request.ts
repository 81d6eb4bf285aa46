import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from './refusal';

/**
 * The policies of a plugin's route that needs a permission of the administrator's role. Where its path
 * names a draft course as `:documentId`, an author comes in for an own course only.
 */
export const adminOnly = (action: string) => ({
  policies: [
    'admin::isAuthenticatedAdmin',
    { name: 'admin::hasPermissions', config: { actions: [action] } },
    'global::own-course',
  ],
});

/** Who acts in the admin: the account's id and the name records are kept under. */
export interface Administrator {
  readonly id: number;
  readonly name: string;
}

/** The signed-in administrator as Strapi's policy has put it into the context. */
export function actorOf(context: Context): Administrator {
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

/** What was sent, held against `schema`; a refusal names the first field that is not as expected. */
export function sent<Schema extends z.ZodType>(schema: Schema, value: unknown): z.infer<Schema> {
  const parsed = schema.safeParse(value ?? {});
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const extra = issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  throw new Refusal(400, 'request.invalid', extra ?? issue?.path.join('.') ?? 'body');
}
