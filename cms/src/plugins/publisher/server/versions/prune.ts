import { performance } from 'node:perf_hooks';
import type { GuruDatabase } from '../../../../lib/guru';
import { type Actor, recordHistory } from '../history';

/** A version that could be taken out of live, and what that frees as it is stored. */
export interface UnusedVersion {
  readonly courseId: number;
  readonly courseName: string;
  readonly version: number;
  readonly rows: number;
  readonly bytes: number;
}

/** The versions that are not current and that no enrolment, attempt, submission or certificate needs. */
export function unusedVersions(
  database: GuruDatabase,
  courseId: number | null,
): Promise<UnusedVersion[]> {
  return database.rows<UnusedVersion>(
    `select course_id as "courseId", course_name as "courseName", version,
      row_count::float8 as rows, bytes::float8 as bytes from live.unused_versions($1)`,
    [courseId],
  );
}

/**
 * Takes one version out of live. The database decides whether it may go; its snapshot stays, so it
 * can still be compared, exported, restored and rolled back to.
 *
 * @returns how many rows it freed
 */
export async function takeOut(
  database: GuruDatabase,
  { courseId, courseName, version }: Pick<UnusedVersion, 'courseId' | 'courseName' | 'version'>,
  actor: Actor,
): Promise<number> {
  const began = performance.now();
  const [taken] = await database.rows<{ rows: number }>(
    'select live.take_out_version($1, $2)::float8 as rows',
    [courseId, version],
  );
  const rows = taken?.rows ?? 0;
  const [draft] = await database.rows<{ documentId: string }>(
    'select document_id as "documentId" from cms.draft_courses where live_course_id = $1',
    [courseId],
  );
  await recordHistory(database, {
    courseId,
    draftDocumentId: draft?.documentId ?? '',
    courseName,
    action: 'prune',
    outcome: 'done',
    version,
    actor,
    message: '',
    counts: null,
    problems: null,
    durationMs: performance.now() - began,
    details: { rows },
  });
  return rows;
}
