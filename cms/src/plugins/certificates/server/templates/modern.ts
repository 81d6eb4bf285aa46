import { colourOf, mix, readable, white } from '../colour';
import { type Colour, fill, numbers } from '../page/operators';
import { rosette, rule } from '../page/ornament';
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

const night: Colour = [0.11, 0.12, 0.15];
const soft: Colour = [0.36, 0.37, 0.41];
const pale: Colour = [0.85, 0.85, 0.87];

const panelWidth = 226;
const padding = 40;

/** The modern template: a panel in the accent on the left, everything said on the right, flush left. */
export function drawModern(sheet: Sheet): void {
  const { ink, size, facts } = sheet;
  const accent = colourOf(facts.design.accent);
  // White stands on the panel, the accent on white: both must be readable.
  const panel = readable(mix(accent, night, 0.78), white, 6);
  const left = panelWidth + 44;
  const measure = size.width - left - 48;
  const up = (size.height - 595.28) / 2;

  ink.draw(fill(white), `${numbers(0, 0, size.width, size.height)} re f`);
  ink.draw(fill(panel), `${numbers(0, 0, panelWidth, size.height)} re f`);
  drawPanel(sheet, panel);

  const line = (y: number, text: string, style: Style, sizes: Sizes, colour: Colour) =>
    write(ink, text, left, y + up, { style, sizes, width: measure, colour });

  write(ink, facts.certificate_name, left, 503 + up, {
    style: 'semibold',
    sizes: [24, 17, 13],
    width: measure,
    colour: readable(accent, white),
    role: 'H1',
  });
  line(452, 'This certifies that', 'regular', [12.5], soft);
  line(400, facts.student_name, 'semibold', [42, 26, 17], night);
  rule(ink, left, left + 64, 362 + up, 2.5, accent);
  line(332, deed(facts), 'regular', [12.5], soft);
  line(297, facts.course_name, 'semibold', [22, 15, 11], night);
  const scored = result(facts);
  if (scored !== null) line(266, scored, 'regular', [12.5], soft);
  const learned = outcomes(facts.outcomes, 260);
  if (learned !== null) line(scored === null ? 255 : 234, learned, 'regular', [9.5, 9.5, 9], soft);

  drawSignatures(sheet, left, measure, 148 + up);

  rule(ink, left, left + measure, 88, 0.5, pale);
  ink.element('Link', {}, () => {
    write(ink, footnote(facts), left, 70, {
      style: 'regular',
      sizes: [9],
      width: measure,
      colour: soft,
    });
    ink.link(facts.verification_url, 'Verify this certificate', [left, 64, left + measure, 82]);
  });
}

function drawPanel(sheet: Sheet, panel: Colour): void {
  const { ink, size, facts, pictures } = sheet;
  const line = mix(white, panel, 0.14);
  const across = panelWidth / 2;
  rosette(ink, {
    x: across,
    y: size.height / 2,
    radius: 100,
    narrow: 0.62,
    petals: 36,
    colour: line,
    lineWidth: 0.4,
  });
  const breadth = panelWidth - 2 * padding;
  let top = size.height - 62;
  if (pictures.logo !== null) {
    // On a card of its own, because nobody knows which colours a logo has.
    const box = within(pictures.logo, breadth - 20, 56);
    const card = { width: box.width + 20, height: box.height + 20 };
    top -= card.height - 14;
    ink.draw(fill(white), `${numbers(padding, top, card.width, card.height)} re f`);
    logo(ink, pictures.logo, padding + 10, top + 10, box, facts.design.issuer_name);
    top -= 28;
  }
  write(ink, facts.design.issuer_name, padding, top, {
    style: 'semibold',
    sizes: [18, 14, 11],
    width: breadth,
    colour: white,
    from: 'top',
  });
  const code = facts.qr_verification ? 84 : 0;
  let y = (code > 0 ? 62 + code + 44 : 62) + 3 * 36;
  for (const [label, value] of particulars(facts)) {
    const at = y;
    ink.element('Sect', {}, () => {
      const setting = { style: 'regular', width: breadth } as const;
      write(ink, label, padding, at + 13, {
        ...setting,
        sizes: [8.5],
        colour: mix(white, panel, 0.82),
      });
      write(ink, value, padding, at, { ...setting, sizes: [11], colour: white });
    });
    y -= 36;
  }
  if (code > 0) {
    ink.draw(fill(white), `${numbers(padding, 52, code + 20, code + 20)} re f`);
    qrCode(sheet, padding + 10, 62, code, night);
  }
}

function drawSignatures({ ink, pictures }: Sheet, left: number, measure: number, y: number): void {
  const room = measure / 3;
  for (const [index, { name, title, signature }] of pictures.signatories.entries()) {
    const x = left + index * room;
    const breadth = room - 18;
    ink.element('Sect', {}, () => {
      if (signature !== null) {
        const box = within(signature, breadth, 40);
        ink.element('Figure', { alt: `Signature of ${name}` }, () =>
          place(ink, signature, x, y + 2, box),
        );
      }
      ink.decoration(() => rule(ink, x, x + breadth, y - 2, 0.5, soft));
      write(ink, name, x, y - 15, {
        style: 'semibold',
        sizes: [10],
        width: breadth,
        colour: night,
      });
      write(ink, title, x, y - 28, {
        style: 'regular',
        sizes: [8.5],
        width: breadth,
        colour: soft,
      });
    });
  }
}
