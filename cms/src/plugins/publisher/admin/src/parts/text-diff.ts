import { type ChangeObject, diffLines, diffWordsWithSpace } from 'diff';

/** A stretch of text that stands on both sides, or only in the new one, or only in the old one. */
export interface Piece {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
  /** To be pointed out beside that, by whoever shows it. */
  readonly marked?: boolean;
}

/** What is shown of a comparison: pieces in reading order, and lines left out between them. */
export type Block =
  | { readonly kind: 'text'; readonly pieces: readonly Piece[] }
  | { readonly kind: 'gap'; readonly text: string; readonly lines: number };

/** In milliseconds: two long texts with nothing in common would hold up the browser. */
const patience = 400;

/** Lines kept beside a change, and how many more there must be before the rest is left out. */
const context = 2;
const leastGap = 3;

/** Below this share of common text, whole sentences read better than scattered words. */
const leastInCommon = 0.3;

/** Compares two texts by line, and lines that were rewritten by word. */
export function textDiff(before: string, after: string): readonly Block[] {
  const lines = diffLines(before, after, { timeout: patience });
  const pieces = lines === undefined ? wholly(before, after) : byWord(lines.map(piece));
  return withGaps(pieces.filter(({ text }) => text !== ''));
}

const piece = ({ added, removed, value }: ChangeObject<string>): Piece => ({
  kind: added ? 'added' : removed ? 'removed' : 'same',
  text: value,
});

const wholly = (before: string, after: string): Piece[] => [
  { kind: 'removed', text: before },
  { kind: 'added', text: after },
];

function byWord(lines: readonly Piece[]): Piece[] {
  return lines.flatMap((line, index) => {
    const next = lines[index + 1];
    if (line.kind === 'removed' && next?.kind === 'added') return words(line.text, next.text);
    // It was taken together with the line before it.
    if (line.kind === 'added' && lines[index - 1]?.kind === 'removed') return [];
    return [line];
  });
}

function words(before: string, after: string): Piece[] {
  const found = diffWordsWithSpace(before, after, { timeout: patience })?.map(piece);
  if (found === undefined) return wholly(before, after);
  const inCommon = found
    .filter(({ kind, text }) => kind === 'same' && text.trim() !== '')
    .reduce((sum, { text }) => sum + text.length, 0);
  const longer = Math.max(before.length, after.length);
  return inCommon < longer * leastInCommon ? wholly(before, after) : found;
}

/** Folds long stretches that are the same on both sides. */
function withGaps(pieces: readonly Piece[]): Block[] {
  const blocks: Block[] = [];
  let open: Piece[] = [];
  const close = () => {
    if (open.length > 0) blocks.push({ kind: 'text', pieces: open });
    open = [];
  };
  pieces.forEach((each, index) => {
    const lines = each.text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
    const above = index === 0 ? 0 : context;
    const below = index === pieces.length - 1 ? 0 : context;
    const left = lines.length - above - below;
    if (each.kind !== 'same' || left < leastGap) {
      open.push(each);
      return;
    }
    if (above > 0) open.push({ kind: 'same', text: lines.slice(0, above).join('') });
    close();
    blocks.push({
      kind: 'gap',
      text: lines.slice(above, lines.length - below).join(''),
      lines: left,
    });
    if (below > 0) open.push({ kind: 'same', text: lines.slice(-below).join('') });
  });
  close();
  return blocks;
}
