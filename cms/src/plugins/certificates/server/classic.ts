import type { CertificateFacts } from './facts';
import type { Ink } from './page/ink';
import { type Colour, fill, numbers } from './page/operators';
import { diamond, disc, frame, ring, rosette, rule } from './page/ornament';
import { drawQrCode } from './qr';
import type { Style } from './type/faces';
import { fit, type Sizes } from './type/fit';

const paper: Colour = [0.996, 0.984, 0.955];
const night: Colour = [0.13, 0.12, 0.16];
const soft: Colour = [0.37, 0.35, 0.38];
const saffron: Colour = [0.76, 0.42, 0.05];
const saffronInk: Colour = [0.6, 0.31, 0.02];
const saffronMist: Colour = [0.962, 0.918, 0.845];

interface Paper {
  readonly width: number;
  readonly height: number;
}

interface Setting {
  readonly text: string;
  readonly style: Style;
  readonly sizes: Sizes;
  readonly width: number;
  readonly colour: Colour;
}

const lineHeight = 1.32;

/** Sets a text around `x`, its lines centred on the height `y` of a single line's base. */
async function centred(ink: Ink, x: number, y: number, setting: Setting): Promise<void> {
  const { size, lines } = await fit(setting.text, setting.style, setting.width, setting.sizes);
  const first = y + ((lines.length - 1) * size * lineHeight) / 2;
  for (const [index, line] of lines.entries()) {
    const left = x - (line.width * size) / 2;
    ink.text(line, left, first - index * size * lineHeight, size, setting.colour);
  }
}

/** A small label over its value, beginning or ending at `x`. */
async function labelled(
  ink: Ink,
  x: number,
  y: number,
  side: 'left' | 'right',
  label: string,
  value: string,
): Promise<void> {
  const parts = [
    { text: label, style: 'italic', size: 9, up: 16, colour: soft },
    { text: value, style: 'regular', size: 12, up: 0, colour: night },
  ] as const;
  for (const { text, style, size, up, colour } of parts) {
    const { lines } = await fit(text, style, 200, [size]);
    const [line] = lines;
    if (line === undefined) continue;
    ink.text(line, side === 'left' ? x : x - line.width * size, y + up, size, colour);
  }
}

const day = new Intl.DateTimeFormat('en-IN', { dateStyle: 'long', timeZone: 'UTC' });

/** The classic template: paper, ink, a plaited saffron frame, the name in the middle of the light. */
export async function drawClassic(ink: Ink, page: Paper, facts: CertificateFacts): Promise<void> {
  const { width, height } = page;
  const centre = width / 2;
  const measure = width - 190;

  ink.draw(fill(paper), `${numbers(0, 0, width, height)} re f`);
  rosette(ink, {
    x: centre,
    y: 318,
    radius: 212,
    narrow: 0.7,
    petals: 60,
    colour: saffronMist,
    lineWidth: 0.35,
  });
  frame(ink, { width, height, inset: 34, band: 13, ink: night, accent: saffron });

  const line = (y: number, text: string, style: Style, sizes: Sizes, colour: Colour) =>
    centred(ink, centre, y, { text, style, sizes, width: measure, colour });

  await line(505, 'OurShiksha', 'semibold', [20], night);
  rule(ink, centre - 62, centre - 9, 490, 0.6, saffron);
  rule(ink, centre + 9, centre + 62, 490, 0.6, saffron);
  diamond(ink, centre, 490, 3.2, saffron);

  await line(446, facts.certificate_name, 'regular', [25, 18, 13], saffronInk);
  await line(405, 'This certifies that', 'italic', [13], soft);
  await line(346, facts.student_name, 'regular', [44, 27, 18], night);
  rule(ink, centre - 190, centre + 190, 311, 0.5, saffron);
  await line(285, 'has completed the course', 'italic', [13], soft);
  await line(245, facts.course_name, 'semibold', [23, 16, 11], night);
  if (facts.final_score !== null) {
    await line(209, `with a final score of ${facts.final_score} out of 100`, 'italic', [13], soft);
  }

  await seal(ink, centre, 131, facts);
  await labelled(ink, 92, 138, 'left', 'Issued on', day.format(new Date(facts.issue_date)));
  await labelled(ink, 92, 100, 'left', 'Certificate number', facts.certificate_number);
  if (facts.qr_verification) {
    const size = 76;
    const left = width - 92 - size;
    drawQrCode(ink, facts.verification_url, left, 98, size, night);
    ink.link(facts.verification_url, [left, 98, left + size, 98 + size]);
  }
  await centred(ink, centre, 67, {
    text: `Verify at ${facts.verification_url}`,
    style: 'regular',
    sizes: [9],
    width: measure,
    colour: soft,
  });
  ink.link(facts.verification_url, [centre - 180, 62, centre + 180, 78]);
}

/** The seal carries the grade; where nothing was graded it carries the school's mark. */
async function seal(ink: Ink, x: number, y: number, facts: CertificateFacts): Promise<void> {
  rosette(ink, { x, y, radius: 42, narrow: 0.52, petals: 18, colour: saffron, lineWidth: 0.35 });
  disc(ink, x, y, 27, paper);
  ring(ink, x, y, 27, 0.9, saffron);
  ring(ink, x, y, 24.5, 0.35, saffron);
  if (facts.final_score === null) {
    for (const [dx, dy] of [
      [0, 7],
      [0, -7],
      [7, 0],
      [-7, 0],
    ] as const)
      diamond(ink, x + dx, y + dy, 4.5, saffron);
    return;
  }
  const setting = { style: 'semibold', width: 36, colour: night } as const;
  await centred(ink, x, y - 9, {
    ...setting,
    text: facts.grade,
    sizes: [facts.grade.length === 1 ? 24 : 15],
  });
  await centred(ink, x, y + 13, {
    ...setting,
    style: 'italic',
    text: 'Grade',
    sizes: [6.5],
    colour: soft,
  });
}
