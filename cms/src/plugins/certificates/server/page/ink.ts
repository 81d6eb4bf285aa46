import { PDFName, type PDFObject, type PDFPageLeaf, type PDFRef } from '@cantoo/pdf-lib';
import type { Face } from '../type/faces';
import type { Line } from '../type/typeset';
import type { HiddenText } from './hidden-text';
import { packedStream, raw, textString, Words } from './objects';
import { type Box, type Colour, fill, number, numbers } from './operators';
import type { Described, Element, Role, Structure } from './structure';

interface Page {
  readonly node: PDFPageLeaf;
  readonly ref: PDFRef;
  /** Of the parent tree. */
  readonly key: number;
}

/** What the pages of a document share. */
export interface Shared {
  readonly structure: Structure;
  readonly hidden: HiddenText;
  /** The name of a drawing, made by `operators` where `key` is new. */
  form(key: string, box: Box, operators: () => string): string;
  /** The name of a letter's outline; null for one without ink. */
  glyph(face: Face, id: number): string | null;
  register(object: PDFObject): PDFRef;
  nextRef(): PDFRef;
  assign(ref: PDFRef, object: PDFObject): void;
}

/**
 * A pen on one page: paths, drawings that are stored once and placed often, lines of shaped text.
 * What is drawn outside an element is decoration, which screen readers pass over.
 */
export class Ink {
  readonly #shared: Shared;
  readonly #page: Page;
  readonly #operators: string[] = [];
  readonly #annotations: PDFRef[] = [];
  #marked: Element | 'decoration' | undefined;

  constructor(shared: Shared, page: Page) {
    this.#shared = shared;
    this.#page = page;
  }

  get ref(): PDFRef {
    return this.#page.ref;
  }

  annotate(annotation: PDFRef): void {
    this.#annotations.push(annotation);
  }

  /** What `body` draws belongs to a new element of the document's structure. */
  element(role: Role, described: Described, body: () => void): void {
    this.#shared.structure.element(role, described, body);
  }

  /** What `body` draws is decoration, even within an element. */
  decoration(body: () => void): void {
    this.#shared.structure.decoration(body);
  }

  /** Operators whose colours and transformations end with them. */
  draw(...operators: readonly string[]): void {
    this.#mark(this.#shared.structure.current ?? 'decoration');
    this.#operators.push('q', ...operators, 'Q');
  }

  #mark(content: Element | 'decoration'): void {
    if (this.#marked === content) return;
    if (this.#marked !== undefined) this.#operators.push('EMC');
    this.#marked = content;
    if (content === 'decoration') {
      this.#operators.push('/Artifact BMC');
    } else {
      const id = this.#shared.structure.mark(content, this.#page.key, this.#page.ref);
      this.#operators.push(`/${content.role} << /MCID ${id} >> BDC`);
    }
  }

  form(key: string, box: Box, operators: () => string): string {
    return this.#shared.form(key, box, operators);
  }

  /**
   * One line of text from `x` on. What is seen are the glyphs' outlines where HarfBuzz put them;
   * what is found and copied is an invisible text in reading order at the same place. As fonts
   * embedded by pdf-lib, marks would lose their places, and copied Devanagari its order.
   */
  text(line: Line, x: number, y: number, size: number, colour: Colour): void {
    const glyphs: string[] = [];
    let [atX, atY] = [0, 0];
    for (const run of line.runs) {
      for (const { id, ...place } of run.glyphs) {
        const name = this.#shared.glyph(run.face, id);
        if (name === null) continue;
        // Each letter is placed from the one before.
        const [toX, toY] = [run.x + place.x, place.y];
        glyphs.push(`1 0 0 1 ${number(toX - atX, 4)} ${number(toY - atY, 4)} cm ${name} Do`);
        [atX, atY] = [atX + Number(number(toX - atX, 4)), atY + Number(number(toY - atY, 4))];
      }
    }
    const scale = number(size, 4);
    this.draw(fill(colour), `${scale} 0 0 ${scale} ${numbers(x, y)} cm`, ...glyphs);
    for (const run of line.runs) {
      this.draw(
        this.#shared.hidden.operators(run.letters, x + run.x * size, y, size, run.width * size),
      );
    }
  }

  /** Makes a rectangle of the page lead to an address, as part of the current element. */
  link(address: string, described: string, [left, bottom, right, top]: Box): void {
    const shared = this.#shared;
    const ref = shared.nextRef();
    const key = shared.structure.annotation(ref, this.#page.ref);
    const uri = Buffer.from(address).toString('hex');
    shared.assign(
      ref,
      new Words(
        `<< /Type /Annot /Subtype /Link /Rect [${numbers(left, bottom, right, top)}] /Border [0 0 0] /F 4 ` +
          `/StructParent ${key} /Contents ${textString(described)} /A << /S /URI /URI <${uri}> >> >>`,
      ),
    );
    this.#annotations.push(ref);
  }

  /** Ends the page; returns its content as it stands in the file. */
  finish(resources: PDFRef): Uint8Array {
    if (this.#marked !== undefined) this.#operators.push('EMC');
    const content = packedStream('', this.#operators.join('\n'));
    const { node } = this.#page;
    node.set(PDFName.of('Contents'), this.#shared.register(raw(content)));
    node.set(PDFName.of('Resources'), resources);
    if (this.#annotations.length > 0) {
      node.set(PDFName.of('Annots'), new Words(`[${this.#annotations.join(' ')}]`));
    }
    return content;
  }
}
