import { z } from 'zod';

/** A live id as it stands in a path: a positive integer within PostgreSQL's `integer`. */
export const id = z.coerce.number().int().min(1).max(2_147_483_647);

/** An instant, ISO 8601 in UTC, always from the database's clock. */
export const instant = z.iso.datetime({ offset: true });

/** For endpoints without path parameters or without a body. Unknown keys are refused. */
export const nothing = z.strictObject({});

/** A titled link out of the course. */
export const link = z.object({ title: z.string(), url: z.string() });
export type Link = z.infer<typeof link>;

/**
 * The body of every refusal. `code` is stable and meant for programs, `message` is for people and
 * says what to do; `field` names the offending part of the request where there is one.
 */
export const errorReply = z.object({
  error: z.object({
    code: z.string(),
    message: z.string(),
    field: z.string().optional(),
  }),
});
export type ErrorReply = z.infer<typeof errorReply>;
