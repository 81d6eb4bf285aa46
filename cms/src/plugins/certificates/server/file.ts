import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { noteCounted } from '../../../lib/audit';
import { asGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { readKept } from './storage';

/** A PDF as it was issued. */
export interface PaperFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly fileName: string;
}

interface Entry {
  readonly certificate_number: string;
  /** From 1; null for the certificate itself. */
  readonly revision: number | null;
  /** Null while it is to be drawn. */
  readonly storage_url: string | null;
  readonly sha256: string | null;
  /** Nothing is drawn for its student any more. */
  readonly isErased: boolean;
}

/** Seconds after which somebody who waits for a drawing may look again. */
const lookAgain = 3;

const certificates = `select c.certificate_number, null::integer as revision, f.storage_url, f.sha256,
    s.erased_at is not null as "isErased"
  from activity.issued_certificates c
  join activity.shishya_users s on s.id = c.shishya_user_id
  left join activity.certificate_files f on f.issued_certificate_id = c.id and f.kind = 'certificate'`;

const marksheets = `select c.certificate_number, m.revision, f.storage_url, f.sha256,
    s.erased_at is not null as "isErased"
  from activity.marksheets m
  join activity.issued_certificates c on c.id = m.issued_certificate_id
  join activity.shishya_users s on s.id = c.shishya_user_id
  left join activity.marksheet_files f on f.marksheet_id = m.id`;

/**
 * The PDF of a certificate. What was issued is handed out for ever: nothing is drawn here. Refuses with
 * `certificate.not-found`, also where it was erased with its student, `certificate.in-the-making` while it is to be drawn, and
 * `certificate.file-altered` where the storage has other bytes than those that were issued, or none.
 */
export const certificateFile = (app: Core.Strapi, number: string): Promise<PaperFile> =>
  paperFile(app, `${certificates} where c.certificate_number = $1`, number);

/** The same by the certificate's secret; a number of the form before is its own secret. */
export const certificateFileBySecret = (app: Core.Strapi, secret: string): Promise<PaperFile> =>
  paperFile(
    app,
    `${certificates} where c.id = (select s.issued_certificate_id from activity.certificate_secrets s where s.secret = $1)
      or (c.certificate_number = $1 and c.number_serial is null)`,
    secret,
  );

/** The PDF of a revision of a marksheet, by its secret. Refuses like `certificateFile`. */
export const marksheetFileBySecret = (app: Core.Strapi, secret: string): Promise<PaperFile> =>
  paperFile(app, `${marksheets} where m.secret = $1`, secret);

/** The PDF of a revision of a marksheet, by its id. Refuses like `certificateFile`. */
export const marksheetFile = (app: Core.Strapi, id: number): Promise<PaperFile> =>
  paperFile(app, `${marksheets} where m.id = $1`, id);

export const certificateFileName = (number: string): string =>
  `OurShiksha-certificate-${number}.pdf`;
export const marksheetFileName = (number: string, revision: number): string =>
  `OurShiksha-marksheet-${number}${revision === 1 ? '' : `-revision-${revision}`}.pdf`;

async function paperFile(
  app: Core.Strapi,
  statement: string,
  key: string | number,
): Promise<PaperFile> {
  const [entry] = await asGuru(app, (database) => database.rows<Entry>(statement, [key]));
  if (entry === undefined) throw new Refusal(404, 'certificate.not-found');
  const { certificate_number: number, revision, storage_url, sha256, isErased } = entry;
  if (storage_url === null || sha256 === null) {
    if (isErased) throw new Refusal(404, 'certificate.not-found');
    throw new Refusal(404, 'certificate.in-the-making', undefined, undefined, lookAgain);
  }
  const bytes = await readKept(app, storage_url);
  if (bytes === null || createHash('sha256').update(bytes).digest('hex') !== sha256) {
    noteCounted(
      app,
      {
        action: 'certificate.file-altered',
        subject: 'certificate',
        subjectId: number,
        details: { what: revision === null ? 'certificate' : `marksheet ${revision}`, sha256 },
      },
      20,
    );
    throw new Refusal(500, 'certificate.file-altered');
  }
  const fileName =
    revision === null ? certificateFileName(number) : marksheetFileName(number, revision);
  return { bytes, sha256, fileName };
}
