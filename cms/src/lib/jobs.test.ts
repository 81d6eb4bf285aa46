import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../scripts/testing/strapi.ts';
import { asGuru, inGuruTransaction } from './guru';
import { enqueue, type JobKind, startJobs, stopJobs } from './jobs';
import { ownTypes } from './types';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

type App = TestStrapi['strapi'];

/** An instance of the cms as far as jobs are concerned, beside the one that runs. */
function instance(...kinds: readonly JobKind<never>[]): App {
  const kept = new Map<string, unknown>([
    ['ourshiksha.job-kinds', new Map(kinds.map((kind) => [kind.name, kind]))],
  ]);
  return {
    db: running.strapi.db,
    log: { error: () => undefined, warn: () => undefined },
    has: (name: string) => kept.has(name),
    get: (name: string) => kept.get(name),
    add: (name: string, value: unknown) => kept.set(name, value),
  } as unknown as App;
}

const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 50 });
const stateOf = async (name: string) =>
  (await superuser.query('select state from jobs.job where name = $1 order by created_on', [name]))
    .rows;

describe('a job', () => {
  it('runs once, whichever of two instances takes it, and only if its transaction commits', async () => {
    const done: [string, string][] = [];
    const kindFor = (where: string): JobKind<{ what: string }> => ({
      name: 'once',
      retries: 0,
      retryDelay: 1,
      work: async (_app, { what }) => {
        done.push([where, what]);
      },
    });
    const kind = kindFor('first');
    const first = instance(kind as JobKind<never>);
    const second = instance(kindFor('second') as JobKind<never>);
    await Promise.all([startJobs(first), startJobs(second)]);
    try {
      await expect(
        inGuruTransaction(running.strapi, {}, async (database) => {
          await enqueue(first, database, kind, { what: 'never' });
          throw new Error('rolled back');
        }),
      ).rejects.toThrow('rolled back');
      await inGuruTransaction(running.strapi, {}, async (database) => {
        for (let n = 0; n < 4; n += 1) await enqueue(first, database, kind, { what: `${n}` });
        await enqueue(first, database, kind, { what: 'keyed' }, { key: 'k' });
        await enqueue(first, database, kind, { what: 'keyed' }, { key: 'k' });
      });
      await until(() => expect(done.length).toBeGreaterThanOrEqual(5));
      expect(done.map(([, what]) => what).sort()).toEqual(['0', '1', '2', '3', 'keyed']);
    } finally {
      await Promise.all([stopJobs(first), stopJobs(second)]);
    }
    expect(new Set((await stateOf('once')).map(({ state }) => state))).toEqual(
      new Set(['completed']),
    );
  });

  it('is tried again after it failed, and knows its last try', async () => {
    const attempts: unknown[] = [];
    const kind: JobKind<{ a: number }> = {
      name: 'failing',
      retries: 1,
      retryDelay: 1,
      work: async (_app, data, attempt) => {
        attempts.push([data, attempt]);
        throw new Error('not today');
      },
    };
    const app = instance(kind as JobKind<never>);
    await startJobs(app);
    try {
      await inGuruTransaction(running.strapi, {}, (database) =>
        enqueue(app, database, kind, { a: 1 }),
      );
      await vi.waitFor(
        async () => expect(await stateOf('failing')).toEqual([{ state: 'failed' }]),
        {
          timeout: 20_000,
          interval: 100,
        },
      );
      expect(attempts).toEqual([
        [{ a: 1 }, { number: 1, isLast: false }],
        [{ a: 1 }, { number: 2, isLast: true }],
      ]);
    } finally {
      await stopJobs(app);
    }
  });

  it('waits for its moment', async () => {
    const seen: number[] = [];
    const kind: JobKind<object> = {
      name: 'later',
      retries: 0,
      retryDelay: 1,
      work: async () => {
        seen.push(Date.now());
      },
    };
    const app = instance(kind as JobKind<never>);
    await startJobs(app);
    try {
      const runAt = Date.now() + 2500;
      await inGuruTransaction(running.strapi, {}, (database) =>
        enqueue(app, database, kind, {}, { runAt: new Date(runAt).toISOString() }),
      );
      await until(() => expect(seen).toHaveLength(1));
      expect(seen[0]).toBeGreaterThanOrEqual(runAt);
    } finally {
      await stopJobs(app);
    }
  });

  it('is taken over from an instance that died while it ran', async () => {
    const done: string[] = [];
    const kind: JobKind<{ what: string }> = {
      name: 'orphaned',
      retries: 1,
      retryDelay: 1,
      work: async (_app, { what }) => {
        done.push(what);
      },
    };
    const app = instance(kind as JobKind<never>);
    await startJobs(app);
    try {
      const runAt = new Date(Date.now() + 3_600_000).toISOString();
      await inGuruTransaction(running.strapi, {}, (database) =>
        enqueue(app, database, kind, { what: 'left behind' }, { runAt }),
      );
      // What a process leaves that was killed a minute ago.
      await superuser.query(
        `update jobs.job set state = 'active', start_after = now(), started_on = now() - interval '1 minute',
          heartbeat_on = now() - interval '1 minute' where name = 'orphaned'`,
      );
      await vi.waitFor(() => expect(done).toEqual(['left behind']), {
        timeout: 60_000,
        interval: 100,
      });
    } finally {
      await stopJobs(app);
    }
  }, 90_000);

  it('that must not be missed is put down again at a start, once', async () => {
    const done: string[] = [];
    const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
    const kind: JobKind<{ what: string }> = {
      name: 'resumed',
      retries: 0,
      retryDelay: 1,
      work: async (_app, { what }) => {
        done.push(what);
      },
      resume: (app) =>
        asGuru(app, (database) =>
          enqueue(app, database, kind, { what: 'lost' }, { runAt: inAnHour, key: 'one' }),
        ),
    };
    const apps = [instance(kind as JobKind<never>), instance(kind as JobKind<never>)];
    await Promise.all(apps.map(startJobs));
    try {
      // Only now, so that it cannot have run before the slower of the two put it down.
      const { rowCount } = await superuser.query(
        `update jobs.job set start_after = now() where name = 'resumed'`,
      );
      expect(rowCount).toBe(1);
      await until(() => expect(done).toEqual(['lost']));
    } finally {
      await Promise.all(apps.map(stopJobs));
    }
    expect(done).toEqual(['lost']);
  });

  it('leaves no connection behind when its instance ends', async () => {
    const app = instance();
    await startJobs(app);
    await stopJobs(app);
    // Those of the cms that runs beside it may stay.
    await expect
      .poll(async () => {
        const { rows } = await superuser.query(
          `select count(*) as open from pg_stat_activity
          where application_name = 'ourshiksha-jobs' and datname = current_database()`,
        );
        return Number(rows[0]?.open);
      })
      .toBeLessThanOrEqual(3);
  });
});
