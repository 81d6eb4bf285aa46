import type { GuruDatabase } from '../../../lib/guru';
import type { Problem } from './problem';

/** Who acts in the admin. */
export interface Actor {
  readonly id: number | null;
  readonly name: string;
}

export type HistoryAction =
  | 'publish'
  | 'unpublish'
  | 'republish'
  | 'rollback'
  | 'schedule'
  | 'unschedule'
  | 'restore'
  | 'undo_restore'
  | 'import'
  | 'export'
  | 'prune'
  | 'rebuild'
  | 'move';

export interface HistoryEntry {
  readonly action: HistoryAction;
  readonly courseId: number | null;
  readonly draftDocumentId: string;
  readonly courseName: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly version: number | null;
  readonly actor: Actor;
  readonly message: string;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly problems: readonly (Problem | { readonly message: string })[] | null;
  readonly durationMs: number;
  /** What only this action has, e.g. the version a rollback took. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Puts down what was done or tried with a course's versions, in `live.course_publish_history`. */
export async function recordHistory(database: GuruDatabase, entry: HistoryEntry): Promise<void> {
  await database.rows(
    `insert into live.course_publish_history
      (course_id, draft_document_id, course_name, action, outcome, version, actor_id, actor_name, message, counts, problems, duration_ms, details)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      entry.courseId,
      entry.draftDocumentId,
      entry.courseName,
      entry.action,
      entry.outcome,
      entry.version,
      entry.actor.id,
      entry.actor.name,
      entry.message,
      entry.counts === null ? null : JSON.stringify(entry.counts),
      entry.problems === null ? null : JSON.stringify(entry.problems),
      Math.round(entry.durationMs),
      JSON.stringify(entry.details ?? {}),
    ],
  );
}
