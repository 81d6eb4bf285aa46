import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../lib/admin-request';
import { asGuru, inGuruTransaction } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';

/** How far a registrar's batch is. The figures count students. */
export interface BatchProgress {
  readonly batch: number;
  readonly course: number;
  readonly asked_by: string;
  readonly created_at: string;
  readonly cancelled_at: string | null;
  /** Null while it runs. */
  readonly finished_at: string | null;
  readonly total: number;
  readonly issued: number;
  /** They had one already. */
  readonly had: number;
  /** Not eligible (any more). */
  readonly refused: number;
  readonly failed: number;
  readonly left: number;
}

/** What came of a batch for one student. */
export interface BatchItem {
  readonly student_id: number;
  readonly student_name: string;
  /** Null while it is to be done, or was cancelled before. */
  readonly outcome: 'issued' | 'had' | 'refused' | 'failed' | null;
  /** The code of the refusal; `batch.defect` where a defect stopped it, which the server's log names. */
  readonly reason: string | null;
}

interface Wanted {
  readonly course: number;
  /** Students' ids; null: everybody who would get one now. */
  readonly students: readonly number[] | null;
  readonly by: Administrator;
}

/**
 * Puts a batch down. Certificates are issued one by one by whichever cms has time, and drawn after; what
 * was left when all of them died goes on when one starts. Refuses with `certificate.not-offered`,
 * `batch.running` (one at a time for a course) and `batch.nobody`.
 */
export async function startBatch(
  app: Core.Strapi,
  { course, students, by }: Wanted,
): Promise<{ batch: number }> {
  const [started] = await asGuru(app, (database) =>
    database.rows<{ batch: number }>('select activity.start_batch($1, $2, $3, $4) as batch', [
      course,
      students,
      String(by.id),
      by.name,
    ]),
  );
  if (started === undefined) throw new Error('A select without from returns one row.');
  return started;
}

/** Ends a batch: what is issued stays, nothing more is from here on. Refuses with `batch.ended`. */
export const cancelBatch = (app: Core.Strapi, batch: number, by: Administrator): Promise<unknown> =>
  asGuru(app, (database) =>
    database.rows('select activity.cancel_batch($1, $2)', [batch, by.name]),
  );

const progress = `select b.id as batch, b.course_id as course, b.asked_by, b.created_at, b.cancelled_at,
    b.finished_at, i.*
  from activity.certificate_batches b
  cross join lateral (
    select count(*)::integer as total,
      (count(*) filter (where outcome = 'issued'))::integer as issued,
      (count(*) filter (where outcome = 'had'))::integer as had,
      (count(*) filter (where outcome = 'refused'))::integer as refused,
      (count(*) filter (where outcome = 'failed'))::integer as failed,
      (count(*) filter (where outcome is null))::integer as left
    from activity.certificate_batch_items where batch_id = b.id
  ) i`;

/** How far a batch is. Refuses with `batch.not-found`. */
export async function batchProgress(app: Core.Strapi, batch: number): Promise<BatchProgress> {
  const [found] = await asGuru(app, (database) =>
    database.rows<BatchProgress>(`${progress} where b.id = $1`, [batch]),
  );
  if (found === undefined) throw new Refusal(404, 'batch.not-found');
  return found;
}

/** The newest batches first; of one course, or of all. */
export const latestBatches = (
  app: Core.Strapi,
  course: number | null = null,
  most = 20,
): Promise<BatchProgress[]> =>
  asGuru(app, (database) =>
    database.rows<BatchProgress>(
      `${progress} where $1::integer is null or b.course_id = $1 order by b.id desc limit $2`,
      [course, most],
    ),
  );

/** What came of it for each student, by their ids; `after` is the last id seen. */
export const batchItems = (
  app: Core.Strapi,
  batch: number,
  after = 0,
  most = 100,
): Promise<BatchItem[]> =>
  asGuru(app, (database) =>
    database.rows<BatchItem>(
      `select i.shishya_user_id as student_id, s.name as student_name, i.outcome, i.reason
      from activity.certificate_batch_items i join activity.shishya_users s on s.id = i.shishya_user_id
      where i.batch_id = $1 and i.shishya_user_id > $2
      order by i.shishya_user_id limit $3`,
      [batch, after, most],
    ),
  );

/** What `activity.issue_next` did. */
interface Done {
  readonly batch: number;
  readonly student: number;
  readonly outcome: NonNullable<BatchItem['outcome']>;
  /** What a defect said, where the outcome is `failed`. */
  readonly sqlstate?: string;
  readonly message?: string;
  readonly context?: string;
}

/**
 * Issues the next certificate of the batches that run; false where nothing is left. Issue and note of it
 * are one transaction, so a process may die at any moment. A defect is told to the log, and the others of
 * the batch go on.
 */
export async function issueNext(app: Core.Strapi): Promise<boolean> {
  const done = await inGuruTransaction(
    app,
    {},
    async (database) => {
      const [row] = await database.rows<{ done: Done | null }>(
        'select activity.issue_next() as done',
      );
      return row?.done ?? null;
    },
    'read committed',
  );
  if (done === null) return false;
  if (done.outcome === 'failed') {
    const { batch, student, sqlstate, message, context } = done;
    app.log.error(
      `Batch ${batch} could not issue a certificate to student ${student}: ${sqlstate} ${message}\n${context}`,
    );
  }
  return true;
}
