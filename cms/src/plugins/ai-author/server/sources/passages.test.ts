import { describe, expect, it } from 'vitest';
import { piecesOf } from './passages';

const words = (count: number, word = 'word'): string =>
  `${Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ')}.`;
const wordsOf = (text: string): number => text.split(/\s+/).length;
const of = (...sections: [string[], string][]) =>
  piecesOf({
    title: null,
    isPaged: false,
    sections: sections.map(([path, text]) => ({ path, text })),
  });

describe('The pieces of a source', () => {
  it('have some hundred words, lose nothing and keep their order', () => {
    const text = Array.from({ length: 60 }, (_, index) => words(40, `p${index}w`)).join('\n\n');
    const pieces = of([['A'], text]);
    expect(pieces.map((piece) => piece.text).join('\n\n')).toBe(text);
    for (const piece of pieces) {
      expect(wordsOf(piece.text)).toBeGreaterThan(100);
      expect(wordsOf(piece.text)).toBeLessThanOrEqual(400);
    }
  });

  it('are cut at sentences, lines or anywhere where a paragraph is too long', () => {
    const sentences = Array.from({ length: 200 }, (_, index) => words(9, `S${index}w`)).join(' ');
    expect(of([[], sentences]).every(({ text }) => text.endsWith('.'))).toBe(true);
    const lines = Array.from({ length: 900 }, (_, index) => `line ${index}`).join('\n');
    expect(
      of([[], lines])
        .map(({ text }) => text)
        .join('\n'),
    ).toBe(lines);
    const emoji = '😀'.repeat(4000);
    const cut = of([[], emoji]);
    expect(cut.map(({ text }) => text).join('')).toBe(emoji);
    expect(cut.every(({ text }) => !/\p{Cs}/u.test(text))).toBe(true);
  });

  it('of short sections below one heading are put together under it, never those of pages', () => {
    const small = words(30);
    expect(
      of(
        [['A', 'One'], small],
        [['A', 'Two'], small],
        [['B'], small],
        [['B', 'Three'], words(300)],
      ),
    ).toMatchObject([{ place: 'A' }, { place: 'B' }, { place: 'B › Three' }]);
    const pages = piecesOf({
      title: null,
      isPaged: true,
      sections: [1, 2].map((page) => ({ path: [`Page ${page}`], text: small })),
    });
    expect(pages.map(({ place }) => place)).toEqual(['Page 1', 'Page 2']);
  });

  it('name the end of a place whose name would be too long', () => {
    const [piece] = of([
      Array.from({ length: 6 }, (_, level) => `${level} ${'x'.repeat(60)}`),
      'a',
    ]);
    expect(piece?.place).toMatch(/^….*5 x{60}$/);
    expect(piece?.place.length).toBe(200);
  });
});
