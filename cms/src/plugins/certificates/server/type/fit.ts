import type { Style } from './faces';
import { type Line, typeset } from './typeset';

export interface Fitted {
  readonly size: number;
  readonly lines: readonly Line[];
}

/** How large type may be in one line, in two, in three: `[44, 27, 18]`. */
export type Sizes = readonly number[];

/**
 * Sets a text as large as the width allows: in one line where it can be read well, otherwise in the
 * number of lines that lets it be largest. Nothing is ever cut off.
 */
export function fit(text: string, style: Style, width: number, sizes: Sizes): Fitted {
  let best: Fitted = { size: 0, lines: [] };
  for (const [index, largest] of sizes.entries()) {
    if (best.size >= largest) break;
    const lines = index === 0 ? [typeset(text, style)] : inLines(text, style, index + 1);
    const widest = Math.max(...lines.map((line) => line.width));
    const size = widest === 0 ? largest : Math.min(largest, width / widest);
    if (size > best.size) best = { size, lines };
  }
  return best;
}

/** Words with the space behind them; where Chinese and Japanese are written, single letters. */
const words =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]\s*|[^\s\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]+\s*/gu;
/** A word longer than this is broken between letters; no language has names like it. */
const longestWord = 40;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Sets a text in as many lines of this width as it needs, at one size. */
export function wrap(text: string, style: Style, size: number, width: number): Line[] {
  const ems = width / size;
  const whole = typeset(text, style);
  if (whole.width <= ems) return [whole];
  const pieces = (text.match(words) ?? []).flatMap((word) =>
    typeset(word.trimEnd(), style).width > ems
      ? [...graphemes.segment(word)].map(({ segment }) => segment)
      : [word],
  );
  const widths = pieces.map((piece) => typeset(piece, style).width);
  return fill(pieces, widths, ems).map((line) => typeset(line.trimEnd(), style));
}

/** Breaks a text into at most `count` lines of nearly equal width. */
function inLines(text: string, style: Style, count: number): Line[] {
  const pieces = (text.match(words) ?? []).flatMap((word) =>
    word.length > longestWord ? [...graphemes.segment(word)].map(({ segment }) => segment) : [word],
  );
  const widths = pieces.map((piece) => typeset(piece, style).width);
  let narrow = Math.max(0, ...widths);
  let wide = widths.reduce((sum, one) => sum + one, 0);
  // Halving the distance twelve times brings the lines within a thousandth of the best balance.
  for (let round = 0; round < 12; round += 1) {
    const middle = (narrow + wide) / 2;
    if (fill(pieces, widths, middle).length <= count) wide = middle;
    else narrow = middle;
  }
  return fill(pieces, widths, wide).map((line) => typeset(line.trimEnd(), style));
}

function fill(pieces: readonly string[], widths: readonly number[], width: number): string[] {
  const lines: string[] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const [index, piece] of pieces.entries()) {
    const needed = widths[index] ?? 0;
    if (used + needed > width) {
      lines.push(piece);
      used = needed;
    } else {
      lines[lines.length - 1] += piece;
      used += needed;
    }
  }
  return lines;
}
