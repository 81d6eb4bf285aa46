import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';

/** A row's id, as far as PostgreSQL's integer goes. */
export const rowId = z.coerce.number().int().min(1).max(2_147_483_647);

export const pageNumber = z.coerce.number().int().min(1).max(1_000_000).default(1);

/** The id the path names; one that cannot be one is simply not there. */
export function idOf(context: Context, missing: string): number {
  const parsed = rowId.safeParse(context.params.id);
  if (!parsed.success) throw new Refusal(404, missing);
  return parsed.data;
}
