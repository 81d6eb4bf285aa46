import type { CertificateFacts, Design } from './facts';
import { Papers } from './page/document';
import { drawClassic } from './templates/classic';
import { drawModern } from './templates/modern';
import { drawPlain } from './templates/plain';
import { placePictures, type Size, type Template } from './templates/sheet';
import { cleanText } from './type/clean';
import { loadHarfBuzz } from './type/faces';

/** Short side and long side, in points. */
export const paperSizes: Readonly<Record<Design['paper'], readonly [short: number, long: number]>> =
  {
    a4: [595.28, 841.89],
    letter: [612, 792],
  };

/** The templates by the frozen `template_id`. */
const templates: Readonly<Record<string, Template>> = {
  classic: drawClassic,
  modern: drawModern,
  plain: drawPlain,
};

export const templateIds: readonly string[] = Object.keys(templates);

/** Draws the certificate, unsigned. The same facts give the same bytes. */
export async function drawCertificate(given: CertificateFacts): Promise<Uint8Array> {
  await loadHarfBuzz();
  const facts: CertificateFacts = {
    ...given,
    certificate_name: cleanText(given.certificate_name),
    student_name: cleanText(given.student_name),
    course_name: cleanText(given.course_name),
    outcomes: given.outcomes.map(cleanText).filter((outcome) => outcome !== ''),
    design: cleanDesign(given.design),
  };
  const document = await Papers.begin({
    title: `${facts.certificate_name}: ${facts.student_name}`,
    subject: `${facts.course_name}, ${facts.certificate_number}`,
    author: facts.design.issuer_name,
    identifier: facts.certificate_number,
    address: facts.verification_url,
    language: 'en',
    created: new Date(facts.issue_date),
  });
  const [height, width] = paperSizes[facts.design.paper];
  const size: Size = { width, height };
  const template = Object.hasOwn(templates, facts.template_id)
    ? templates[facts.template_id]
    : undefined;
  const pictures = await placePictures(document, facts.design);
  (template ?? drawClassic)({ ink: document.addPage(width, height), size, facts, pictures });
  return document.finish(facts.credential);
}

export const cleanDesign = (design: Design): Design => ({
  ...design,
  issuer_name: cleanText(design.issuer_name),
  signatories: design.signatories.map(({ name, title, signature }) => ({
    name: cleanText(name),
    title: cleanText(title),
    signature,
  })),
});
