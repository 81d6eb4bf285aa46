import type { Core } from '@strapi/strapi';
import { environment } from '../../lib/environment';
import { asGuru, type GuruDatabase, inGuruTransaction } from '../../lib/guru';
import { defineJob, enqueue, hurry, type JobKind } from '../../lib/jobs';
import { mailLater } from '../../lib/mail-job';
import { removeFromStorage } from '../../lib/submission-files';
import { removeKept, removeNamed } from '../../plugins/certificates/server/storage';
import { erasedMail, mailAbout, type ToldState } from './mails';

/** Milliseconds between two looks. */
const pause = 5000;
const eraserKey = 'ourshiksha.eraser';

interface Eraser {
  stop(): Promise<void>;
}

/** A stored file whose row is gone. Nothing in it says whose it was. */
interface StoredFile {
  readonly kind: 'submission' | 'certificate' | 'marksheet';
  readonly storage_key: string | null;
  /** Null where nobody put down that it was kept. */
  readonly storage_url: string | null;
}

/** Milliseconds after which nobody is still at a file that was only begun. */
const drawnBy = 10 * 60_000;

const eraseFile: JobKind<StoredFile> = {
  name: 'erase-file',
  retries: 20,
  retryDelay: 60,
  work: async (app, { kind, storage_key, storage_url }) => {
    if (kind === 'submission') {
      if (storage_key !== null) await removeFromStorage(app, storage_key, storage_url);
    } else if (storage_url !== null) {
      await removeKept(app, storage_url);
    } else if (storage_key !== null) {
      await removeNamed(app, storage_key);
    }
  },
};

/** The last mail to somebody who is gone. */
const farewell: JobKind<{ readonly to: string }> = {
  name: 'erased-mail',
  retries: 20,
  retryDelay: 10,
  work: async (app, { to }, { isLast }) => {
    try {
      await app
        .plugin('email')
        .service('email')
        .send({ to, ...erasedMail });
    } catch (error) {
      if (!isLast) throw error;
      app.log.warn('An erasure is done; its last mail could not be sent.');
    }
    // A queue keeps what is done for some days; of this one nothing may stay.
    await asGuru(app, (database) =>
      database.rows(`update jobs.job set data = '{}' where name = $1 and data ->> 'to' = $2`, [
        farewell.name,
        to,
      ]),
    );
  },
};

export function defineErasureJobs(app: Core.Strapi): void {
  defineJob(app, eraseFile);
  defineJob(app, farewell);
}

/** Tells students what became of their wishes, each once, and carries out what is due. */
export async function settleErasures(app: Core.Strapi): Promise<void> {
  await tell(app);
  while (await eraseOne(app));
}

async function tell(app: Core.Strapi): Promise<void> {
  const { learnerUrl } = environment();
  await inGuruTransaction(app, {}, async (database) => {
    const news = await database.rows<{ email: string; state: ToldState; due_at: string | null }>(
      'select email, state, due_at from activity.erasure_news()',
    );
    for (const { email, state, due_at } of news) {
      const due = due_at === null ? null : new Date(due_at);
      await mailLater(app, database, { to: email, ...mailAbout(state, due, learnerUrl) });
    }
  });
}

/**
 * Erases one student whose day has come, in one transaction: the account and its links, mails to the
 * address that wait or were sent, then everything in the records. Files and the last mail go right after,
 * by jobs that the same transaction puts down; a certificate that was being drawn some minutes later, when
 * whoever drew it has ended. False where nobody is due.
 */
async function eraseOne(app: Core.Strapi): Promise<boolean> {
  const erase = async (database: GuruDatabase) => {
    const [due] = await database.rows<{ id: number; account_id: number; email: string }>(
      'select id, account_id, email from activity.due_erasure()',
    );
    if (due === undefined) return false;
    await database.rows('delete from cms.up_users where id = $1', [due.account_id]);
    await database.rows(
      `delete from cms.strapi_sessions where user_id = $1 and origin = 'users-permissions'`,
      [String(due.account_id)],
    );
    await database.rows(
      `delete from jobs.job where lower(data ->> 'to') = lower($1) or lower(data ->> 'address') = lower($1)`,
      [due.email],
    );
    const files = await database.rows<StoredFile>(
      'select kind, storage_key, storage_url from activity.carry_out_erasure($1)',
      [due.id],
    );
    for (const file of files) {
      const isBegun = file.kind !== 'submission' && file.storage_url === null;
      const when = isBegun ? { runAt: new Date(Date.now() + drawnBy).toISOString() } : {};
      await enqueue(app, database, eraseFile, file, when);
    }
    await enqueue(app, database, farewell, { to: due.email });
    return true;
  };
  // Sees what was put down while it waited, such as a file that was being drawn.
  const erased = await inGuruTransaction(app, {}, erase, 'read committed');
  if (!erased) return false;
  hurry(app, farewell);
  return true;
}

/**
 * Looks every few seconds, in each instance of the cms: what one of them holds, the database lets the
 * others pass by.
 */
export async function startErasing(app: Core.Strapi): Promise<void> {
  await asGuru(app, (database) =>
    database.rows('select activity.set_erasure_delay($1)', [environment().erasureDelayDays]),
  );
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  const next = () => {
    timer = setTimeout(() => {
      running = settle();
    }, pause);
  };
  const settle = async () => {
    try {
      await settleErasures(app);
    } catch (error) {
      // The database may be away for a moment; who is due stays due.
      app.log.warn(`Erasures wait: ${error instanceof Error ? error.message : error}`);
    }
    if (!isStopped) next();
  };
  next();
  const stop = async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
  };
  app.add(eraserKey, { stop } satisfies Eraser);
}

/** Lets an erasure that runs end; the database's pool may be closed after it. */
export async function stopErasing(app: Core.Strapi): Promise<void> {
  if (app.has(eraserKey)) await (app.get(eraserKey) as Eraser).stop();
}
