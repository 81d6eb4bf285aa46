import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { membersOf } from '../../../publisher/server/draft-rows';
import { kindNamed } from '../../../publisher/server/tree';
import { freeSlug } from '../commands';
import { childrenOf, type Place, readPlace } from '../commands/reading';
import type { Entry, Fields, KindName } from '../wire';
import { lockDraft } from './drafts';

/** Where a new draft stands: its relations to everything above it, and its number among its siblings. */
export interface NewPlace {
  readonly place: Place;
  readonly data: Fields;
}

/**
 * The place below a draft, at the end of what is there. The parent is locked, so two that are accepted at
 * once do not get the same number.
 */
export async function placeBelow(
  database: GuruDatabase,
  parent: Entry,
  name: KindName,
): Promise<NewPlace> {
  if ((await lockDraft(database, parent, [])) === undefined)
    throw new Refusal(409, 'ai.draft-gone');
  const place = await readPlace(database, parent);
  const kind = kindNamed(name);
  const above = [place.target, ...place.above];
  const relations = kind.parents.flatMap(({ kind: wanted, relation }) => {
    const found = above.find((draft) => draft.kind === wanted);
    return found === undefined ? [] : [[relation, found.documentId] as const];
  });
  const data: Record<string, unknown> = Object.fromEntries(relations);
  if (kind.order !== null) {
    const siblings = await childrenOf(database, place.target, name);
    const numbers = siblings.map(({ fields }) => Number(fields[kind.order ?? ''] ?? 0));
    data[kind.order] = Math.max(0, ...numbers) + 1;
  }
  return { place, data };
}

/** A slug that no other lab of the course has. */
export async function slugFor(
  database: GuruDatabase,
  { course }: Place,
  wanted: unknown,
): Promise<string> {
  const labs = await database.rows<{ slug: string | null }>(
    `select slug from cms.draft_practice_labs where id in (${membersOf(kindNamed('practice_lab'))})`,
    [course.id],
  );
  return freeSlug(String(wanted ?? ''), new Set(labs.map(({ slug }) => slug ?? '')));
}
