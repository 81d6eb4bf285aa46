import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';

/** A published course under the lock that lets publishes, rollbacks and restores through one by one. */
export interface LockedCourse {
  readonly draftId: number;
  readonly id: number;
  readonly name: string;
  readonly version: number;
}

/**
 * Locks the draft course, as a publish does, and finds what is live of it.
 *
 * @throws Refusal `publish.not-found` without such a draft, `version.never-published` without a version
 */
export async function lockLive(database: GuruDatabase, documentId: string): Promise<LockedCourse> {
  const [draft] = await database.rows<{ id: number; live_course_id: number | null }>(
    'select id, live_course_id from cms.draft_courses where document_id = $1 for update',
    [documentId],
  );
  if (draft === undefined) throw new Refusal(404, 'publish.not-found');
  const [live] = await database.rows<{ id: number; name: string; version: number }>(
    'select id, name, version from live.courses where id = $1 and version > 0',
    [draft.live_course_id],
  );
  if (live === undefined) throw new Refusal(409, 'version.never-published');
  return { draftId: draft.id, ...live };
}
