import type { z } from 'zod';

/**
 * One endpoint as both sides see it. The cms parses `params`, `query` and `body` before anything
 * else happens and sends what `reply` describes; the learner's client builds the request from the
 * same object, and `openapi.json` is generated from it. `path` uses `:name` for parameters and
 * stands below the cms's `/api`.
 */
export interface Endpoint<
  Params extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: `/${string}`;
  readonly summary: string;
  /**
   * `student` needs an access token of a confirmed, active student, `preview` the token of a preview
   * link, `anyone` needs nothing. Tokens travel as `Authorization: Bearer …`.
   */
  readonly who: 'anyone' | 'student' | 'preview';
  readonly params: Params;
  readonly body: Body;
  readonly reply: Reply;
  /**
   * For files: `upload` takes `multipart/form-data` in place of a JSON body, `download` answers with
   * a file's bytes where `reply` describes what stands beside them. JSON where it is absent.
   */
  readonly transfer?: 'upload' | 'download';
  /** The stable codes this endpoint may refuse with, besides those every endpoint may use. */
  readonly errors: readonly string[];
}

/** Keeps the exact types of an endpoint while checking its form. */
export function endpoint<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  definition: Endpoint<P, B, R>,
): Endpoint<P, B, R> {
  return definition;
}
