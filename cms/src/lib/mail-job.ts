import type { Core } from '@strapi/strapi';
import type { GuruDatabase } from './guru';
import { defineJob, enqueue, type JobKind } from './jobs';

/** A mail in plain text. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** The paragraphs of a mail between the words that all mails begin and end with. */
export const asMailText = (paragraphs: readonly string[]): string =>
  ['Hello,', ...paragraphs, 'OurShiksha'].join('\n\n');

const mailJob: JobKind<Mail> = {
  name: 'mail',
  retries: 20,
  retryDelay: 10,
  work: async (app, mail) => {
    await app.plugin('email').service('email').send(mail);
  },
};

export const defineMailJob = (app: Core.Strapi): void => defineJob(app, mailJob);

/**
 * Sends a mail once the transaction of `database` has committed. While the mail server is away it
 * is tried again, for about half a day; who asked for it never waits.
 */
export const mailLater = (app: Core.Strapi, database: GuruDatabase, mail: Mail): Promise<void> =>
  enqueue(app, database, mailJob, mail);
