import { colourOf, readable, white } from '../colour';
import { type Colour, numbers, stroke } from '../page/operators';
import { rule } from '../page/ornament';
import type { Style } from '../type/faces';
import type { Sizes } from '../type/fit';
import {
  deed,
  footnote,
  logo,
  outcomes,
  particulars,
  place,
  qrCode,
  result,
  type Sheet,
  within,
  write,
} from './sheet';

const night: Colour = [0.1, 0.1, 0.1];
const soft: Colour = [0.33, 0.33, 0.33];

/** The plain template: white paper, one thin line around it, little ink. For any printer. */
export function drawPlain(sheet: Sheet): void {
  const { ink, size, facts, pictures } = sheet;
  const { width, height } = size;
  const accent = readable(colourOf(facts.design.accent), white);
  const centre = width / 2;
  const measure = width - 200;
  const up = (height - 595.28) / 2;

  ink.draw(
    stroke(night),
    '0.75 w',
    `${numbers(42, 42, width - 84, height - 84)} re S`,
    stroke(accent),
    `${numbers(46, 46, width - 92, height - 92)} re S`,
  );

  const line = (y: number, text: string, style: Style, sizes: Sizes, colour: Colour) =>
    write(ink, text, centre, y + up, { style, sizes, width: measure, colour, align: 'centre' });

  if (pictures.logo !== null) {
    const box = within(pictures.logo, 220, 44);
    logo(ink, pictures.logo, centre - box.width / 2, 490 + up, box, facts.design.issuer_name);
  }
  line(pictures.logo === null ? 492 : 472, facts.design.issuer_name, 'regular', [14], soft);
  write(ink, facts.certificate_name, centre, 430 + up, {
    style: 'regular',
    sizes: [28, 19, 13],
    width: measure,
    colour: accent,
    align: 'centre',
    role: 'H1',
  });
  line(390, 'This certifies that', 'regular', [12], soft);
  line(342, facts.student_name, 'semibold', [36, 24, 16], night);
  line(296, deed(facts), 'regular', [12], soft);
  line(263, facts.course_name, 'semibold', [20, 14, 11], night);
  const scored = result(facts);
  if (scored !== null) line(234, scored, 'regular', [12], soft);
  const learned = outcomes(facts.outcomes, 230);
  if (learned !== null) line(scored === null ? 230 : 211, learned, 'regular', [9.5, 9.5], soft);

  drawLowerPart(sheet, up);
  ink.element('Link', {}, () => {
    write(ink, footnote(facts), 72, 62, {
      style: 'regular',
      sizes: [9],
      width: width - 144,
      colour: soft,
    });
    ink.link(facts.verification_url, 'Verify this certificate', [72, 57, width - 170, 73]);
  });
}

/** Signatures in a row, the particulars in a row below them, the QR code beside both. */
function drawLowerPart(sheet: Sheet, up: number): void {
  const { ink, size, facts, pictures } = sheet;
  const code = facts.qr_verification ? 80 : 0;
  const right = size.width - 72;
  const room = (right - 72 - (code > 0 ? code + 30 : 0)) / Math.max(3, pictures.signatories.length);
  for (const [index, { name, title, signature }] of pictures.signatories.entries()) {
    const x = 72 + index * room;
    const y = 148 + up;
    const breadth = room - 24;
    ink.element('Sect', {}, () => {
      if (signature !== null) {
        const box = within(signature, breadth, 36);
        ink.element('Figure', { alt: `Signature of ${name}` }, () =>
          place(ink, signature, x, y + 2, box),
        );
      }
      ink.decoration(() => rule(ink, x, x + breadth, y - 1, 0.5, soft));
      const setting = { width: breadth } as const;
      write(ink, name, x, y - 13, { ...setting, style: 'semibold', sizes: [10], colour: night });
      write(ink, title, x, y - 25, { ...setting, style: 'regular', sizes: [8.5], colour: soft });
    });
  }
  const columns = particulars(facts);
  const step = (right - 72 - (code > 0 ? code + 30 : 0)) / columns.length;
  for (const [index, [label, value]] of columns.entries()) {
    const x = 72 + index * step;
    ink.element('Sect', {}, () => {
      const setting = { style: 'regular', width: step - 10 } as const;
      write(ink, label, x, 98, { ...setting, sizes: [8.5], colour: soft });
      write(ink, value, x, 84, { ...setting, sizes: [11], colour: night });
    });
  }
  if (code > 0) qrCode(sheet, right - code, 66, code, night);
}
