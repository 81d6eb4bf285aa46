import type { Core } from '@strapi/strapi';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { paramsAgain } from '../commands';
import { isWritten } from '../store';
import type { CommandName, JobState } from '../wire';
import { lockJob } from './queue';

/** Runs `work` in a transaction that holds the job, if the course has it. */
const withJob = (
  app: Core.Strapi,
  course: string,
  id: number,
  work: (database: GuruDatabase, state: JobState) => Promise<void>,
): Promise<void> =>
  inGuruTransaction(
    app,
    {},
    async (database) => {
      await lockJob(database, id);
      const [job] = await database.rows<{ state: JobState }>(
        'select state from ai.jobs where id = $1 and course = $2',
        [id, course],
      );
      if (job === undefined) throw new Refusal(404, 'ai.job-not-found');
      await work(database, job.state);
    },
    'read committed',
  );

/** No step of it is begun any more; those that run end. Refuses with `ai.job-not-running`. */
export const pauseJob = (app: Core.Strapi, course: string, id: number): Promise<void> =>
  withJob(app, course, id, async (database, state) => {
    if (state !== 'running') throw new Refusal(409, 'ai.job-not-running');
    await database.change(`update ai.jobs set state = 'paused' where id = $1`, [id]);
  });

/**
 * It goes on, and the steps that failed are begun anew; what is done is left alone. Refuses with
 * `ai.job-ended` where nothing is left to do, and with `ai.job-runs`.
 */
export const resumeJob = (app: Core.Strapi, course: string, id: number): Promise<void> =>
  withJob(app, course, id, async (database, state) => {
    if (state === 'running') throw new Refusal(409, 'ai.job-runs');
    if (state === 'cancelled' || state === 'done') throw new Refusal(409, 'ai.job-ended');
    await database.change(
      `update ai.steps set state = 'waiting', tries = 0, next_try_at = null, reason_code = null,
        reason_message = null, ended_at = null, blocks = '[]'
      where job_id = $1 and state in ('waiting', 'failed')`,
      [id],
    );
    await database.change(
      `update ai.jobs set state = 'running', reason_code = null, reason_message = null, ended_at = null
      where id = $1`,
      [id],
    );
  });

/**
 * Nothing more of it is asked: requests that run are broken off, wherever they run, as soon as that
 * process hears of it. What is done stays, with its proposals. Refuses with `ai.job-ended`.
 */
export const cancelJob = (app: Core.Strapi, course: string, id: number): Promise<void> =>
  withJob(app, course, id, async (database, state) => {
    if (state === 'cancelled' || state === 'done') throw new Refusal(409, 'ai.job-ended');
    await database.change(
      `update ai.jobs set state = 'cancelled', reason_code = null, reason_message = null,
        ended_at = clock_timestamp() where id = $1`,
      [id],
    );
    await database.change(
      `update ai.steps set state = 'cancelled', next_try_at = null, ended_at = clock_timestamp()
      where job_id = $1 and state in ('waiting', 'running')`,
      [id],
    );
  });

/**
 * Asks for a proposal again, with what the editor wants otherwise: a new step of the same job, whose
 * proposal takes the place of this one when it comes. One of a list is asked for alone. Returns the step. Refuses with `ai.proposal-not-found`, `ai.already-decided`, `ai.asked-already`, `ai.no-again` where no model
 * wrote it, and `ai.job-not-running` where the job is paused or stopped.
 */
export async function askAgain(
  app: Core.Strapi,
  course: string,
  proposal: number,
  remark: string,
): Promise<{ jobId: number; stepId: number }> {
  const found = await inGuruTransaction(
    app,
    {},
    async (database) => {
      const [row] = await database.rows<{ job_id: number }>(
        `select p.job_id from ai.proposals p join ai.jobs j on j.id = p.job_id
        where p.id = $1 and j.course = $2`,
        [proposal, course],
      );
      if (row === undefined) throw new Refusal(404, 'ai.proposal-not-found');
      await lockJob(database, row.job_id);
      const [now] = await database.rows<{
        readonly state: string;
        readonly job: JobState;
        readonly is_asked: boolean;
        readonly key: string;
        readonly command: CommandName;
        readonly params: Readonly<Record<string, unknown>>;
      }>(
        `select p.state, j.state as job, p.key, m.command, m.params, exists (
            select from ai.steps s where s.job_id = j.id and p.id = any (s.replaces)
              and s.state in ('waiting', 'running')) as is_asked
        from ai.proposals p join ai.jobs j on j.id = p.job_id join ai.steps m on m.id = p.step_id
        where p.id = $1`,
        [proposal],
      );
      if (now === undefined) throw new Refusal(404, 'ai.proposal-not-found');
      if (now.state !== 'open' && now.state !== 'rejected') {
        throw new Refusal(409, 'ai.already-decided');
      }
      if (!isWritten(now.command, now.key)) throw new Refusal(422, 'ai.no-again');
      if (now.is_asked) throw new Refusal(409, 'ai.asked-already');
      if (now.job === 'paused' || now.job === 'stopped') {
        throw new Refusal(409, 'ai.job-not-running');
      }
      const [step] = await database.rows<{ id: number }>(
        `insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, params,
          title, remark, replaces)
        select s.job_id, 'again-' || $1::integer || '-' || (
            select count(*) + 1 from ai.steps where job_id = s.job_id and $1::integer = any (replaces)),
          (select max(position) + 1 from ai.steps where job_id = s.job_id),
          s.command, s.target_kind, s.target_document_id, $3, s.title, $2, array[$1::integer]
        from ai.proposals p join ai.steps s on s.id = p.step_id where p.id = $1::integer
        returning id`,
        [proposal, remark, JSON.stringify(paramsAgain(now.command, now.key, now.params))],
      );
      await database.change(
        `update ai.jobs set state = 'running', reason_code = null, reason_message = null, ended_at = null
        where id = $1 and state <> 'running'`,
        [row.job_id],
      );
      return { jobId: row.job_id, stepId: step?.id ?? 0 };
    },
    'read committed',
  );
  return found;
}
