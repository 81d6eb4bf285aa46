import { PDFDocument } from '@cantoo/pdf-lib';
import { drawClassic } from './classic';
import type { CertificateFacts } from './facts';
import { Ink } from './page/ink';
import { cleanText } from './type/clean';

/** A4, lying. */
const page = { width: 841.89, height: 595.28 };

/** Draws the certificate. The same facts give the same bytes. */
export async function drawCertificate(given: CertificateFacts): Promise<Uint8Array> {
  const facts: CertificateFacts = {
    ...given,
    certificate_name: cleanText(given.certificate_name),
    student_name: cleanText(given.student_name),
    course_name: cleanText(given.course_name),
  };
  const document = await PDFDocument.create();
  const issued = new Date(facts.issue_date);
  document.setTitle(`${facts.certificate_name}: ${facts.student_name}`, {
    showInWindowTitleBar: true,
  });
  document.setAuthor('OurShiksha');
  document.setSubject(`${facts.course_name}, ${facts.certificate_number}`);
  document.setCreator('OurShiksha');
  document.setProducer('OurShiksha');
  document.setLanguage('en');
  document.setCreationDate(issued);
  document.setModificationDate(issued);

  const ink = new Ink(document, document.addPage([page.width, page.height]));
  await drawClassic(ink, page, facts);
  ink.finish();
  return document.save();
}
