import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../../lib/guru';
import { messages } from '../../../../lib/messages';
import {
  type BatchProgress,
  batchItems,
  batchProgress,
  type BatchItem as FoundItem,
  latestBatches,
} from '../batch';
import type { BatchLine, BatchRecord } from '../wire';

/** The newest batches first. */
export async function batchLines(app: Core.Strapi): Promise<BatchLine[]> {
  const batches = await latestBatches(app);
  const names = await courseNames(app, batches);
  return batches.map((batch) => lineOf(batch, names));
}

const pageSize = 100;

/**
 * How far a batch is, and what came of it for each student after the one with the number `after`.
 *
 * @throws Refusal `batch.not-found`
 */
export async function batchRecord(
  app: Core.Strapi,
  id: number,
  after: number,
): Promise<BatchRecord> {
  const batch = await batchProgress(app, id);
  const items = await batchItems(app, id, after, pageSize);
  return {
    batch: lineOf(batch, await courseNames(app, [batch])),
    items: items.map(itemOf),
    next: items.length < pageSize ? null : (items.at(-1)?.student_id ?? null),
  };
}

async function courseNames(
  app: Core.Strapi,
  batches: readonly BatchProgress[],
): Promise<ReadonlyMap<number, string>> {
  const rows = await readAsGuru(app, (database) =>
    database.rows<{ id: number; name: string }>(
      'select id, name from live.courses where id = any ($1)',
      [batches.map(({ course }) => course)],
    ),
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

const lineOf = (
  { batch, course, asked_by, created_at, cancelled_at, finished_at, ...figures }: BatchProgress,
  names: ReadonlyMap<number, string>,
): BatchLine => ({
  id: batch,
  courseId: course,
  courseName: names.get(course) ?? '',
  askedBy: asked_by,
  createdAt: created_at,
  cancelledAt: cancelled_at,
  finishedAt: finished_at,
  ...figures,
});

const itemOf = ({ student_id, student_name, outcome, reason }: FoundItem) => ({
  studentId: student_id,
  studentName: student_name,
  outcome,
  reason: reason === null ? null : (messages[reason] ?? defect),
});

/** Older batches have the database's own words as the reason of a defect; they are for the log. */
const defect = messages['batch.defect'] ?? '';
