import { kindNamed } from '../../../publisher/server/tree';
import type { Fields, KindName } from '../wire';
import type { Reader } from './reading';

/** What these fields of a draft hold now, null for an empty one; null where the draft is gone. */
export async function presentFields(
  database: Reader,
  kind: KindName,
  documentId: string,
  fields: readonly string[],
): Promise<Fields | null> {
  const [found] = await database.rows<{ fields: Fields | null }>(
    `select (select jsonb_object_agg(f.name, to_jsonb(d) -> f.name) from unnest($2::text[]) f (name)) as fields
    from cms.${kindNamed(kind).draftTable} d where d.document_id = $1`,
    [documentId, fields],
  );
  return found === undefined ? null : (found.fields ?? {});
}
