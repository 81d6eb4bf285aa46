import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { mailLater } from '../../../../lib/mail-job';
import { Refusal, refusalFrom } from '../../../../lib/refusal';
import { type Actor, type HistoryEntry, recordHistory } from '../history';
import { lockDraft } from '../publish';
import { takeAlong } from '../take-along';
import { writeVersionFrom } from '../versions';
import type { Learners } from '../wire';
import { isBehind } from './freeze';
import { mails } from './mails';

interface Due {
  readonly id: number;
  readonly documentId: string;
  readonly courseId: number;
  readonly courseName: string;
  readonly checksum: string;
  readonly frozenBy: string;
  readonly frozenById: number | null;
  readonly learners: Learners;
  readonly message: string;
  readonly tries: number;
  /** In the editor's own time zone, for people. */
  readonly localTime: string;
}

/**
 * Publishes what was frozen, in one transaction, and only once: whoever comes second finds it done.
 * A failure is put down in the schedule and in the history, and mailed the first and the last time.
 *
 * @param isLast nobody will try again after this
 * @throws whatever stopped it, unless trying again is in vain
 */
export async function publishScheduled(
  app: Core.Strapi,
  id: number,
  isLast: boolean,
): Promise<void> {
  const began = performance.now();
  try {
    await inGuruTransaction(app, {}, (database) => publishIn(app, database, id, began));
  } catch (error) {
    // Something a person must decide; it would be refused again.
    const isVain = error instanceof Refusal;
    await inGuruTransaction(app, {}, (database) =>
      recordFailure(app, database, id, error, isLast || isVain, began),
    ).catch((second: unknown) => {
      // The database that failed the publish may fail this too; the first error is the news.
      app.log.error(`A failed scheduled publish could not be put down: ${String(second)}`);
      throw error;
    });
    if (!isVain) throw error;
  }
}

async function lockDue(database: GuruDatabase, id: number): Promise<Due | undefined> {
  const [due] = await database.rows<Due>(
    `select id, draft_document_id as "documentId", course_id as "courseId", course_name as "courseName",
      checksum, frozen_by as "frozenBy", frozen_by_id as "frozenById", learners, message, tries,
      to_char(run_at at time zone time_zone, 'YYYY-MM-DD HH24:MI') || ' (' || time_zone || ')' as "localTime"
    from live.scheduled_publishes where id = $1 and state = 'waiting' for update`,
    [id],
  );
  return due;
}

async function publishIn(
  app: Core.Strapi,
  database: GuruDatabase,
  id: number,
  began: number,
): Promise<void> {
  const due = await lockDue(database, id);
  if (due === undefined) return;
  await database.rows(`select set_config('app.admin_id', $1, true)`, [
    due.frozenById === null ? '' : String(due.frozenById),
  ]);
  // The same lock as a publish by hand takes, so that one waits for the other.
  const draft = await lockDraft(database, due.documentId);
  const [course] = await database.rows<{ version: number }>(
    'select version from live.courses where id = $1 for update',
    [due.courseId],
  );
  const version = (course?.version ?? 0) + 1;
  const { courseId, message } = due;
  const counts = await writeVersionFrom(
    database,
    { courseId, version },
    { sql: '(select snapshot from live.scheduled_publishes where id = $1)', parameters: [id] },
    { publishedBy: due.frozenBy, message },
  );
  const { moved, approval } = await takeAlong(app, database, {
    courseId,
    version,
    learners: due.learners,
  });
  // Drafts that were edited since are being edited still.
  const behind = await isBehind(database, { draftId: draft.id, courseId, checksum: due.checksum });
  await database.change(
    `update cms.draft_courses set version = $2, status = case when $3 then status else 'published' end,
      updated_at = now() where id = $1`,
    [draft.id, version, behind],
  );
  await database.change(
    `update live.scheduled_publishes
    set state = 'done', version = $2, snapshot = null, ended_at = clock_timestamp() where id = $1`,
    [id, version],
  );
  await recordHistory(database, {
    ...lineOf(due, began),
    outcome: 'done',
    version,
    counts,
    problems: null,
    details: { scheduled: id, learners: due.learners, moved, approval },
  });
  if (due.tries > 0) await tell(app, database, due, mails.published(due, version));
}

async function recordFailure(
  app: Core.Strapi,
  database: GuruDatabase,
  id: number,
  error: unknown,
  isFinal: boolean,
  began: number,
): Promise<void> {
  const due = await lockDue(database, id);
  if (due === undefined) return;
  const cause =
    refusalFrom(error)?.message ?? (error instanceof Error ? error.message : String(error));
  await database.change(
    `update live.scheduled_publishes set tries = tries + 1, last_error = $2,
      state = case when $3 then 'failed' else state end,
      ended_at = case when $3 then clock_timestamp() end
    where id = $1`,
    [id, cause, isFinal],
  );
  await recordHistory(database, {
    ...lineOf(due, began),
    outcome: 'failed',
    version: null,
    counts: null,
    problems: [{ message: cause }],
    details: { scheduled: id, tries: due.tries + 1, is_final: isFinal },
  });
  if (isFinal) await tell(app, database, due, mails.givenUp(due, cause));
  else if (due.tries === 0) await tell(app, database, due, mails.failed(due, cause));
}

function lineOf(
  due: Due,
  began: number,
): Pick<
  HistoryEntry,
  'action' | 'courseId' | 'draftDocumentId' | 'courseName' | 'actor' | 'message' | 'durationMs'
> {
  const actor: Actor = { id: due.frozenById, name: due.frozenBy };
  return {
    action: 'publish',
    courseId: due.courseId,
    draftDocumentId: due.documentId,
    courseName: due.courseName,
    actor,
    message: due.message,
    durationMs: performance.now() - began,
  };
}

/** Mails whoever scheduled it and the administrators, each on their own. */
async function tell(
  app: Core.Strapi,
  database: GuruDatabase,
  due: Due,
  { subject, text }: { subject: string; text: string },
): Promise<void> {
  const people: readonly { email: string }[] = await app.db.query('admin::user').findMany({
    select: ['email'],
    where: {
      isActive: true,
      blocked: false,
      $or: [{ id: due.frozenById ?? 0 }, { roles: { code: 'strapi-super-admin' } }],
    },
  });
  const page = `${environment().publicUrl}/admin/plugins/publisher/courses/${due.documentId}`;
  for (const to of new Set(people.map(({ email }) => email)))
    await mailLater(app, database, { to, subject, text: `${text}\n\n${page}\n` });
}
