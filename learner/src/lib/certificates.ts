import {
  certificateNumber,
  certificatePdfPath,
  getCertificate,
  issueCertificate,
  type Verification,
  verifyCertificate,
} from '@ourshiksha/contract/certificate';
import { getStudent } from '@ourshiksha/contract/student';
import { ask, CmsUnreachable, fetchCms, Refusal, type Visitor } from './cms.ts';

export async function loadCertificate(visitor: Visitor, course: number) {
  const [state, { student }] = await Promise.all([
    ask(getCertificate, visitor, { course_id: course }),
    ask(getStudent, visitor),
  ]);
  return { ...state, student };
}

/** A refusal changes nothing: the page that follows says what is missing. */
export async function claimCertificate(visitor: Visitor, course: number): Promise<void> {
  try {
    await ask(issueCertificate, visitor, { course_id: course });
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('certificate.')) throw error;
  }
}

/** What people type: lower case, without hyphens, with the letters the alphabet leaves out. */
export function normaliseNumber(typed: string): string | null {
  const signs = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/^[O0]S/, 'OS');
  const tail = signs.slice(6).replace(/O/g, '0').replace(/[IL]/g, '1');
  const number = `OS-${signs.slice(2, 6)}-${tail.slice(0, 5)}-${tail.slice(5)}`;
  return signs.startsWith('OS') && certificateNumber.safeParse(number).success ? number : null;
}

/** Null for numbers nobody was given, well-formed or not. */
export async function verify(visitor: Visitor, number: string): Promise<Verification | null> {
  if (!certificateNumber.safeParse(number).success) return null;
  try {
    return await ask(
      verifyCertificate,
      { ...visitor, token: null },
      { certificate_number: number },
    );
  } catch (error) {
    if (error instanceof Refusal && error.status === 404) return null;
    throw error;
  }
}

/** The issued bytes, or null where there are none. */
export async function pdfOf(visitor: Visitor, number: string): Promise<ReadableStream | null> {
  if (!certificateNumber.safeParse(number).success) return null;
  const response = await fetchCms(`/api${certificatePdfPath(number)}`, { ...visitor, token: null });
  if (response.ok && response.headers.get('content-type')?.startsWith('application/pdf'))
    return response.body;
  if (response.status >= 500) throw new CmsUnreachable(`No PDF for ${number}: ${response.status}`);
  if (response.status === 429) throw new Refusal(429, 'http.429', response.statusText);
  return null;
}
