import { randomBytes } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { environment } from '../../lib/environment';
import { type GuruDatabase, inGuruTransaction } from '../../lib/guru';
import { defineJob, enqueue, hurry, type JobKind } from '../../lib/jobs';
import { asMailText } from '../../lib/mail-job';
import { digestOf } from './address';
import { type MailText, mailTexts } from './mail-texts';

/**
 * A mail of an account that is to be sent. What is to be in it is looked up when it is sent: so whoever
 * asks never waits for that, cannot tell a known address from an unknown one by the time it takes, and
 * the secret of a link stands nowhere but in the mail.
 */
export type AccountMail =
  | { readonly kind: 'confirm' | 'exists' | 'reset' | 'password-changed'; readonly address: string }
  | {
      readonly kind: 'change' | 'change-notice';
      readonly address: string;
      readonly userId: number;
    };

const accountMailJob: JobKind<AccountMail> = {
  name: 'account-mail',
  retries: 20,
  retryDelay: 10,
  work: async (app, mail) => {
    const text = await inGuruTransaction(app, {}, (database) => written(database, mail));
    if (text === undefined) return;
    await app
      .plugin('email')
      .service('email')
      .send({ to: mail.address, subject: text.subject, text: asMailText(text.lines) });
  },
};

export const defineAccountMailJob = (app: Core.Strapi): void => defineJob(app, accountMailJob);

/** Sends a mail once the transaction of `database` has committed; while the mail server is away, later. */
export const sendLater = (
  app: Core.Strapi,
  database: GuruDatabase,
  mail: AccountMail,
): Promise<void> => enqueue(app, database, accountMailJob, mail);

/** After the commit: the mail need not wait for the queue's next look. */
export const hurryMails = (app: Core.Strapi): void => hurry(app, accountMailJob);

/** The text of a mail, with the link made for it; nothing where nobody is to get one. */
async function written(database: GuruDatabase, mail: AccountMail): Promise<MailText | undefined> {
  const { learnerUrl } = environment();
  const linked = async (kind: 'confirm' | 'reset' | 'change' | 'undo', userId: number) => {
    const token = randomBytes(32).toString('base64url');
    await database.rows('select activity.issue_account_token($1, $2, $3, $4)', [
      userId,
      kind,
      digestOf(token),
      mail.address,
    ]);
    return token;
  };
  const [owner] = await database.rows<{ id: number; confirmed: boolean; blocked: boolean }>(
    `select id, coalesce(confirmed, false) as confirmed, coalesce(blocked, false) as blocked
    from cms.up_users where lower(email) = $1`,
    [mail.address],
  );
  switch (mail.kind) {
    case 'confirm':
      if (owner === undefined || owner.confirmed) return undefined;
      return mailTexts.confirm(learnerUrl, await linked('confirm', owner.id));
    case 'reset':
      if (!owner?.confirmed || owner.blocked) return undefined;
      return mailTexts.reset(learnerUrl, await linked('reset', owner.id));
    case 'change':
      if (owner !== undefined && owner.id !== mail.userId) return mailTexts.exists(learnerUrl);
      return mailTexts.change(learnerUrl, await linked('change', mail.userId));
    case 'change-notice':
      return mailTexts['change-notice'](learnerUrl, await linked('undo', mail.userId));
    default:
      return mailTexts[mail.kind](learnerUrl);
  }
}
