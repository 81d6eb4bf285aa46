import { colourOf, mix, readable } from '../colour';
import type { Ink } from '../page/ink';
import { type Colour, fill, numbers } from '../page/operators';
import { diamond, disc, frame, ring, rosette, rule } from '../page/ornament';
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

const paper: Colour = [0.996, 0.984, 0.955];
const night: Colour = [0.13, 0.12, 0.16];
const soft: Colour = [0.37, 0.35, 0.38];

interface Palette {
  readonly accent: Colour;
  readonly accentInk: Colour;
  readonly mist: Colour;
}

/** The classic template: paper, ink, a plaited frame in the accent, the name in the middle of the light. */
export function drawClassic(sheet: Sheet): void {
  const { ink, size, facts, pictures } = sheet;
  const { width, height } = size;
  const accent = colourOf(facts.design.accent);
  const palette = {
    accent,
    accentInk: readable(accent, paper),
    mist: mix(accent, paper, 0.16),
  };
  const centre = width / 2;
  const measure = width - 190;
  // The heights below are those of A4; letter is a little higher.
  const up = (height - 595.28) / 2;

  background(sheet, palette, up);

  const line = (y: number, text: string, style: Style, sizes: Sizes, colour: Colour) =>
    write(ink, text, centre, y + up, { style, sizes, width: measure, colour, align: 'centre' });

  if (pictures.logo === null) {
    line(511, facts.design.issuer_name, 'semibold', [20, 14], night);
  } else {
    const box = within(pictures.logo, 200, 34);
    logo(ink, pictures.logo, centre - box.width / 2, 514 + up, box, facts.design.issuer_name);
    line(501, facts.design.issuer_name, 'semibold', [11], night);
  }
  write(ink, facts.certificate_name, centre, 449 + up, {
    style: 'regular',
    sizes: [25, 18, 13],
    width: measure,
    colour: palette.accentInk,
    align: 'centre',
    role: 'H1',
  });
  line(413, 'This certifies that', 'italic', [13], soft);
  line(364, facts.student_name, 'regular', [44, 26, 18, 13.5], night);
  line(310, deed(facts), 'italic', [13], soft);
  line(273, facts.course_name, 'semibold', [23, 15, 11], night);
  const scored = result(facts);
  if (scored !== null) line(241, scored, 'italic', [13], soft);
  const learned = outcomes(facts.outcomes, 230);
  if (learned !== null) line(scored === null ? 234 : 217, learned, 'regular', [9.5, 9.5], soft);

  lowerRow(sheet, palette, 150 + up);

  const columns = particulars(facts);
  const step = 148;
  for (const [index, [label, value]] of columns.entries()) {
    const x = centre + (index - (columns.length - 1) / 2) * step;
    ink.element('Sect', {}, () => {
      const setting = { width: step - 8, align: 'centre' } as const;
      write(ink, label, x, 96, { ...setting, style: 'italic', sizes: [8.5], colour: soft });
      write(ink, value, x, 82, { ...setting, style: 'regular', sizes: [11], colour: night });
    });
  }
  ink.element('Link', {}, () => {
    write(ink, footnote(facts), centre, 60, {
      style: 'regular',
      sizes: [9],
      width: measure,
      colour: soft,
      align: 'centre',
    });
    ink.link(facts.verification_url, 'Verify this certificate', [
      centre - 180,
      55,
      centre + 180,
      72,
    ]);
  });
}

function background({ ink, size: { width, height } }: Sheet, palette: Palette, up: number): void {
  const { accent, mist } = palette;
  const centre = width / 2;
  ink.draw(fill(paper), `${numbers(0, 0, width, height)} re f`);
  rosette(ink, {
    x: centre,
    y: 322 + up,
    radius: 205,
    narrow: 0.7,
    petals: 60,
    colour: mist,
    lineWidth: 0.35,
  });
  frame(ink, { width, height, inset: 34, band: 13, ink: night, accent });
  rule(ink, centre - 62, centre - 9, 489 + up, 0.6, accent);
  rule(ink, centre + 9, centre + 62, 489 + up, 0.6, accent);
  diamond(ink, centre, 489 + up, 3.2, accent);
  rule(ink, centre - 190, centre + 190, 330 + up, 0.5, accent);
}

/** Seal, signatures and QR code; the seal stands in the middle where nobody signs. */
function lowerRow(sheet: Sheet, palette: Palette, y: number): void {
  const { ink, size, facts, pictures } = sheet;
  const left = 78;
  const right = size.width - 78;
  const code = facts.qr_verification ? 74 : 0;
  const { signatories } = pictures;
  seal(sheet, palette, signatories.length === 0 ? size.width / 2 : left + 42, y);
  const from = left + 84 + 24;
  const to = right - Math.max(code, 84) - 24;
  const room = (to - from) / Math.max(signatories.length, 1);
  for (const [index, { name, title, signature }] of signatories.entries()) {
    const x = from + (index + 0.5) * room;
    const breadth = Math.min(room - 16, 170);
    ink.element('Sect', {}, () => {
      if (signature !== null) {
        const box = within(signature, breadth, 40);
        ink.element('Figure', { alt: `Signature of ${name}` }, () =>
          place(ink, signature, x - box.width / 2, y - 9, box),
        );
      }
      ink.decoration(() => rule(ink, x - breadth / 2, x + breadth / 2, y - 12, 0.5, soft));
      const setting = { width: breadth, align: 'centre' } as const;
      write(ink, name, x, y - 24, { ...setting, style: 'semibold', sizes: [10], colour: night });
      write(ink, title, x, y - 36, { ...setting, style: 'italic', sizes: [8.5], colour: soft });
    });
  }
  if (code > 0) qrCode(sheet, right - code, y - 37, code, night);
}

/** The seal carries the grade; where nothing was graded it carries the school's mark. */
function seal({ ink, facts }: Sheet, { accent }: Palette, x: number, y: number): void {
  rosette(ink, { x, y, radius: 42, narrow: 0.52, petals: 18, colour: accent, lineWidth: 0.35 });
  disc(ink, x, y, 27, paper);
  ring(ink, x, y, 27, 0.9, accent);
  ring(ink, x, y, 24.5, 0.35, accent);
  if (facts.final_score === null) {
    mark(ink, x, y, accent);
    return;
  }
  const setting = { width: 36, align: 'centre' } as const;
  ink.element('Sect', {}, () => {
    write(ink, 'Grade', x, y + 13, { ...setting, style: 'italic', sizes: [6.5], colour: soft });
    write(ink, facts.grade, x, y - 9, {
      ...setting,
      style: 'semibold',
      sizes: [facts.grade.length === 1 ? 24 : 15],
      colour: night,
    });
  });
}

function mark(ink: Ink, x: number, y: number, colour: Colour): void {
  for (const [dx, dy] of [
    [0, 7],
    [0, -7],
    [7, 0],
    [-7, 0],
  ] as const) {
    diamond(ink, x + dx, y + dy, 4.5, colour);
  }
}
