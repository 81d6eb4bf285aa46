import { type PDFDocument, PDFHexString, type PDFPage } from '@cantoo/pdf-lib';
import type { Face } from '../type/faces';
import type { Line } from '../type/typeset';
import { HiddenText } from './hidden-text';
import { type Box, type Colour, fill, number, numbers, outline } from './operators';

/**
 * A pen on one page: paths, drawings that are stored once and placed often, lines of shaped text.
 * Nothing stands on the page before `finish`.
 */
export class Ink {
  readonly #document: PDFDocument;
  readonly #page: PDFPage;
  readonly #hidden: HiddenText;
  readonly #forms = new Map<string, string>();
  readonly #operators: string[] = [];

  constructor(document: PDFDocument, page: PDFPage) {
    this.#document = document;
    this.#page = page;
    this.#hidden = new HiddenText(document, page);
  }

  /** Operators whose colours and transformations end with them. */
  draw(...operators: readonly string[]): void {
    this.#operators.push('q', ...operators, 'Q');
  }

  /** The name of a drawing; its operators are stored with the first call of this key. */
  form(key: string, box: Box, operators: () => string): string {
    let name = this.#forms.get(key);
    if (name === undefined) {
      const { context } = this.#document;
      const header = { Type: 'XObject', Subtype: 'Form', BBox: [...box] };
      const stream = context.register(context.flateStream(operators(), header));
      name = this.#page.node.newXObject('F', stream).toString();
      this.#forms.set(key, name);
    }
    return name;
  }

  /**
   * One line of text from `x` on. What is seen are the glyphs' outlines where HarfBuzz put them;
   * what is found and copied is an invisible text in reading order at the same place. As fonts
   * embedded by pdf-lib, marks would lose their places, and copied Devanagari its order.
   */
  text(line: Line, x: number, y: number, size: number, colour: Colour): void {
    const glyphs = line.runs.flatMap((run) => {
      const scale = number(size / run.face.unitsPerEm, 6);
      return run.glyphs.map(({ id, ...place }) => {
        const name = this.#glyph(run.face, id);
        const at = numbers(x + (run.x + place.x) * size, y + place.y * size);
        return name === undefined ? '' : `q ${scale} 0 0 ${scale} ${at} cm ${name} Do Q`;
      });
    });
    this.draw(fill(colour), ...glyphs);
    for (const run of line.runs) {
      this.draw(this.#hidden.operators(run.letters, x + run.x * size, y, size, run.width * size));
    }
  }

  /** Undefined for a glyph without ink, as the space. */
  #glyph(face: Face, id: number): string | undefined {
    const svgPath = face.font.glyphToPath(id);
    if (svgPath === '') return undefined;
    const { path, box } = outline(svgPath);
    return this.form(`${face.name} ${id}`, box, () => `${path}\nf`);
  }

  /** Makes a rectangle of the page lead to an address. */
  link(address: string, box: Box): void {
    const { context } = this.#document;
    const annotation = context.obj({
      Type: 'Annot',
      Subtype: 'Link',
      Rect: [...box],
      Border: [0, 0, 0],
      A: { Type: 'Action', S: 'URI', URI: PDFHexString.of(Buffer.from(address).toString('hex')) },
    });
    this.#page.node.addAnnot(context.register(annotation));
  }

  finish(): void {
    const { context } = this.#document;
    this.#hidden.finish();
    this.#page.node.addContentStream(
      context.register(context.flateStream(this.#operators.join('\n'))),
    );
  }
}
