import bidiFactory from 'bidi-js';
import { Cache } from '../cache';
import { type Face, faceOfScript, harfBuzz, openFace, type Style } from './faces';

/**
 * Text as HarfBuzz shapes it, the library browsers shape with: ligatures, reordering and the places
 * of marks are theirs. Everything is measured in ems, so that a line is shaped once for any size.
 */
export interface Line {
  readonly text: string;
  readonly width: number;
  readonly runs: readonly Run[];
}

export interface Run {
  readonly face: Face;
  /** What a reader copies letter by letter, as the eye meets it from left to right. */
  readonly letters: readonly string[];
  readonly x: number;
  readonly width: number;
  readonly glyphs: readonly Glyph[];
  /** Whether it runs from right to left. */
  readonly leftward: boolean;
}

export interface Glyph {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

interface Piece {
  readonly text: string;
  readonly face: Face;
  readonly level: number;
}

const bidi = bidiFactory();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const ignorable = /\p{Default_Ignorable_Code_Point}/u;
const plainSpace = /^\s$/u;

/** Labels, courses and signatories come back on every certificate of a batch. */
const shaped = new Cache<Line>(2000);

/** Shapes one line. `loadHarfBuzz` comes first. */
export const typeset = (text: string, style: Style): Line =>
  shaped.get(`${style} ${text}`, () => shapeLine(text, style));

export const isLeftward = ({ runs }: Line): boolean => runs.some(({ leftward }) => leftward);

function shapeLine(text: string, style: Style): Line {
  const pieces = inVisualOrder(itemise(text, style));
  const { Buffer, Direction, shape } = harfBuzz();
  const runs: Run[] = [];
  let width = 0;
  for (const { text: words, face, level } of pieces) {
    const leftward = level % 2 === 1;
    const buffer = new Buffer();
    buffer.addText(words);
    buffer.setLanguage('en');
    buffer.guessSegmentProperties();
    buffer.setDirection(leftward ? Direction.RTL : Direction.LTR);
    shape(face.font, buffer);
    const em = 1 / face.unitsPerEm;
    const glyphs: Glyph[] = [];
    let advanced = 0;
    for (const {
      codepoint,
      xAdvance = 0,
      xOffset = 0,
      yOffset = 0,
    } of buffer.getGlyphInfosAndPositions()) {
      glyphs.push({ id: codepoint, x: (advanced + xOffset) * em, y: yOffset * em });
      advanced += xAdvance;
    }
    runs.push({
      face,
      letters: lettersOf(words, leftward),
      leftward,
      x: width,
      width: advanced * em,
      glyphs,
    });
    width += advanced * em;
  }
  return { text, width, runs };
}

/**
 * Syllables with their marks stay whole, joiners included, which readers would drop when they stood
 * alone. Readers turn leftward text around by single characters, so there these are the letters.
 */
function lettersOf(text: string, leftward: boolean): string[] {
  return leftward
    ? [...text].reverse()
    : [...graphemes.segment(text)].map(({ segment }) => segment);
}

/** Cuts the text where the face or the direction changes. */
function itemise(text: string, style: Style): Piece[] {
  const { levels } = bidi.getEmbeddingLevels(text);
  const pieces: Piece[] = [];
  for (const { segment, index } of graphemes.segment(text)) {
    const last = pieces.at(-1);
    const face = faceFor(segment, style, last?.face);
    const level = levels[index] ?? 0;
    if (last !== undefined && last.face === face && last.level === level) {
      pieces[pieces.length - 1] = { ...last, text: last.text + segment };
    } else {
      pieces.push({ text: segment, face, level });
    }
  }
  return pieces;
}

/**
 * The face of the letter's script; for digits, punctuation and spaces the one that is in use, so
 * that a sentence is not cut at every comma. A face that lacks the letter passes it on.
 */
function faceFor(grapheme: string, style: Style, before: Face | undefined): Face {
  // Among the emoji are digits, for keys of telephones.
  const inUse = before?.name === 'Emoji' ? undefined : before;
  if (inUse !== undefined && plainSpace.test(grapheme)) return inUse;
  const own = openFace(style);
  const ofScript = faceOfScript(grapheme);
  const inTurn: (Face | undefined)[] = [
    /\p{L}/u.test(grapheme) || inUse === undefined ? undefined : inUse,
    ofScript === undefined ? undefined : openFace(ofScript),
    own,
  ];
  return inTurn.find((face) => face !== undefined && writes(face, grapheme)) ?? own;
}

function writes(face: Face, grapheme: string): boolean {
  return [...grapheme].every(
    (letter) => ignorable.test(letter) || face.codePoints.has(letter.codePointAt(0) ?? 0),
  );
}

/** Rule L2 of the bidirectional algorithm, over pieces instead of letters. */
function inVisualOrder(pieces: readonly Piece[]): Piece[] {
  const ordered = [...pieces];
  const highest = Math.max(0, ...pieces.map(({ level }) => level));
  for (let level = highest; level >= 1; level -= 1) {
    let start = 0;
    while (start < ordered.length) {
      let end = start;
      while (end < ordered.length && (ordered[end]?.level ?? 0) >= level) end += 1;
      ordered.splice(start, end - start, ...ordered.slice(start, end).reverse());
      start = end + 1;
    }
  }
  return ordered;
}
