import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';

/** What a listener is told. Neither function may throw. */
export interface Hearing {
  /** Listening from now on. Whatever happened before this moment may have been missed. */
  ready(): void;
  message(payload: string): void;
}

/** A number that the listening session holds as an advisory lock (class and object), for as long as it lives. */
export interface Presence {
  readonly group: number;
  readonly member: number;
}

export interface Listening {
  stop(): Promise<void>;
}

const shortest = 100;
const longest = 5000;

/** Milliseconds until the next try: doubled with every failure, and spread so that many do not come at once. */
export const backoff = (failures: number): number =>
  Math.min(longest, shortest * 2 ** failures) * (0.5 + Math.random() / 2);

/**
 * Hears what is notified on `channel`, on a connection of its own that is opened again whenever it
 * breaks, until `stop`. It needs a real session: a pooler in transaction mode cannot stand between.
 * With a `presence`, others see in `pg_locks` whether this process lives and hears: the lock goes with the
 * connection, and a killed process loses that at once.
 */
export function listen(
  connectionString: string,
  channel: string,
  hearing: Hearing,
  presence?: Presence,
): Listening {
  const stopping = new AbortController();
  const { signal } = stopping;
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let failures = 0;

  async function once(): Promise<void> {
    const client = new Client({
      connectionString,
      // Tells an operator, who sees it in pg_stat_activity, what hangs on this connection.
      application_name: `ourshiksha-${channel}`,
      connectionTimeoutMillis: 5000,
      keepAlive: true,
    });
    const over = new Promise<void>((resolve) => {
      client.once('end', resolve);
      // The end follows; without a listener the error would end the process.
      client.on('error', () => resolve());
    });
    const connecting = client.connect();
    try {
      await Promise.race([connecting, stopped]);
      if (signal.aborted) return;
      client.on('notification', ({ payload }) => hearing.message(payload ?? ''));
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      if (presence !== undefined) {
        // Shared, so that a session of before that the server has not missed yet is not waited for.
        const { group, member } = presence;
        await client.query('select pg_advisory_lock_shared($1, $2)', [group, member]);
      }
      failures = 0;
      hearing.ready();
      await Promise.race([over, stopped]);
    } finally {
      // One that is still connecting cannot be ended; it ends once it is connected.
      const ended = connecting.then(() => client.end()).catch(() => undefined);
      if (!signal.aborted) await ended;
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await once().catch(() => {
        failures += 1;
      });
      await pause(backoff(failures), undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
