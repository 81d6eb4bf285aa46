import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { listen } from '../../../lib/listen';
import { startWorker } from '../../../lib/worker';
import { issueNext } from './batch';
import { defineLeftBehindJob, drawSome, tryAllAgain } from './drawing';
import { defineCertificateMailJob } from './mail';
import { checkPress } from './press';

/** Milliseconds without a word after which each cms looks whether something waits for its next try. */
const pause = 15_000;
const workKey = 'ourshiksha.certificate-work';

interface CertificateWork {
  stop(): Promise<void>;
}

/** Called while Strapi registers. */
export function defineCertificateJobs(app: Core.Strapi): void {
  defineLeftBehindJob(app);
  defineCertificateMailJob(app);
}

/**
 * Issues what batches ask for and draws what was issued, in the background: as soon as the database says
 * that there is something, and at the start whatever was left. The tables are the queue, so nothing is
 * forgotten when the word is missed, and nothing is done twice. Throws where nothing could be printed.
 */
export function startCertificateWork(app: Core.Strapi): void {
  checkPress((sentence) => app.log.warn(sentence));
  const failed = (error: unknown) =>
    app.log.warn(`Certificates wait: ${error instanceof Error ? error.message : error}`);
  const issuing = startWorker({ step: () => issueNext(app), failed, pause });
  const drawing = startWorker({ step: () => drawSome(app), failed, pause });
  const wake = () => {
    issuing.wake();
    drawing.wake();
  };
  const listening = listen(environment().databaseUrlGuru, 'certificates', {
    ready: () => {
      tryAllAgain(app).catch(failed).finally(wake);
    },
    message: wake,
  });
  const stop = async () => {
    await listening.stop();
    await Promise.all([issuing.stop(), drawing.stop()]);
  };
  app.add(workKey, { stop } satisfies CertificateWork);
}

/** Lets what is being drawn and issued end; the database's pool may be closed after it. */
export async function stopCertificateWork(app: Core.Strapi): Promise<void> {
  if (app.has(workKey)) await (app.get(workKey) as CertificateWork).stop();
}
