import type { PDFDocument, PDFPage, PDFRef } from '@cantoo/pdf-lib';
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
  readonly #document: PDFDocument;
  readonly #page: PDFPage;
  readonly #fonts: Font[] = [];

  constructor(document: PDFDocument, page: PDFPage) {
    this.#document = document;
    this.#page = page;
  }

  /** Operators that lay letters invisibly from (x, y) on, stretched to `width`. */
  operators(letters: readonly string[], x: number, y: number, size: number, width: number): string {
    if (letters.length === 0 || width <= 0) return '';
    const stretch = (width / (letters.length * 0.5 * size)) * 100;
    const shown = letters.map((letter) => {
      const font = this.#fontWith(letter);
      const code = (font.codes.get(letter) ?? 0).toString(16).padStart(2, '0');
      return { font, code };
    });
    const strings: string[] = [];
    for (let start = 0; start < shown.length; ) {
      const font = shown[start]?.font;
      let end = start;
      while (end < shown.length && shown[end]?.font === font) end += 1;
      const codes = shown.slice(start, end).map(({ code }) => code);
      strings.push(`${font?.name} ${number(size)} Tf <${codes.join('')}> Tj`);
      start = end;
    }
    return `BT ${number(stretch, 4)} Tz 1 0 0 1 ${numbers(x, y)} Tm ${strings.join(' ')} ET`;
  }

  #fontWith(letter: string): Font {
    const known = this.#fonts.find(({ codes }) => codes.has(letter));
    if (known !== undefined) return known;
    let font = this.#fonts.find(({ codes }) => codes.size < codesInFont);
    if (font === undefined) {
      const ref = this.#document.context.nextRef();
      const name = this.#page.node.newFontDictionary('T', ref).toString();
      font = { ref, name, codes: new Map() };
      this.#fonts.push(font);
    }
    font.codes.set(letter, font.codes.size + 1);
    return font;
  }

  /** Writes the fonts, now that all their letters are known. */
  finish(): void {
    const { context } = this.#document;
    for (const { ref, codes } of this.#fonts) {
      const names = [...codes.values()].map((code) => `c${code}`);
      const empty = context.register(context.flateStream('500 0 d0'));
      context.assign(
        ref,
        context.obj({
          Type: 'Font',
          Subtype: 'Type3',
          FontBBox: [0, -250, 500, 1000],
          FontMatrix: [0.001, 0, 0, 0.001, 0, 0],
          FirstChar: 1,
          LastChar: codes.size,
          Widths: names.map(() => 500),
          Encoding: { Type: 'Encoding', Differences: [1, ...names] },
          CharProcs: Object.fromEntries(names.map((name) => [name, empty])),
          Resources: {},
          ToUnicode: context.register(context.flateStream(toUnicode(codes))),
        }),
      );
    }
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
