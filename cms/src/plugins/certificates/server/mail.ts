import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { asGuru, type GuruDatabase } from '../../../lib/guru';
import { defineJob, enqueue, hurry, type JobKind } from '../../../lib/jobs';
import { asMailText } from '../../../lib/mail-job';
import { certificateFile } from './file';

/** The mail that brings a certificate. Whom it goes to and what is in it is looked up when it is sent. */
const certificateMail: JobKind<{ readonly number: string }> = {
  name: 'certificate-mail',
  // Some four days: a mail server may be away over a long weekend.
  retries: 100,
  retryDelay: 10,
  work: async (app, { number }) => {
    await send(app, number);
    // The next one need not wait for the queue's next look; a batch has thousands.
    hurryCertificateMails(app);
  },
};

export const defineCertificateMailJob = (app: Core.Strapi): void => defineJob(app, certificateMail);

/** Sends the certificate to its student, once, when the transaction of `database` has committed. */
export const mailCertificate = (
  app: Core.Strapi,
  database: GuruDatabase,
  number: string,
): Promise<void> => enqueue(app, database, certificateMail, { number }, { key: number });

export const hurryCertificateMails = (app: Core.Strapi): void => hurry(app, certificateMail);

async function send(app: Core.Strapi, number: string): Promise<void> {
  const [issued] = await asGuru(app, (database) =>
    database.rows<{ email: string; course_name: string; secret: string; replaces: string | null }>(
      `select u.email, c.course_name, s.secret, r.certificate_number as replaces
      from activity.issued_certificates c
      join activity.certificate_secrets s on s.issued_certificate_id = c.id
      join activity.shishya_users y on y.id = c.shishya_user_id
      join cms.up_users u on u.id = y.user_id
      left join activity.issued_certificates r on r.id = c.replaces_id
      where c.certificate_number = $1
        and not exists (select from activity.certificate_revocations v where v.issued_certificate_id = c.id)`,
      [number],
    ),
  );
  // The account is gone, or the certificate was revoked meanwhile.
  if (issued === undefined) return;
  const file = await certificateFile(app, number);
  const { learnerUrl } = environment();
  await app
    .plugin('email')
    .service('email')
    .send({
      to: issued.email,
      subject: `Your certificate: ${issued.course_name}`,
      text: asMailText(linesOf({ ...issued, number, learnerUrl })),
      attachments: [
        {
          filename: file.fileName,
          content: Buffer.from(file.bytes),
          contentType: 'application/pdf',
        },
      ],
      // If this process dies between the sending and the queue's note of it, the mail is sent again; by
      // its name a mailbox knows the second one for the first.
      messageId: `<certificate-${number}@${new URL(learnerUrl).hostname}>`,
    });
}

interface MailFacts {
  readonly number: string;
  readonly course_name: string;
  readonly secret: string;
  readonly replaces: string | null;
  readonly learnerUrl: string;
}

const linesOf = ({ number, course_name, secret, replaces, learnerUrl }: MailFacts) => [
  replaces === null
    ? `congratulations! You have completed “${course_name}”. Your certificate ${number} is attached to this mail.`
    : `your certificate for “${course_name}” was made out anew. The new one, ${number}, is attached to this mail; it takes the place of ${replaces}.`,
  `With this link anybody can check that it is genuine, without an account. Give it to whoever should see your certificate; whoever has it sees everything that is printed there:\n${learnerUrl}/c/${secret}`,
  `All your certificates, and the marksheet with every result, are here:\n${learnerUrl}/certificates`,
];
