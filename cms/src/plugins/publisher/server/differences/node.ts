import type { Core } from '@strapi/strapi';
import { inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { type KindName, kindNamed } from '../tree';
import type { NodeDifference, Side } from '../wire';
import type { Sides } from './compare';
import { courseOf, parametersOf, refuseUnknown, rowsOf } from './sides';

/**
 * The fields of one thing that differ, with both texts; correct answers and solutions too, because
 * editors ask.
 *
 * @throws Refusal `publish.not-found`, `version.not-found`, `difference.not-found` where neither
 *   side has such a thing
 */
export function nodeDifferenceOf(
  app: Core.Strapi,
  documentId: string,
  node: { readonly kind: KindName; readonly id: number },
  sides: Sides,
): Promise<NodeDifference> {
  return inGuruTransaction(app, {}, async (database) => {
    const course = await courseOf(database, documentId);
    const from = sides.from ?? (course.version === 0 ? null : course.version);
    const to = sides.to ?? 'draft';
    await refuseUnknown(database, course, [from, to]);
    const kind = kindNamed(node.kind);
    const contentOf = async (side: Side | null): Promise<Record<string, unknown> | undefined> => {
      const [found] = await database.rows<{ row: Record<string, unknown> }>(
        `select row from (${rowsOf(side, kind)}) side where (row ->> 'id')::integer = $4`,
        [...parametersOf(course), node.id],
      );
      return found?.row;
    };
    const before = from === null ? undefined : await contentOf(from);
    const after = await contentOf(to);
    if (before === undefined && after === undefined) throw new Refusal(404, 'difference.not-found');
    const fields = [...kind.columns, ...(kind.hidden?.columns ?? [])]
      .map(({ name }) => ({
        field: name,
        before: asText(before?.[name]),
        after: asText(after?.[name]),
      }))
      .filter((field) => field.before !== field.after);
    return { kind: node.kind, id: node.id, fields };
  });
}

/** What is empty is nothing: not every version knows every field. */
function asText(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null;
  if (Array.isArray(value) && value.length === 0) return null;
  if (typeof value === 'string') return value;
  return JSON.stringify(value, null, 2);
}
