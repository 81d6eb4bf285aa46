import type { Block, Piece } from '../../../../publisher/admin/src/parts/text-diff';

/** Where `sentences` stand in `text`, as half-open ranges in order; one that is not there is left out. */
function rangesOf(text: string, sentences: readonly string[]): [number, number][] {
  return sentences
    .flatMap((sentence): [number, number][] => {
      const at = sentence === '' ? -1 : text.indexOf(sentence);
      return at < 0 ? [] : [[at, at + sentence.length]];
    })
    .sort(([one], [other]) => one - other);
}

/** The pieces of a comparison, with what stands in `sentences` of the new text marked. */
export function withMarks(blocks: readonly Block[], sentences: readonly string[]): Block[] {
  const after = blocks
    .flatMap((block) =>
      block.kind === 'gap' ? [block.text] : block.pieces.filter(isNew).map(textOf),
    )
    .join('');
  const ranges = rangesOf(after, sentences);
  let at = 0;
  return blocks.map((block) => {
    if (block.kind === 'gap') {
      at += block.text.length;
      return block;
    }
    return {
      kind: 'text',
      pieces: block.pieces.flatMap((piece) => {
        if (!isNew(piece)) return [piece];
        const from = at;
        at += piece.text.length;
        return cut(piece, from, ranges);
      }),
    };
  });
}

const isNew = ({ kind }: Piece): boolean => kind !== 'removed';
const textOf = ({ text }: Piece): string => text;

function cut(piece: Piece, from: number, ranges: readonly [number, number][]): Piece[] {
  const to = from + piece.text.length;
  const bounds = ranges
    .flat()
    .filter((bound) => bound > from && bound < to)
    .concat(from, to);
  const sorted = [...new Set(bounds)].sort((one, other) => one - other);
  return sorted.slice(0, -1).map((start, index) => {
    const end = sorted[index + 1] ?? to;
    const marked = ranges.some(([first, last]) => first <= start && end <= last);
    const text = piece.text.slice(start - from, end - from);
    return marked ? { ...piece, text, marked } : { ...piece, text };
  });
}
