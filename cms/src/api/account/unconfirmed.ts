import type { Core } from '@strapi/strapi';
import { inGuruTransaction } from '../../lib/guru';
import { defineJob, enqueue, type JobKind } from '../../lib/jobs';

/** Days after which a registration whose address nobody confirmed is taken away; its links end after one. */
const patienceDays = 14;

const dayMs = 24 * 60 * 60 * 1000;

interface Sweep {
  /** The day it is for, ISO 8601. */
  readonly day: string;
}

/** One a day for all instances: a day's job has the day as its key. */
const put = (app: Core.Strapi, day: string, runAt?: string): Promise<void> =>
  inGuruTransaction(app, {}, (database) =>
    enqueue(app, database, sweep, { day }, { key: day, ...(runAt === undefined ? {} : { runAt }) }),
  );

const sweep: JobKind<Sweep> = {
  name: 'sweep-unconfirmed',
  retries: 20,
  retryDelay: 60,
  work: async (app) => {
    await removeUnconfirmed(app);
    const runAt = new Date(Date.now() + dayMs).toISOString();
    await put(app, runAt.slice(0, 10), runAt);
  },
  resume: (app) => put(app, new Date().toISOString().slice(0, 10)),
};

/** Takes away what was registered long ago and never confirmed. Returns how many that were. */
export async function removeUnconfirmed(app: Core.Strapi): Promise<number> {
  return inGuruTransaction(app, {}, (database) =>
    database.change(
      `delete from cms.up_users where not coalesce(confirmed, false)
        and updated_at < clock_timestamp() - make_interval(days => $1)`,
      [patienceDays],
    ),
  );
}

export const defineUnconfirmedJob = (app: Core.Strapi): void => defineJob(app, sweep);
