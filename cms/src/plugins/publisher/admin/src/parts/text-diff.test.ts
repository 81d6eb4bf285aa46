import { expect, it } from 'vitest';
import { type Block, textDiff } from './text-diff';

/** The comparison as one line: `-old-`, `+new+`, and `…n…` for what was left out. */
const shown = (blocks: readonly Block[]): string =>
  blocks
    .map((block) =>
      block.kind === 'gap'
        ? `…${block.lines}…`
        : block.pieces
            .map(({ kind, text }) =>
              kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`,
            )
            .join(''),
    )
    .join('');

const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

/** One side of the comparison, put together again from what is shown. */
const side = (blocks: readonly Block[], not: 'added' | 'removed'): string =>
  blocks
    .flatMap((block) =>
      block.kind === 'gap'
        ? [block.text]
        : block.pieces.filter(({ kind }) => kind !== not).map(({ text }) => text),
    )
    .join('');

it('marks the words that differ within a line', () => {
  expect(shown(textDiff('The quick brown fox', 'The slow brown fox'))).toBe(
    'The -quick-+slow+ brown fox',
  );
});

it('shows a rewritten paragraph as a whole, not as scattered words', () => {
  expect(shown(textDiff('Nothing of this stays.', 'A new text is here now!'))).toBe(
    '-Nothing of this stays.-+A new text is here now!+',
  );
});

it('leaves out long stretches that are the same, and keeps two lines beside a change', () => {
  const before = lines(1, 20);
  const after = before.replace('line 10\n', 'line ten\n');
  expect(shown(textDiff(before, after))).toBe(
    '…7…line 8\nline 9\nline -10-+ten+\nline 11\nline 12\n…8…',
  );
});

it('loses no letter of either side', () => {
  const before = `${lines(1, 12)}old end`;
  const after = `new beginning\n${lines(1, 6)}${lines(8, 12)}new end\n`;
  const blocks = textDiff(before, after);
  expect(side(blocks, 'added')).toBe(before);
  expect(side(blocks, 'removed')).toBe(after);
});

it('shows a text that came or went whole', () => {
  expect(shown(textDiff('', 'New'))).toBe('+New+');
  expect(shown(textDiff('Old', ''))).toBe('-Old-');
  expect(textDiff('', '')).toEqual([]);
});

it('gives up in time on two long texts with nothing in common', () => {
  const words = (seed: number) =>
    Array.from({ length: 60_000 }, (_, index) => `w${(index * seed) % 99_991}`);
  const began = performance.now();
  const blocks = textDiff(words(7).join('\n'), words(13).join('\n'));
  expect(performance.now() - began).toBeLessThan(30_000);
  expect(blocks.length).toBeGreaterThan(0);
});
