import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Cache } from './cache';
import type { CertificateFacts } from './facts';
import { cleanText } from './type/clean';
import { loadHarfBuzz, type Style } from './type/faces';
import { fit, type Sizes } from './type/fit';
import type { Line } from './type/typeset';

/** What other sites show beside a link to a certificate (Open Graph): 1200 by 630, as they ask for. */
export type PictureFacts = Pick<
  CertificateFacts,
  'certificate_name' | 'course_name' | 'issue_date' | 'student_name' | 'type'
> & { readonly issuer_name: string };

const width = 1200;
const height = 630;
const measure = width - 240;
const lineHeight = 1.3;
const night = '#1c2233';
const soft = '#5f584f';
const saffron = '#a84a06';

const day = new Intl.DateTimeFormat('en-IN', { dateStyle: 'long', timeZone: 'UTC' });

/** The frame, and the sun over an open book that the site carries. */
const ground = `<rect width="${width}" height="${height}" fill="#fffdf7"/>
<rect x="30" y="30" width="${width - 60}" height="${height - 60}" fill="none" stroke="#23294a" stroke-width="2"/>
<rect x="39" y="39" width="${width - 78}" height="${height - 78}" fill="none" stroke="#e08a1a" stroke-width="5"/>
<path d="M573 112a27 27 0 0 1 54 0z" fill="#e08a1a"/>
<path d="M562 129c13.5-6.9 27-5.1 38 3.6 11-8.7 24.5-10.5 38-3.6" fill="none" stroke="${night}" stroke-width="6" stroke-linecap="round"/>`;

/**
 * The outlines of a shaped line around the middle of the picture, its base at `y`. Names are paths
 * here and never text, so that each is drawn as on the certificate and none can add to the picture.
 */
function outlines(line: Line, y: number, size: number, colour: string): string {
  const left = (width - line.width * size) / 2;
  const paths = line.runs.flatMap(({ face, glyphs, x }) =>
    glyphs.map((glyph) => {
      const scale = size / face.unitsPerEm;
      const [atX, atY] = [left + (x + glyph.x) * size, y - glyph.y * size];
      return `<path transform="translate(${atX.toFixed(2)} ${atY.toFixed(2)}) scale(${scale.toFixed(6)} ${(-scale).toFixed(6)})" d="${face.font.glyphToPath(glyph.id)}"/>`;
    }),
  );
  return `<g fill="${colour}">${paths.join('')}</g>`;
}

interface Setting {
  /** The base of a single line; of several, the middle one's. */
  readonly y: number;
  readonly text: string;
  readonly style: Style;
  readonly sizes: Sizes;
  readonly colour: string;
}

function set({ y, text, style, sizes, colour }: Setting): string {
  const { lines, size } = fit(cleanText(text), style, measure, sizes);
  const first = y - ((lines.length - 1) * size * lineHeight) / 2;
  return lines
    .map((line, index) => outlines(line, first + index * size * lineHeight, size, colour))
    .join('');
}

/** Some 30 kB each. A link that is shown around is asked for by many sites within minutes. */
const drawn = new Cache<Promise<Buffer>>(200);

/** The picture as a PNG, drawn once for the same words as long as this process remembers it. */
export async function sharePicture(facts: PictureFacts): Promise<Buffer> {
  const { certificate_name, course_name, issue_date, issuer_name, student_name, type } = facts;
  const words = [certificate_name, course_name, issue_date, issuer_name, student_name, type];
  const key = createHash('sha256').update(JSON.stringify(words)).digest('base64');
  try {
    return await drawn.get(key, () => draw(facts));
  } catch (error) {
    drawn.forget(key);
    throw error;
  }
}

async function draw(facts: PictureFacts): Promise<Buffer> {
  await loadHarfBuzz();
  const verb =
    facts.type === 'assessment'
      ? 'has passed the assessment of the course'
      : 'has completed the course';
  const settings: readonly Setting[] = [
    { y: 182, text: facts.issuer_name, style: 'semibold', sizes: [30], colour: night },
    { y: 244, text: facts.certificate_name, style: 'regular', sizes: [34, 24], colour: saffron },
    { y: 338, text: facts.student_name, style: 'semibold', sizes: [66, 42, 28], colour: night },
    { y: 414, text: verb, style: 'italic', sizes: [26], colour: soft },
    { y: 478, text: facts.course_name, style: 'semibold', sizes: [40, 28, 20], colour: night },
    {
      y: 552,
      text: `Issued on ${day.format(new Date(facts.issue_date))}`,
      style: 'regular',
      sizes: [24],
      colour: soft,
    },
  ];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${ground}${settings.map(set).join('')}</svg>`;
  return sharp(Buffer.from(svg)).png({ compressionLevel: 9, palette: true }).toBuffer();
}
