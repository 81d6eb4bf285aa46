import { createHash } from 'node:crypto';
import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { asGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { drawCertificate } from './draw';
import type { CertificateFacts, Design } from './facts';
import { keepPdf, readKept } from './storage';

export interface CertificateFile {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly fileName: string;
}

interface Kept {
  readonly storage_url: string;
  readonly sha256: string;
}

/** A row of the register; `qr_code` is the verification page's path on the learner site. */
type Issued = Pick<
  CertificateFacts,
  | 'certificate_number'
  | 'certificate_name'
  | 'student_name'
  | 'course_name'
  | 'course_version'
  | 'issue_date'
  | 'completed_on'
  | 'final_score'
  | 'grade'
  | 'template_id'
  | 'qr_verification'
> & { readonly qr_code: string };

const design: Design = {
  issuer_name: 'OurShiksha',
  issuer_url: null,
  accent: '#c26b0d',
  paper: 'a4',
  logo: null,
  signatories: [],
};

/**
 * The certificate's PDF, or null for a number nobody has. It is drawn when it is first asked for and
 * never again: what was handed out once is handed out for ever, or refused if it was tampered with.
 */
export async function certificateFile(
  app: Core.Strapi,
  number: string,
): Promise<CertificateFile | null> {
  const kept = (await readEntry(app, number)) ?? (await drawOnce(app, number));
  if (kept === null) return null;
  const bytes = await readKept(app, kept.storage_url);
  if (bytes === null || hashOf(bytes) !== kept.sha256)
    throw new Refusal(500, 'certificate.file-altered');
  return { bytes, sha256: kept.sha256, fileName: fileNameOf(number) };
}

async function readEntry(app: Core.Strapi, number: string): Promise<Kept | undefined> {
  const [kept] = await asGuru(app, (database) =>
    database.rows<Kept>(
      `select f.storage_url, f.sha256 from activity.certificate_files f
      join activity.issued_certificates c on c.id = f.issued_certificate_id
      where c.certificate_number = $1 and f.kind = 'certificate'`,
      [number],
    ),
  );
  return kept;
}

/**
 * Where two draw at once, the database lets the first one stand and the other takes its file away.
 * If the entry fails, the file stays where it is: the database may have made the entry all the same,
 * and a nameless file too many does less harm than a certificate without one.
 */
async function drawOnce(app: Core.Strapi, number: string): Promise<Kept | null> {
  const [issued] = await asGuru(app, (database) =>
    database.rows<Issued>(
      `select certificate_number, certificate_name, student_name, course_name, version as course_version,
        issue_date, issue_date::date::text as completed_on, final_score, grade, template_id,
        qr_verification, qr_code
      from activity.certificate_register where certificate_number = $1`,
      [number],
    ),
  );
  if (issued === undefined) return null;
  const { qr_code, ...printed } = issued;
  const bytes = await drawCertificate({
    ...printed,
    type: 'completion',
    outcomes: [],
    replaces: null,
    verification_url: `${environment().learnerUrl}${qr_code}`,
    verify_url: `${environment().learnerUrl}/verify`,
    design,
  });
  const file = await keepPdf(app, fileNameOf(number), bytes);
  const [standing] = await asGuru(app, (database) =>
    database.rows<Kept>(
      `select storage_url, sha256 from activity.keep_certificate_file($1, 'certificate', $2, $3, $4)`,
      [number, file.url, hashOf(bytes), bytes.byteLength],
    ),
  );
  if (standing === undefined)
    throw new Error(`The file of certificate ${number} was not put down.`);
  if (standing.storage_url !== file.url) await file.remove();
  return standing;
}

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const fileNameOf = (number: string): string => `OurShiksha-certificate-${number}.pdf`;
