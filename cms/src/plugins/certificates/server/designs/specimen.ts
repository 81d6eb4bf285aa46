import { degrees, PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { drawCertificate } from '../draw';
import type { CertificateFacts, Design } from '../facts';
import type { Template } from '../templates';

const word = 'SPECIMEN';

/**
 * What a certificate of this design would look like, with invented facts: a long name in Devanagari, a
 * long course, every part that may be printed. It bears no number, and a word across the page, so that
 * nobody takes it for a certificate.
 *
 * @param verifyUrl the learner site's page on which a number is typed in; the QR code leads there
 */
export async function drawSpecimen(
  design: Design,
  template: Template,
  verifyUrl: string,
  today: Date,
): Promise<Uint8Array> {
  const facts: CertificateFacts = {
    certificate_number: word,
    certificate_name: 'Certificate of completion',
    student_name: 'श्रीमती अनसूया लक्ष्मीनारायण वेंकटसुब्रमण्यम राधाकृष्णन',
    course_name: 'How computers think: from switches to programs, with projects',
    course_version: 1,
    type: 'assessment',
    issue_date: today.toISOString(),
    completed_on: today.toISOString().slice(0, 10),
    final_score: 92,
    grade: 'A',
    outcomes: [
      'Explain how a computer stores numbers, texts and pictures',
      'Write and test small programs',
      'Plan a project and defend its design',
    ],
    template_id: template,
    qr_verification: true,
    verification_url: verifyUrl,
    verify_url: verifyUrl,
    replaces: null,
    design,
  };
  return acrossThePage(await drawCertificate(facts));
}

/** Writes the word from corner to corner, through which everything can still be seen. */
async function acrossThePage(drawn: Uint8Array): Promise<Uint8Array> {
  const document = await PDFDocument.load(drawn, { updateMetadata: false });
  const font = await document.embedFont(StandardFonts.HelveticaBold);
  for (const page of document.getPages()) {
    const { width, height } = page.getSize();
    const angle = Math.atan2(height, width);
    const diagonal = Math.hypot(width, height);
    const size = (diagonal * 0.7) / font.widthOfTextAtSize(word, 1);
    const length = font.widthOfTextAtSize(word, size);
    page.drawText(word, {
      font,
      size,
      x: (width - length * Math.cos(angle) + size * 0.7 * Math.sin(angle)) / 2,
      y: (height - length * Math.sin(angle) - size * 0.7 * Math.cos(angle)) / 2,
      rotate: degrees((angle * 180) / Math.PI),
      color: rgb(0.75, 0.1, 0.1),
      opacity: 0.16,
    });
  }
  return document.save();
}
