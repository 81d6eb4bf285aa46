import { setTimeout as delay } from 'node:timers/promises';
import { refusalFrom } from '../../../../lib/refusal';

/** Milliseconds between two tries, and how many of them there are: a minute, for a database that restarts. */
const pause = 500;
const most = 120;

interface Waiting {
  readonly signal: AbortSignal;
  readonly pause?: number;
  readonly most?: number;
}

/**
 * Does what writes to the database, and does it again while that does not answer: what was paid for is not
 * given up because of a restart. Throws what it threw last, or the signal's reason.
 */
export async function untilAnswered<Result>(
  work: () => Promise<Result>,
  { signal, ...given }: Waiting,
): Promise<Result> {
  for (let left = given.most ?? most; ; left -= 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (left <= 1 || refusalFrom(error)?.status !== 503) throw error;
    }
    await delay(given.pause ?? pause, undefined, { signal }).catch(() => undefined);
  }
}
