import type { Context } from 'koa';
import { z } from 'zod';
import { sent } from '../../../../lib/admin-request';
import { Refusal } from '../../../../lib/refusal';
import { tree } from '../../../publisher/server/tree';
import { commandNames, type KindName } from '../wire';

/** What paths and bodies of this room's routes have in common. */
export const rowId = z.coerce.number().int().min(1).max(2_147_483_647);
export const kindName = z.enum(tree.map(({ name }) => name) as [KindName, ...KindName[]]);
export const documentName = z.string().min(1).max(255);
export const nothing = z.strictObject({});

export const startJobBody = z.strictObject({
  command: z.enum(commandNames),
  target: z.strictObject({ kind: kindName, documentId: documentName }),
  params: z.record(z.string(), z.unknown()).default({}),
  sources: z.array(rowId).max(50).default([]),
});

/** The draft course that the path names. */
export const courseOf = (context: Context): string => sent(documentName, context.params.documentId);

/** A number that the path names; one that cannot be one is simply not there. */
export function numberOf(context: Context, name: string, missing: string): number {
  const parsed = rowId.safeParse(context.params[name]);
  if (!parsed.success) throw new Refusal(404, missing);
  return parsed.data;
}
