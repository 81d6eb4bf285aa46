import { environment } from '../../../lib/environment';
import { drawCertificate } from './draw';
import type { CertificateFacts, MarksheetFacts } from './facts';
import { drawMarksheet } from './marksheet';
import { signPdf } from './sign/sign-pdf';
import { daysLeft, readSigner, type Signer } from './sign/signer';
import { checkFaces } from './type/faces';

let known: Signer | undefined;

/** Who signs the PDFs of this process. */
function signer(): Signer {
  known ??= readSigner(environment().certificateSigningKey);
  return known;
}

/** Throws if a font or the key is missing or unusable: a start must fail, not the first certificate. */
export function checkPress(warn: (sentence: string) => void): void {
  checkFaces();
  const days = daysLeft(signer(), new Date());
  if (days < 30) {
    warn(
      `The certificate of CERTIFICATE_SIGNING_KEY ${days < 0 ? 'has ended' : `ends in ${days} days`}: readers will object to PDFs signed with it (docs/operations.md).`,
    );
  }
}

/** The certificate as it is handed out: drawn and signed. */
export const printCertificate = async (facts: CertificateFacts): Promise<Uint8Array> =>
  signPdf(await drawCertificate(facts), signer(), new Date());

/** The marksheet as it is handed out: drawn and signed. */
export const printMarksheet = async (facts: MarksheetFacts): Promise<Uint8Array> =>
  signPdf(await drawMarksheet(facts), signer(), new Date());
