import type { Context } from 'koa';
import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';

const documentId = z.string().regex(/^[a-z0-9]{24}$/);

/** The draft course the path names. */
export function courseOf(context: Context): string {
  const parsed = documentId.safeParse(context.params.documentId);
  if (!parsed.success) throw new Refusal(404, 'ai.course-not-found');
  return parsed.data;
}
