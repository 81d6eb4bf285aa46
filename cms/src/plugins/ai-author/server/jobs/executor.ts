import { randomInt } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { environment } from '../../../../lib/environment';
import { asGuru, inGuruTransaction } from '../../../../lib/guru';
import { type Listening, listen } from '../../../../lib/listen';
import { startWorker, type Worker } from '../../../../lib/worker';
import type { Hub } from './hub';
import { Lost } from './put-down';
import {
  type ClaimedStep,
  cancelledAmong,
  claim,
  forsaken,
  type Hold,
  lockJob,
  markFailed,
  presenceGroup,
  putBack,
  settleJob,
  stopJob,
  takeUp,
} from './queue';
import { reasons, verdictOn } from './reasons';
import { mostTries, retryDelay } from './retry';
import { runStep } from './run';
import { callsForWork, channel, wordOf } from './word';

/** Milliseconds without a word after which it looks by itself: for steps whose next try has come. */
const pause = 5_000;
/** Milliseconds for which a step's process must be missing before it is taken for dead. */
const betweenLooks = 1_000;
/** Milliseconds that a model which is busy keeps this process from asking anything new, at most. */
const longestQuiet = 60_000;

interface Running {
  readonly jobId: number;
  readonly stopping: AbortController;
}

/** The cms stops before the step is done. */
class Stopping extends Error {
  override name = 'Stopping';
}

interface Options {
  readonly hub: Hub;
  /** Steps at a time. */
  readonly parallel: number;
  /** Milliseconds that requests under way get when the cms stops; after that they are broken off. */
  readonly parting?: number;
}

export interface Executor {
  stop(): Promise<void>;
}

/**
 * Runs steps, `parallel` at a time, whichever cms their job was started at. What a process that died has
 * left is taken up by whoever lives, or by itself when it is back.
 */
export function startExecutor(
  app: Core.Strapi,
  { hub, parallel, parting = 8_000 }: Options,
): Executor {
  const holder = randomInt(1, 2 ** 31 - 1);
  const running = new Map<number, Running>();
  let quietUntil = 0;
  let isStopping = false;

  const failed = (error: unknown) =>
    app.log.warn(`The AI author waits: ${error instanceof Error ? error.message : error}`);

  async function next(): Promise<boolean> {
    if (isStopping || Date.now() < quietUntil) return false;
    const step = await asGuru(app, (database) => claim(database, holder));
    if (step === null) return false;
    const stopping = new AbortController();
    running.set(step.id, { jobId: step.jobId, stopping });
    if (isStopping) stopping.abort(new Stopping());
    try {
      await runStep(app, step, stopping);
    } catch (error) {
      await ended(step, error);
    } finally {
      running.delete(step.id);
    }
    return true;
  }

  /** What becomes of a step that was not done. */
  async function ended(step: ClaimedStep, error: unknown): Promise<void> {
    if (error instanceof Lost) return;
    if (error instanceof Stopping) {
      await asGuru(app, (database) =>
        putBack(database, step, { wait: 0, reason: null, counts: false }),
      );
      return;
    }
    const { outcome, reason, retryAfter, detail } = verdictOn(error);
    const said = detail === null ? '' : ` ${detail}`;
    app.log.warn(`AI author: step ${step.id} at try ${step.tries}: ${reason.code}.${said}`);
    if (outcome === 'again' && step.tries < mostTries) {
      const wait = retryDelay(step.tries, retryAfter);
      if (reason.code === 'ai.busy') keepQuiet(Math.min(longestQuiet, (retryAfter ?? 0) * 1000));
      await asGuru(app, (database) => putBack(database, step, { wait, reason, counts: true }));
      // The database's clock decides; a little later it agrees.
      after(wait + 20, wake);
      return;
    }
    await inGuruTransaction(
      app,
      {},
      async (database) => {
        await lockJob(database, step.jobId);
        if (outcome === 'stop') {
          if (await putBack(database, step, { wait: 0, reason, counts: false })) {
            await stopJob(database, step.jobId, reason);
          }
        } else if (await markFailed(database, step, reason)) {
          await settleJob(database, step.jobId, reasons.before);
        }
      },
      'read committed',
    );
  }

  /** Other steps would only hear the same while the model is busy. */
  function keepQuiet(milliseconds: number): void {
    quietUntil = Math.max(quietUntil, Date.now() + milliseconds);
    after(milliseconds + 20, wake);
  }

  const workers: readonly Worker[] = Array.from({ length: parallel }, () =>
    startWorker({ step: next, failed, pause }),
  );
  const wake = () => {
    for (const worker of workers) worker.wake();
  };
  const timers = new Set<NodeJS.Timeout>();
  function after(milliseconds: number, work: () => void): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, milliseconds);
    timers.add(timer.unref());
  }

  /** Breaks off what runs here of jobs that were cancelled. */
  async function breakOff(jobs: readonly number[]): Promise<void> {
    const cancelled = await asGuru(app, (database) => cancelledAmong(database, jobs));
    for (const { jobId, stopping } of running.values()) {
      if (cancelled.includes(jobId)) stopping.abort(new Lost());
    }
  }

  let missing: readonly (Hold & { readonly since: number })[] = [];
  /** Takes up what nobody runs, as this look and an earlier one have found. */
  async function look(): Promise<void> {
    const now = await asGuru(app, (database) => forsaken(database, holder, [...running.keys()]));
    const seen = now.map((hold) => {
      const before = missing.find(({ id, tries }) => id === hold.id && tries === hold.tries);
      return { ...hold, since: before?.since ?? Date.now() };
    });
    missing = seen.filter(({ since }) => Date.now() - since < betweenLooks);
    for (const hold of seen) {
      if (missing.includes(hold)) continue;
      await inGuruTransaction(
        app,
        {},
        async (database) => {
          await lockJob(database, hold.jobId);
          if (!(await takeUp(database, hold, reasons.interrupted))) return;
          app.log.info(`AI author: step ${hold.id} was left behind and is taken up.`);
          await settleJob(database, hold.jobId, reasons.before);
        },
        'read committed',
      );
    }
    if (missing.length > 0) lookAgain();
  }
  const looking = startWorker({ step: () => look().then(() => false), failed, pause });
  function lookAgain(): void {
    after(betweenLooks, () => looking.wake());
  }

  const listening: Listening = listen(
    environment().databaseUrlGuru,
    channel,
    {
      ready() {
        hub.resync();
        looking.wake();
        wake();
        const jobs = [...running.values()].map(({ jobId }) => jobId);
        if (jobs.length > 0) breakOff(jobs).catch(failed);
      },
      message(payload) {
        const word = wordOf(payload);
        if (word === null) return;
        hub.tell(word);
        if (word.about === 'job' && word.state === 'cancelled') {
          for (const { jobId, stopping } of running.values()) {
            if (jobId === word.job) stopping.abort(new Lost());
          }
        }
        if (callsForWork(word)) wake();
      },
    },
    { group: presenceGroup, member: holder },
  );

  return {
    async stop() {
      isStopping = true;
      for (const timer of timers) clearTimeout(timer);
      const over = setTimeout(() => {
        for (const { stopping } of running.values()) stopping.abort(new Stopping());
      }, parting);
      await Promise.all([...workers, looking].map((worker) => worker.stop()));
      clearTimeout(over);
      // Last: others see by this connection that what runs here is in hands.
      await listening.stop();
    },
  };
}
