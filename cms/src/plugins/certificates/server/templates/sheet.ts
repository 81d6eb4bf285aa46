import type { CertificateFacts, Signatory } from '../facts';
import type { Papers } from '../page/document';
import type { Ink } from '../page/ink';
import { type Colour, numbers } from '../page/operators';
import type { Picture } from '../page/picture';
import type { Described, Role } from '../page/structure';
import { drawQrCode } from '../qr';
import { languageOf, type Style } from '../type/faces';
import { fit, type Sizes } from '../type/fit';
import { isLeftward } from '../type/typeset';

/** In points, 72 to the inch. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

export type PlacedPicture = Picture & { readonly name: string };

/** The design's pictures, placed in the document. */
export interface Pictures {
  readonly logo: PlacedPicture | null;
  readonly signatories: readonly (Omit<Signatory, 'signature'> & {
    readonly signature: PlacedPicture | null;
  })[];
}

/** What a template draws with and from. */
export interface Sheet {
  readonly ink: Ink;
  readonly size: Size;
  readonly facts: CertificateFacts;
  readonly pictures: Pictures;
}

export type Template = (sheet: Sheet) => void;

export async function placePictures(
  papers: Papers,
  { logo, signatories }: CertificateFacts['design'],
): Promise<Pictures> {
  const place = async (bytes: Uint8Array | null) => (bytes === null ? null : papers.picture(bytes));
  const signed = [];
  for (const { signature, ...signatory } of signatories) {
    signed.push({ ...signatory, signature: await place(signature) });
  }
  return { logo: await place(logo), signatories: signed };
}

export interface Setting {
  readonly style: Style;
  readonly sizes: Sizes;
  readonly width: number;
  readonly colour: Colour;
  readonly align?: 'left' | 'centre' | 'right';
  /** A paragraph, unless it is something else. */
  readonly role?: Role;
  /** Where several lines stand: around `y` as one line's base, or from `y` downwards. */
  readonly from?: 'middle' | 'top';
}

const lineHeight = 1.32;
const alignments = { left: 0, centre: 0.5, right: 1 };

/** Sets a text at `x` and returns the base of its last line. */
export function write(ink: Ink, text: string, x: number, y: number, setting: Setting): number {
  const { style, sizes, width, colour, align = 'left', role = 'P', from = 'middle' } = setting;
  const { size, lines } = fit(text, style, width, sizes);
  const step = size * lineHeight;
  const first = from === 'top' ? y : y + ((lines.length - 1) * step) / 2;
  const described: Described = {
    lang: languageOf(text),
    actualText: lines.some(isLeftward) ? text : undefined,
  };
  ink.element(role, described, () => {
    for (const [index, line] of lines.entries()) {
      ink.text(line, x - line.width * size * alignments[align], first - index * step, size, colour);
    }
  });
  return first - (lines.length - 1) * step;
}

/** How large a picture is that fills a box without being stretched. */
export function within(picture: Size, width: number, height: number): Size {
  const scale = Math.min(width / picture.width, height / picture.height);
  return { width: picture.width * scale, height: picture.height * scale };
}

/** A picture with its lower left corner at (x, y). */
export function place(
  ink: Ink,
  picture: PlacedPicture,
  x: number,
  y: number,
  { width, height }: Size,
): void {
  ink.draw(`${numbers(width)} 0 0 ${numbers(height, x, y)} cm ${picture.name} Do`);
}

/** The issuer's logo as a figure that says whose it is. */
export function logo(
  ink: Ink,
  picture: PlacedPicture,
  x: number,
  y: number,
  size: Size,
  whose: string,
): void {
  ink.element('Figure', { alt: `Logo of ${whose}` }, () => place(ink, picture, x, y, size));
}

/** The QR code, dark on white with the margin that scanners need, leading to the verification page. */
export function qrCode(
  { ink, facts }: Sheet,
  x: number,
  y: number,
  size: number,
  colour: Colour,
): void {
  const alt = 'QR code that leads to the page that verifies this certificate';
  ink.element('Link', {}, () => {
    ink.element('Figure', { alt }, () =>
      drawQrCode(ink, facts.verification_url, x, y, size, colour),
    );
    ink.link(facts.verification_url, alt, [x, y, x + size, y + size]);
  });
}

const day = new Intl.DateTimeFormat('en-IN', { dateStyle: 'long', timeZone: 'UTC' });
export const dayOf = (instant: string): string => day.format(new Date(instant));

/** What stands under every certificate: label and value. */
export function particulars(facts: CertificateFacts): readonly (readonly [string, string])[] {
  return [
    ['Completed on', dayOf(facts.completed_on)],
    ['Issued on', dayOf(facts.issue_date)],
    ['Certificate number', facts.certificate_number],
    ['Course version', String(facts.course_version)],
  ];
}

export const deed = ({ type }: CertificateFacts): string =>
  type === 'assessment' ? 'has passed the assessment of the course' : 'has completed the course';

export function result({ final_score, grade }: CertificateFacts): string | null {
  if (final_score === null) return null;
  return grade === 'Pass'
    ? `with a final score of ${final_score}%`
    : `with a final score of ${final_score}%, grade ${grade}`;
}

/** How to verify, and what this certificate takes the place of. */
export const footnote = ({ verify_url, replaces }: CertificateFacts): string =>
  [
    `Verify at ${verify_url.replace(/^https?:\/\//, '')}`,
    ...(replaces === null ? [] : [`replaces ${replaces}`]),
  ].join(' · ');

/**
 * As many outcomes as can be read in the room there is, in one paragraph; the verification page has
 * them all.
 */
export function outcomes(outcomes: readonly string[], letters: number): string | null {
  const fitting: string[] = [];
  let used = 0;
  for (const outcome of outcomes) {
    used += outcome.length + 3;
    if (used > letters) break;
    fitting.push(outcome);
  }
  return fitting.length === 0 ? null : fitting.join(' · ');
}
