import type { GuruDatabase } from '../../../../lib/guru';
import type { Checked } from '../commands';
import { wellFormed } from '../model';
import type { Block, CommandName, Entry, KindName } from '../wire';
import { mostTries } from './retry';

/**
 * The steps are the queue: whoever asks the model claims one, and it stays claimed until it is done, has
 * failed, or its holder is gone. Every statement of a holder names what it holds (`Hold`), so that one
 * who was thought dead, or whose job was cancelled meanwhile, changes nothing any more.
 */
export interface Hold {
  readonly id: number;
  readonly jobId: number;
  readonly holder: number;
  readonly tries: number;
}

/** What a step has of the model already; kept so that nobody asks and pays for it again. */
export interface KeptAnswer {
  /** The hash of all that was asked with: where it is another by now, this is no answer to it. */
  readonly question: string;
  /** A complete answer whose checks have not ended; null where they have. */
  readonly answer: unknown;
  /** Nothing more was to be asked: the best will do. */
  readonly isLast: boolean;
  /** The best of the answers that were checked, with what is wrong with it. */
  readonly usable: Checked | null;
}

export interface ClaimedStep extends Hold {
  readonly course: string;
  readonly command: CommandName;
  readonly target: Entry;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sources: readonly number[];
  readonly remark: string | null;
  /** Proposals whose place the new ones take. */
  readonly replaces: readonly number[];
  readonly answer: KeptAnswer | null;
}

export interface Reason {
  readonly code: string;
  readonly message: string;
}

/** The class of the advisory locks by which executors are seen to live; the object is the holder. */
export const presenceGroup = 1_868_720_993;

interface ClaimedRow {
  readonly id: number;
  readonly job_id: number;
  readonly tries: number;
  readonly course: string;
  readonly command: CommandName;
  readonly target_kind: KindName;
  readonly target_document_id: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly sources: readonly number[];
  readonly remark: string | null;
  readonly replaces: readonly number[];
  readonly answer: KeptAnswer | null;
}

/**
 * Takes the next step that can be begun, if there is one. Jobs with the fewest running steps come first,
 * so that a sentence to shorten does not wait for a whole course. A job that is being changed at this
 * moment is left out; that change is notified, and whoever hears of it looks again.
 */
export async function claim(database: GuruDatabase, holder: number): Promise<ClaimedStep | null> {
  const [row] = await database.rows<ClaimedRow>(
    `with busy as (
      select job_id, count(*) as steps from ai.steps where state = 'running' group by job_id
    ), next as (
      select s.id, j.course, j.sources
      from ai.steps s join ai.jobs j on j.id = s.job_id left join busy on busy.job_id = j.id
      where s.state = 'waiting' and j.state = 'running'
        and (s.next_try_at is null or s.next_try_at <= clock_timestamp())
        and not exists (
          select from ai.steps d where d.id = any (s.depends_on) and d.state <> 'done')
      order by coalesce(busy.steps, 0), s.job_id, s.position, s.id
      limit 1
      for no key update of s skip locked for share of j skip locked
    )
    update ai.steps s set state = 'running', holder = $1, tries = s.tries + 1, next_try_at = null,
      reason_code = null, reason_message = null, started_at = clock_timestamp(), ended_at = null
    from next where s.id = next.id
    returning s.id, s.job_id, s.tries, next.course, s.command, s.target_kind, s.target_document_id,
      s.params, to_jsonb(next.sources) as sources, s.remark, to_jsonb(s.replaces) as replaces, s.answer`,
    [holder],
  );
  if (row === undefined) return null;
  return {
    id: row.id,
    jobId: row.job_id,
    holder,
    tries: row.tries,
    course: row.course,
    command: row.command,
    target: { kind: row.target_kind, documentId: row.target_document_id },
    params: row.params,
    sources: row.sources,
    remark: row.remark,
    replaces: row.replaces,
    answer: row.answer,
  };
}

const held = `id = $1 and holder = $2 and tries = $3 and state = 'running'`;
const holdOf = ({ id, holder, tries }: Hold) => [id, holder, tries];

/** What came so far; false where the step is no longer the holder's. */
export const writeBlocks = async (
  database: GuruDatabase,
  hold: Hold,
  blocks: readonly Block[],
): Promise<boolean> =>
  (await database.change(`update ai.steps set blocks = $4 where ${held}`, [
    ...holdOf(hold),
    JSON.stringify(blocks),
  ])) > 0;

/** Keeps what the model gave until the step is done; false where the step is no longer the holder's. */
export const keepAnswer = async (
  database: GuruDatabase,
  hold: Hold,
  answer: KeptAnswer | null,
): Promise<boolean> =>
  (await database.change(`update ai.steps set answer = $4 where ${held}`, [
    ...holdOf(hold),
    // A check cuts texts, and tells what a program printed.
    JSON.stringify(wellFormed(answer)),
  ])) > 0;

/** One job's steps end one after the other, so that the last of them sees that it is the last. */
export const lockJob = (database: GuruDatabase, jobId: number): Promise<unknown> =>
  database.rows('select from ai.jobs where id = $1 for no key update', [jobId]);

/** In a transaction that has locked the job. False where the step is no longer the holder's. */
export const markDone = async (database: GuruDatabase, hold: Hold): Promise<boolean> =>
  (await database.change(
    `update ai.steps set state = 'done', holder = null, answer = null, blocks = '[]',
      ended_at = clock_timestamp() where ${held}`,
    holdOf(hold),
  )) > 0;

/**
 * In a transaction that has locked the job: the step failed. What came of it stays to be read, and what
 * was answered stays for whoever resumes.
 */
export const markFailed = async (
  database: GuruDatabase,
  hold: Hold,
  { code, message }: Reason,
): Promise<boolean> =>
  (await database.change(
    `update ai.steps set state = 'failed', holder = null, reason_code = $4, reason_message = $5,
      ended_at = clock_timestamp() where ${held}`,
    [...holdOf(hold), code, message],
  )) > 0;

interface PutBack {
  /** Milliseconds until it may be claimed again. */
  readonly wait: number;
  readonly reason: Reason | null;
  /** Whether this time counts as one of its tries. */
  readonly counts: boolean;
}

/** The step waits again. False where it is no longer the holder's. */
export const putBack = async (
  database: GuruDatabase,
  hold: Hold,
  { wait, reason, counts }: PutBack,
): Promise<boolean> =>
  (await database.change(
    `update ai.steps set state = 'waiting', holder = null, tries = tries - $4, reason_code = $5,
      reason_message = $6,
      next_try_at = case when $7::integer > 0 then clock_timestamp() + make_interval(secs => $7::integer / 1000.0) end
    where ${held}`,
    [
      ...holdOf(hold),
      counts ? 0 : 1,
      reason?.code ?? null,
      reason?.message ?? null,
      Math.ceil(wait),
    ],
  )) > 0;

/** Nothing more of a job is begun, for a reason that every step would meet; it can be resumed. */
export const stopJob = (
  database: GuruDatabase,
  jobId: number,
  { code, message }: Reason,
): Promise<number> =>
  database.change(
    `update ai.jobs set state = 'stopped', reason_code = $2, reason_message = $3
    where id = $1 and state in ('running', 'paused')`,
    [jobId, code, message],
  );

/**
 * In a transaction that has locked the job, after a step of it ended: steps that wait for one that failed
 * fail with it, and a job with nothing left to do has ended.
 */
export async function settleJob(
  database: GuruDatabase,
  jobId: number,
  before: Reason,
): Promise<void> {
  await database.rows(
    `with recursive hopeless as (
      select id from ai.steps where job_id = $1 and state in ('failed', 'cancelled')
      union
      select s.id from ai.steps s join hopeless h on h.id = any (s.depends_on)
      where s.job_id = $1
    )
    update ai.steps s set state = 'failed', reason_code = $2, reason_message = $3,
      ended_at = clock_timestamp()
    from hopeless h where s.id = h.id and s.state = 'waiting'`,
    [jobId, before.code, before.message],
  );
  await database.rows(
    `update ai.jobs j set ended_at = clock_timestamp(), reason_code = null, reason_message = null,
      state = case
        when exists (select from ai.steps where job_id = j.id and state = 'failed') then 'failed'
        when exists (select from ai.steps where job_id = j.id and state = 'cancelled') then 'cancelled'
        else 'done' end
    where j.id = $1 and j.state in ('running', 'paused', 'stopped')
      and not exists (select from ai.steps where job_id = j.id and state in ('waiting', 'running'))`,
    [jobId],
  );
}

/**
 * The running steps that nobody runs: their holder does not hear any more, or it is this one and does
 * not know of them. Whoever calls looks twice, because a connection may be gone for a moment, and a step
 * may just have been claimed.
 */
export const forsaken = (
  database: GuruDatabase,
  holder: number,
  known: readonly number[],
): Promise<Hold[]> =>
  database.rows<Hold>(
    `select s.id, s.job_id as "jobId", s.holder, s.tries from ai.steps s
    where s.state = 'running' and case when s.holder = $1 then s.id <> all ($2::integer[])
      else not exists (
        select from pg_locks l
        where l.locktype = 'advisory' and l.classid = $3::integer::oid and l.objid = s.holder::oid
          and l.objsubid = 2 and l.granted
          and l.database = (select oid from pg_database where datname = current_database())) end
    order by s.id`,
    [holder, [...known], presenceGroup],
  );

/**
 * In a transaction that has locked the job: a step whose process died waits again, or has failed where it
 * took too many processes with it. What it asked and nobody heard the answer of counts as reserved.
 */
export async function takeUp(
  database: GuruDatabase,
  hold: Hold,
  interrupted: Reason,
): Promise<boolean> {
  const isTaken =
    hold.tries < mostTries
      ? await putBack(database, hold, { wait: 0, reason: null, counts: true })
      : await markFailed(database, hold, interrupted);
  if (isTaken) await database.rows('select ai.abandon($1)', [hold.id]);
  return isTaken;
}

/** Of these jobs, those that were cancelled. */
export const cancelledAmong = async (
  database: GuruDatabase,
  jobs: readonly number[],
): Promise<number[]> => {
  const rows = await database.rows<{ id: number }>(
    `select id from ai.jobs where id = any ($1::integer[]) and state = 'cancelled'`,
    [[...jobs]],
  );
  return rows.map(({ id }) => id);
};
