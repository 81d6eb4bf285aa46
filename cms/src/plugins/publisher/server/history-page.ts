import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../lib/guru';
import type { HistoryLine, HistoryPage } from './wire';

/** What the history is narrowed to; whatever is absent does not narrow. */
export interface HistoryFilter {
  /** A draft course's document id; lines stay when the draft is gone. */
  readonly course?: string | undefined;
  readonly action?: string | undefined;
  readonly outcome?: string | undefined;
  /** ISO 8601, the first moment and the first one after. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Text that course, person, or message contain, in any case. */
  readonly q?: string | undefined;
  /** The administrator who created the courses; for an author, who sees no others. */
  readonly createdBy?: number | undefined;
  /** From 1. */
  readonly page: number;
}

export const historyPageSize = 25;

/** A page of everything that was done or tried with courses' versions, the newest first. */
export function historyPage(app: Core.Strapi, filter: HistoryFilter): Promise<HistoryPage> {
  const { course, action, outcome, from, to, q, createdBy, page } = filter;
  const parameters: unknown[] = [];
  const conditions: string[] = [];
  const narrow = (value: unknown, condition: (place: string) => string) => {
    if (value === undefined) return;
    parameters.push(value);
    conditions.push(condition(`$${parameters.length}`));
  };
  narrow(course, (place) => `draft_document_id = ${place}`);
  narrow(action, (place) => `action = ${place}`);
  narrow(outcome, (place) => `outcome = ${place}`);
  narrow(from, (place) => `created_at >= ${place}::timestamptz`);
  narrow(to, (place) => `created_at < ${place}::timestamptz`);
  narrow(
    q?.toLowerCase(),
    (place) => `position(${place} in lower(concat_ws(' ', course_name, actor_name, message))) > 0`,
  );
  narrow(
    createdBy,
    (place) =>
      `draft_document_id in (select document_id from cms.draft_courses where created_by_id = ${place})`,
  );
  const where = conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`;
  return asGuru(app, async (database) => {
    const [counted] = await database.rows<{ total: number }>(
      `select count(*) as total from live.course_publish_history ${where}`,
      parameters,
    );
    const lines = await database.rows<HistoryLine>(
      `select id, created_at as at, action, outcome, course_id as "courseId",
        draft_document_id as "documentId", course_name as "courseName", version,
        actor_name as actor, message, counts, problems, details, duration_ms as "durationMs"
      from live.course_publish_history ${where}
      order by created_at desc, id desc
      limit ${historyPageSize} offset $${parameters.length + 1}`,
      [...parameters, (page - 1) * historyPageSize],
    );
    return { lines, total: counted?.total ?? 0, page, pageSize: historyPageSize };
  });
}
