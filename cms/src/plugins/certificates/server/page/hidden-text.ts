import type { PDFContext, PDFRef } from '@cantoo/pdf-lib';
import { packedStream, raw, Words } from './objects';
import { number, numbers } from './operators';

/** A simple PDF font has 256 codes; code 0 is left out because some readers end strings there. */
const codesInFont = 255;

interface Font {
  readonly name: string;
  readonly ref: PDFRef;
  /** Code by letter, counted from 1. */
  readonly codes: Map<string, number>;
}

/**
 * Text that is found, copied and read aloud but not seen: fonts whose letters are empty and half an
 * em wide, with a table that says which character each code stands for.
 */
export class HiddenText {
  readonly #context: PDFContext;
  readonly #fonts: Font[] = [];
  readonly #places = new Map<string, { readonly font: Font; readonly code: string }>();

  constructor(context: PDFContext) {
    this.#context = context;
  }

  /** Operators that lay letters invisibly from (x, y) on, stretched to `width`. */
  operators(letters: readonly string[], x: number, y: number, size: number, width: number): string {
    if (letters.length === 0 || width <= 0) return '';
    const stretch = (width / (letters.length * 0.5 * size)) * 100;
    const strings: string[] = [];
    let inUse: Font | undefined;
    let codes = '';
    const flush = () => {
      if (codes !== '') strings.push(`/${inUse?.name} ${number(size)} Tf <${codes}> Tj`);
      codes = '';
    };
    for (const letter of letters) {
      const { font, code } = this.#place(letter);
      if (font !== inUse) flush();
      inUse = font;
      codes += code;
    }
    flush();
    return `BT ${number(stretch, 4)} Tz 1 0 0 1 ${numbers(x, y)} Tm ${strings.join(' ')} ET`;
  }

  #place(letter: string): { readonly font: Font; readonly code: string } {
    const known = this.#places.get(letter);
    if (known !== undefined) return known;
    let font = this.#fonts.at(-1);
    if (font === undefined || font.codes.size >= codesInFont) {
      font = { ref: this.#context.nextRef(), name: `T${this.#fonts.length}`, codes: new Map() };
      this.#fonts.push(font);
    }
    const code = font.codes.size + 1;
    font.codes.set(letter, code);
    const place = { font, code: hex(code, 2) };
    this.#places.set(letter, place);
    return place;
  }

  /** Writes the fonts, now that all their letters are known; returns them for the resources. */
  finish(): readonly (readonly [name: string, ref: PDFRef])[] {
    const context = this.#context;
    const empty = context.register(raw(packedStream('', '500 0 d0')));
    for (const { ref, codes } of this.#fonts) {
      const names = [...codes.values()].map((code) => `/c${code}`);
      const table = context.register(raw(packedStream('', toUnicode(codes))));
      const words = [
        '<< /Type /Font /Subtype /Type3 /FontBBox [0 -250 500 1000]',
        `/FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 1 /LastChar ${codes.size}`,
        `/Widths [${'500 '.repeat(codes.size)}]`,
        `/Encoding << /Type /Encoding /Differences [1 ${names.join(' ')}] >>`,
        `/CharProcs << ${names.map((name) => `${name} ${empty}`).join(' ')} >>`,
        `/Resources << >> /ToUnicode ${table} >>`,
      ];
      context.assign(ref, new Words(words.join(' ')));
    }
    return this.#fonts.map(({ name, ref }) => [name, ref]);
  }
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** The table from codes to characters, in the form all readers know. A block holds at most 100. */
function toUnicode(codes: ReadonlyMap<string, number>): string {
  const rows = [...codes].map(([letter, code]) => {
    const units = Array.from({ length: letter.length }, (_, index) =>
      hex(letter.charCodeAt(index), 4),
    );
    return `<${hex(code, 2)}> <${units.join('')}>`;
  });
  const blocks: string[] = [];
  for (let start = 0; start < rows.length; start += 100) {
    const block = rows.slice(start, start + 100);
    blocks.push(`${block.length} beginbfchar`, ...block, 'endbfchar');
  }
  return [
    '/CIDInit /ProcSet findresource begin',
    '12 dict begin',
    'begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def',
    '/CMapType 2 def',
    '1 begincodespacerange <00> <ff> endcodespacerange',
    ...blocks,
    'endcmap',
    'CMapName currentdict /CMap defineresource pop',
    'end',
    'end',
  ].join('\n');
}
