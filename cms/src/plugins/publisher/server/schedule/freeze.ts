import type { GuruDatabase } from '../../../../lib/guru';
import { checkCourse } from '../checks';
import type { Problem } from '../problem';
import { courseIdentity, type DraftCourse } from '../publish';
import { checksumOf, draftSnapshot } from '../snapshot';
import { identityStatements } from '../statements';

/** The version written into a frozen snapshot: it gets its number when it is published. */
const notYetNumbered = 0;

export type Freezing =
  | { readonly kind: 'ready'; readonly courseId: number }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/** Checks the drafts and gives each its identity, so that they can be frozen. */
export async function prepareFreeze(database: GuruDatabase, draft: DraftCourse): Promise<Freezing> {
  const { errors, problems } = await checkCourse(database, draft.id);
  if (errors > 0) return { kind: 'refused', problems };
  const courseId = await courseIdentity(database, draft);
  for (const { text, parameters } of identityStatements({ draftId: draft.id, courseId }))
    await database.change(text, parameters);
  return { kind: 'ready', courseId };
}

/**
 * A select of `snapshot` and `checksum` of the drafts as they are; its parameters are
 * `frozenParameters`.
 */
export const frozen = `select s.snapshot, ${checksumOf('s.snapshot')} as checksum
  from (select ${draftSnapshot('assigned')} as snapshot) s`;

export const frozenParameters = (draftId: number, courseId: number): readonly number[] => [
  draftId,
  notYetNumbered,
  courseId,
];

/** Whether the drafts are not what was frozen any more. */
export async function isBehind(
  database: GuruDatabase,
  { draftId, courseId, checksum }: { draftId: number; courseId: number; checksum: string },
): Promise<boolean> {
  const [now] = await database.rows<{ checksum: string }>(
    `select ${checksumOf(draftSnapshot('provisional'))} as checksum`,
    frozenParameters(draftId, courseId),
  );
  return now?.checksum !== checksum;
}
