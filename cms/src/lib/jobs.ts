import type { Core } from '@strapi/strapi';
import { Pool, TypeOverrides } from 'pg';
import { environment } from './environment';
import type { GuruDatabase } from './guru';

/**
 * A kind of long work. It runs in whichever instance of the cms takes it first. A job whose process
 * dies is taken again, so `work` must bear being begun twice: what it changes stands in one
 * transaction, behind a look whether it is done already.
 */
export interface JobKind<Data extends object> {
  /** Names the queue: lower case with hyphens. It outlives the code, in jobs that wait. */
  readonly name: string;
  /** How often it is tried again after it threw. */
  readonly retries: number;
  /** Seconds until the first of those; each next one comes twice as late, an hour at most. */
  readonly retryDelay: number;
  readonly work: (app: Core.Strapi, data: Data, attempt: Attempt) => Promise<void>;
  /** Puts down again what must not be missed, with a key; called whenever an instance starts. */
  readonly resume?: (app: Core.Strapi) => Promise<void>;
}

export interface Attempt {
  /** From 1. */
  readonly number: number;
  /** It is not tried again when it throws. */
  readonly isLast: boolean;
}

export interface When {
  /** ISO 8601; at once where it is absent. */
  readonly runAt?: string;
  /** At most one job of a kind with the same key waits or runs; a second one is left out. */
  readonly key?: string;
}

const schema = 'jobs';
/** Seconds without a sign of life after which a job is taken from a process that died. */
const heartbeat = 30;
const day = 24 * 60 * 60;

const kindsKey = 'ourshiksha.job-kinds';
const queueKey = 'ourshiksha.job-queue';

type Boss = Awaited<ReturnType<typeof openBoss>>;
interface Queue {
  readonly boss: Boss;
  readonly pool: Pool;
  /** By kind: the worker of this instance. */
  readonly workers: Map<string, string>;
}

// Kept by the app itself, so that whoever is handed it reaches the same queue.
const kindsOf = (app: Core.Strapi): Map<string, JobKind<never>> => {
  if (!app.has(kindsKey)) app.add(kindsKey, new Map());
  return app.get(kindsKey) as Map<string, JobKind<never>>;
};
function queueOf(app: Core.Strapi): Queue {
  const queue = app.has(queueKey) ? (app.get(queueKey) as Queue | undefined) : undefined;
  if (queue === undefined) throw new Error('The job queue is not running; Strapi has not started.');
  return queue;
}

async function openBoss(app: Core.Strapi, pool: Pool) {
  // The package is an ES module, this file is compiled to CommonJS.
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    schema,
    createSchema: false,
    // Nothing is to run at fixed times of the day.
    schedule: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
    db: { executeSql: (text, values) => pool.query(text, values) },
  });
  boss.on('error', (error) => app.log.error(`Job queue: ${error.message}`));
  return boss;
}

/** Makes a kind of job known. Called while Strapi registers, before the queue starts. */
export function defineJob<Data extends object>(app: Core.Strapi, kind: JobKind<Data>): void {
  kindsOf(app).set(kind.name, kind as unknown as JobKind<never>);
}

/**
 * Starts the queue and a worker for each kind. The queue makes and renews its own tables in the
 * schema `jobs`, under a lock, so any number of instances may start at once.
 */
export async function startJobs(app: Core.Strapi): Promise<void> {
  const pool = new Pool({
    connectionString: environment().databaseUrlGuru,
    application_name: 'ourshiksha-jobs',
    max: 3,
    types: jsonTypes(),
  });
  // A connection that breaks while nobody uses it is opened anew; whoever uses one hears of it.
  pool.on('error', (error) =>
    app.log.warn(`A connection of the job queue broke: ${error.message}`),
  );
  const boss = await openBoss(app, pool);
  const workers = new Map<string, string>();
  app.add(queueKey, { boss, pool, workers } satisfies Queue);
  await boss.start();
  for (const kind of kindsOf(app).values()) {
    const options = {
      retryLimit: kind.retries,
      retryDelay: kind.retryDelay,
      retryBackoff: true,
      retryDelayMax: 3600,
      heartbeatSeconds: heartbeat,
      expireInSeconds: day / 2,
      // A job must outlast a server that stands still for long.
      retentionSeconds: 365 * day,
      deleteAfterSeconds: 7 * day,
    };
    await boss.createQueue(kind.name, { policy: 'exclusive', ...options });
    // A queue that is there already keeps its options otherwise.
    await boss.updateQueue(kind.name, options);
    await kind.resume?.(app);
    const worker = await boss.work(
      kind.name,
      { includeMetadata: true, pollingIntervalSeconds: 1 },
      async ([job]) => {
        if (job === undefined) return;
        const attempt = {
          number: job.retryCount + 1,
          isLast: job.retryCount >= job.retryLimit,
        };
        try {
          await kind.work(app, job.data as never, attempt);
        } catch (error) {
          const cause = error instanceof Error ? (error.stack ?? error.message) : String(error);
          app.log.error(`Job ${kind.name} failed at try ${attempt.number}: ${cause}`);
          throw error;
        }
      },
    );
    workers.set(kind.name, worker);
  }
}

/** This instance looks at once whether there is a job of the kind, instead of within a second. */
export function hurry<Data extends object>(app: Core.Strapi, { name }: JobKind<Data>): void {
  const { boss, workers } = queueOf(app);
  const worker = workers.get(name);
  if (worker !== undefined) boss.notifyWorker(worker);
}

/**
 * Puts a job down in the transaction of `database`: it exists when that commits, and never where it
 * does not.
 */
export async function enqueue<Data extends object>(
  app: Core.Strapi,
  database: GuruDatabase,
  kind: JobKind<Data>,
  data: Data,
  { runAt, key }: When = {},
): Promise<void> {
  await queueOf(app).boss.send(kind.name, data, {
    // The queue allows one job a key; without one, every job has its own.
    singletonKey: key ?? crypto.randomUUID(),
    ...(runAt === undefined ? {} : { startAfter: new Date(runAt) }),
    db: { executeSql: async (text, values) => ({ rows: await database.rows(text, values) }) },
  });
}

/** Lets the jobs that run finish, and closes the queue's connections. */
export async function stopJobs(app: Core.Strapi): Promise<void> {
  if (!app.has(queueKey)) return;
  const { boss, pool } = queueOf(app);
  await boss.stop({ graceful: true, timeout: 20_000 });
  await pool.end();
}

/** Strapi makes jsonb a string for every pool that does not say otherwise. */
function jsonTypes(): TypeOverrides {
  const types = new TypeOverrides();
  types.setTypeParser(114, JSON.parse);
  types.setTypeParser(3802, JSON.parse);
  return types;
}
