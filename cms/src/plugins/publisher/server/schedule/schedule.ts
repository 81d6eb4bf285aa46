import { performance } from 'node:perf_hooks';
import type { Core } from '@strapi/strapi';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { enqueue } from '../../../../lib/jobs';
import { Refusal } from '../../../../lib/refusal';
import { type Actor, type HistoryAction, recordHistory } from '../history';
import type { Problem } from '../problem';
import { type DraftCourse, lockDraft } from '../publish';
import type { Learners, Schedule } from '../wire';
import { frozen, frozenParameters, isBehind, prepareFreeze } from './freeze';
import { scheduledPublish } from './job';
import { momentOf } from './moment';

export interface Wish {
  /** ISO 8601 with an offset, or a local date and time in `timeZone`. */
  readonly runAt: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly message: string;
  readonly learners: Learners;
}

interface Row extends Omit<Schedule, 'isBehindDrafts'> {
  readonly courseId: number;
  readonly checksum: string;
}

/** How a row is read; one whose moment has come and that did not fail yet is being published. */
const selectSchedule = `select id, run_at as "runAt", time_zone as "timeZone",
    case when state = 'waiting' and tries = 0 and run_at <= clock_timestamp() then 'running' else state end as state,
    learners, message, frozen_at as "frozenAt", frozen_by as "frozenBy", tries, last_error as "lastError",
    course_id as "courseId", checksum
  from live.scheduled_publishes`;

/**
 * The publish that waits for a course, or the one that failed for good and was followed by nothing;
 * null where there is neither.
 *
 * @throws Refusal `publish.not-found`
 */
export function scheduleOf(app: Core.Strapi, documentId: string): Promise<Schedule | null> {
  return asGuru(app, async (database) => {
    const [draft] = await database.rows<{ id: number }>(
      'select id from cms.draft_courses where document_id = $1',
      [documentId],
    );
    if (draft === undefined) throw new Refusal(404, 'publish.not-found');
    const [row] = await database.rows<Row>(
      `${selectSchedule} s
      where id = (select max(id) from live.scheduled_publishes where draft_document_id = $1)
        and (state = 'waiting' or (state = 'failed' and not exists (
          select from live.courses c where c.id = s.course_id and c.published_at > s.ended_at)))`,
      [documentId],
    );
    return row === undefined ? null : shown(database, draft.id, row);
  });
}

/**
 * Freezes the drafts and publishes them at that time.
 *
 * @throws Refusal `publish.not-found`, `schedule.exists`, `publish.problems` where an error stops
 *   it, and what `momentOf` refuses
 */
export function scheduleCourse(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  wish: Wish,
): Promise<Schedule> {
  return frozenOrRefused(app, documentId, actor, wish.message, async (database, draft, line) => {
    const runAt = await momentOf(database, wish.runAt, wish.timeZone);
    const there = await database.rows(
      `select from live.scheduled_publishes where draft_document_id = $1 and state = 'waiting'`,
      [documentId],
    );
    if (there.length > 0) throw new Refusal(409, 'schedule.exists');
    const freezing = await prepareFreeze(database, draft);
    if (freezing.kind === 'refused') return freezing.problems;
    const [made] = await database.rows<{ id: number }>(
      `insert into live.scheduled_publishes (draft_document_id, course_id, course_name, snapshot, checksum,
        frozen_by, frozen_by_id, run_at, time_zone, learners, message)
      select $4, $3::integer, $5, f.snapshot, f.checksum, $6, $7, $8, $9, $10, $11 from (${frozen}) f
      returning id`,
      [
        ...frozenParameters(draft.id, freezing.courseId),
        documentId,
        draft.name,
        actor.name,
        actor.id,
        runAt,
        wish.timeZone,
        wish.learners,
        wish.message,
      ],
    );
    if (made === undefined) throw new Error('An insert of one row returns one row.');
    await enqueue(app, database, scheduledPublish, made, { runAt, key: String(made.id) });
    const { timeZone, learners } = wish;
    await line(freezing.courseId, {
      scheduled: made.id,
      run_at: runAt,
      time_zone: timeZone,
      learners,
    });
    return readBack(database, draft.id, made.id);
  });
}

/**
 * Takes what was edited since into the publish that waits.
 *
 * @throws Refusal `publish.not-found`, `schedule.not-found`, `publish.problems`
 */
export function refreeze(app: Core.Strapi, documentId: string, actor: Actor): Promise<Schedule> {
  return frozenOrRefused(app, documentId, actor, '', async (database, draft, line) => {
    const { id } = await lockWaiting(database, documentId, ['waiting']);
    const freezing = await prepareFreeze(database, draft);
    if (freezing.kind === 'refused') return freezing.problems;
    await database.change(
      `update live.scheduled_publishes s
      set snapshot = f.snapshot, checksum = f.checksum, course_name = $5,
        frozen_at = clock_timestamp(), frozen_by = $6, frozen_by_id = $7
      from (${frozen}) f where s.id = $4`,
      [...frozenParameters(draft.id, freezing.courseId), id, draft.name, actor.name, actor.id],
    );
    await line(freezing.courseId, { scheduled: id, refrozen: true });
    return readBack(database, draft.id, id);
  });
}

/**
 * Takes a publish that waits, or one that failed for good, off the list.
 *
 * @throws Refusal `publish.not-found`, `schedule.not-found`
 */
export function unschedule(app: Core.Strapi, documentId: string, actor: Actor): Promise<void> {
  const began = performance.now();
  return inGuruTransaction(app, settingsOf(actor), async (database) => {
    const draft = await lockDraft(database, documentId);
    const { id, runAt } = await lockWaiting(database, documentId, ['waiting', 'failed']);
    await database.change(
      `update live.scheduled_publishes
      set state = 'cancelled', snapshot = null, ended_at = clock_timestamp() where id = $1`,
      [id],
    );
    await recordHistory(database, {
      ...lineOf('unschedule', documentId, draft, actor, '', began),
      outcome: 'done',
      problems: null,
      details: { scheduled: id, run_at: runAt },
    });
  });
}

type Line = (courseId: number, details: Readonly<Record<string, unknown>>) => Promise<void>;

/** One transaction on the locked draft; where its problems stop it, only a line of that is left. */
async function frozenOrRefused(
  app: Core.Strapi,
  documentId: string,
  actor: Actor,
  message: string,
  work: (
    database: GuruDatabase,
    draft: DraftCourse,
    line: Line,
  ) => Promise<Schedule | readonly Problem[]>,
): Promise<Schedule> {
  const began = performance.now();
  const result = await inGuruTransaction(app, settingsOf(actor), async (database) => {
    const draft = await lockDraft(database, documentId);
    const entry = () => lineOf('schedule', documentId, draft, actor, message, began);
    const outcome = await work(database, draft, (courseId, details) =>
      recordHistory(database, { ...entry(), courseId, outcome: 'done', problems: null, details }),
    );
    if ('id' in outcome) return outcome;
    await recordHistory(database, { ...entry(), outcome: 'refused', problems: outcome });
    return null;
  });
  if (result === null) throw new Refusal(422, 'publish.problems');
  return result;
}

const settingsOf = (actor: Actor): Record<string, string> => ({
  'app.admin_id': actor.id === null ? '' : String(actor.id),
});

const lineOf = (
  action: HistoryAction,
  documentId: string,
  draft: DraftCourse,
  actor: Actor,
  message: string,
  began: number,
) => ({
  action,
  courseId: draft.live_course_id,
  draftDocumentId: documentId,
  courseName: draft.name,
  version: null,
  actor,
  message,
  counts: null,
  durationMs: performance.now() - began,
});

async function lockWaiting(
  database: GuruDatabase,
  documentId: string,
  states: readonly ('waiting' | 'failed')[],
): Promise<{ id: number; runAt: string }> {
  const [row] = await database.rows<{ id: number; runAt: string }>(
    `select id, run_at as "runAt" from live.scheduled_publishes
    where id = (select max(id) from live.scheduled_publishes where draft_document_id = $1)
      and state = any($2) for update`,
    [documentId, states],
  );
  if (row === undefined) throw new Refusal(404, 'schedule.not-found');
  return row;
}

async function readBack(database: GuruDatabase, draftId: number, id: number): Promise<Schedule> {
  const [row] = await database.rows<Row>(`${selectSchedule} where id = $1`, [id]);
  if (row === undefined) throw new Error('What was just written can be read.');
  return shown(database, draftId, row);
}

async function shown(
  database: GuruDatabase,
  draftId: number,
  { courseId, checksum, ...schedule }: Row,
): Promise<Schedule> {
  return { ...schedule, isBehindDrafts: await isBehind(database, { draftId, courseId, checksum }) };
}
