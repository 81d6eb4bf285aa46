import {
  type CertificateReply,
  certificateNumber,
  certificatePdfBySecret,
  certificatePictureBySecret,
  type FileReply,
  getCertificate,
  getMarksheet,
  issueCertificate,
  listCertificates,
  type MarksheetReply,
  marksheetPdfBySecret,
  type NumberReply,
  type OwnCertificate,
  secret as secretForm,
  sha256,
  verifyByFile,
  verifyByNumber,
  verifyBySecret,
} from '@ourshiksha/contract/certificate';
import { getStudent } from '@ourshiksha/contract/student';
import { ask, CmsUnreachable, failureOf, fetchCms, Refusal, type Visitor } from './cms.ts';
import { paths } from './paths.ts';

export async function loadCertificate(visitor: Visitor, course: number) {
  const [state, { student }] = await Promise.all([
    ask(getCertificate, visitor, { course_id: course }),
    ask(getStudent, visitor),
  ]);
  return { ...state, student };
}

export const loadCertificates = async (visitor: Visitor): Promise<readonly OwnCertificate[]> =>
  (await ask(listCertificates, visitor)).certificates;

/** A refusal changes nothing: the page that follows says what is missing. */
export async function claimCertificate(visitor: Visitor, course: number): Promise<void> {
  try {
    await ask(issueCertificate, visitor, { course_id: course });
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('certificate.')) throw error;
  }
}

/** Verification needs no account, and answers students as it answers everybody. */
const anonymous = (visitor: Visitor): Visitor => ({ ...visitor, token: null });

async function found<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** The secret in an address, however its letters are written; null for what is none. */
function readSecret(segment: string): string | null {
  const forms = [segment.toLowerCase(), segment.toUpperCase()];
  return forms.find((form) => secretForm.safeParse(form).success) ?? null;
}

/** Null for a secret nobody was given, well-formed or not; a number from before is one too. */
export async function verifySecret(
  visitor: Visitor,
  segment: string,
): Promise<CertificateReply | null> {
  const secret = readSecret(segment);
  return secret === null ? null : found(ask(verifyBySecret, anonymous(visitor), { secret }));
}

/** `limited` where too many numbers were looked up from the visitor's network. */
export async function verifyNumber(
  visitor: Visitor,
  certificate_number: string,
): Promise<NumberReply | 'limited' | null> {
  if (!certificateNumber.safeParse(certificate_number).success) return null;
  try {
    return await found(ask(verifyByNumber, anonymous(visitor), { certificate_number }));
  } catch (error) {
    if (error instanceof Refusal && error.status === 429) return 'limited';
    throw error;
  }
}

/** A marksheet with the secret it was asked for by. */
export type Marksheet = MarksheetReply & { readonly secret: string };

/** Null for a file that was not issued here, or not with these bytes. */
export const verifyFile = (visitor: Visitor, hash: string): Promise<FileReply | null> =>
  found(ask(verifyByFile, anonymous(visitor), { sha256: hash }));

export const isSha256 = (text: string): boolean => sha256.safeParse(text).success;

export async function loadMarksheet(visitor: Visitor, segment: string): Promise<Marksheet | null> {
  const secret = readSecret(segment);
  if (secret === null) return null;
  const sheet = await found(ask(getMarksheet, anonymous(visitor), { secret }));
  return sheet && { ...sheet, secret };
}

/**
 * Issued bytes as they were kept, the address that says why there are none yet, or null where there
 * never will be.
 *
 * @throws Refusal `certificate.file-altered` where the bytes kept are not those that were issued
 */
async function issuedFile(
  visitor: Visitor,
  path: string,
  page: string,
): Promise<Response | string | null> {
  const response = await fetchCms(`/api${path}`, anonymous(visitor));
  const type = response.headers.get('content-type') ?? '';
  if (response.ok && /^(?:application\/pdf|image\/png)/.test(type)) {
    const headers = new Headers({ 'Content-Type': type });
    for (const name of ['content-length', 'content-disposition']) {
      const value = response.headers.get(name);
      // fetch has unpacked the body, so a packed one's length would be wrong.
      if (value && !response.headers.has('content-encoding')) headers.set(name, value);
    }
    return new Response(response.body, { headers });
  }
  if (response.status === 404) {
    await response.body?.cancel();
    return response.headers.has('retry-after') ? page : null;
  }
  if (response.ok) {
    await response.body?.cancel();
    throw new CmsUnreachable(`The cms answered ${path} with ${type}`);
  }
  throw await failureOf(response);
}

export async function certificateFile(visitor: Visitor, segment: string) {
  const secret = readSecret(segment);
  if (secret === null) return null;
  return issuedFile(visitor, certificatePdfBySecret(secret), paths.verified(secret));
}

export async function marksheetFile(visitor: Visitor, segment: string) {
  const secret = readSecret(segment);
  if (secret === null) return null;
  return issuedFile(visitor, marksheetPdfBySecret(secret), paths.marksheet(secret));
}

/** What other sites show beside a link; null where there is nothing to show any more. */
export async function certificatePicture(
  visitor: Visitor,
  segment: string,
): Promise<Response | null> {
  const secret = readSecret(segment);
  if (secret === null) return null;
  const path = certificatePictureBySecret(secret);
  const picture = await issuedFile(visitor, path, paths.verified(secret));
  return typeof picture === 'string' ? null : picture;
}

/** LinkedIn's "add to profile": https://addtoprofile.linkedin.com */
export function linkedInAddress(
  certificate: Pick<
    OwnCertificate,
    'certificate_name' | 'certificate_number' | 'course_name' | 'issue_date' | 'issuer_name'
  >,
  certUrl: string,
): string {
  const issued = new Date(certificate.issue_date);
  return `https://www.linkedin.com/profile/add?${new URLSearchParams({
    startTask: 'CERTIFICATION_NAME',
    name: `${certificate.course_name}: ${certificate.certificate_name}`,
    organizationName: certificate.issuer_name,
    issueYear: String(issued.getUTCFullYear()),
    issueMonth: String(issued.getUTCMonth() + 1),
    certUrl,
    certId: certificate.certificate_number,
  })}`;
}
