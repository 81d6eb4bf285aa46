import type { Core } from '@strapi/strapi';
import { asGuru } from '../../lib/guru';

/** Milliseconds between two looks; an attempt is closed at most so long after its grace. */
const pause = 5000;
/** Attempts closed in one transaction; few enough that no student waits for one of them. */
const batch = 50;

const sweeperKey = 'ourshiksha.test-sweeper';

interface Sweeper {
  stop(): Promise<void>;
}

/** Closes every attempt whose time is over with what was saved, and says how many those were. */
export async function sweepAttempts(app: Core.Strapi): Promise<number> {
  let closed = 0;
  for (;;) {
    const [swept] = await asGuru(app, (database) =>
      database.rows<{ closed: number }>('select activity.sweep_attempts($1) as closed', [batch]),
    );
    if (swept === undefined) throw new Error('A select without from returns one row.');
    closed += swept.closed;
    if (swept.closed < batch) return closed;
  }
}

/**
 * Sweeps every few seconds. Each instance of the cms does, because none must be the one that has to
 * live: what one of them holds, the database lets the others pass by, and what is closed is closed.
 */
export function startSweeping(app: Core.Strapi): void {
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  const sweep = async () => {
    try {
      await sweepAttempts(app);
      // A certificate that could not be issued when it was earned, by an attempt or by anything else.
      await asGuru(app, (database) => database.rows('select activity.issue_due($1)', [batch]));
    } catch (error) {
      // The database may be away for a moment; whoever is due stays due.
      app.log.warn(`Attempts were not swept: ${error instanceof Error ? error.message : error}`);
    }
    if (!isStopped) next();
  };
  const next = () => {
    timer = setTimeout(() => {
      running = sweep();
    }, pause);
  };
  next();
  const stop = async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
  app.add(sweeperKey, { stop } satisfies Sweeper);
}

/** Lets a sweep that runs end; the database's pool may be closed after it. */
export async function stopSweeping(app: Core.Strapi): Promise<void> {
  if (app.has(sweeperKey)) await (app.get(sweeperKey) as Sweeper).stop();
}
