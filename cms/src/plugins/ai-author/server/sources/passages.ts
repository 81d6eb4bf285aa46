import type { ReadDocument, Section } from './read/document';

/** A piece of a source that can be cited. */
export interface Piece {
  /** Such as `Page 3` or `Loops › While`; empty where the source names no places. */
  readonly place: string;
  readonly text: string;
}

/** About 300 words of English, and the same on paper in scripts that write no spaces. */
const wanted = 1800;
const most = 2600;
/** A section shorter than this is put together with the next one of the same part. */
const few = 900;
const longestPlace = 200;

const titleOf = (path: readonly string[]): string => {
  const place = path.join(' › ');
  return place.length <= longestPlace ? place : `…${place.slice(1 - longestPlace)}`;
};

/** Cuts a source at its headings or pages, then at its paragraphs, into pieces of 200 to 400 words. */
export function piecesOf({ sections, isPaged }: ReadDocument): Piece[] {
  const pieces: Piece[] = [];
  for (const { path, text } of isPaged ? sections : joined(sections))
    for (const part of parts(text)) pieces.push({ place: titleOf(path), text: part });
  return pieces;
}

/** Short sections below the same heading as one, under the headings they share. */
function joined(sections: readonly Section[]): Section[] {
  const result: Section[] = [];
  for (const section of sections) {
    const last = result.at(-1);
    const shared = last === undefined ? [] : common(last.path, section.path);
    const belong = last !== undefined && (shared.length > 0 || last.path.length === 0);
    const fit =
      last !== undefined &&
      (last.text.length < few || section.text.length < few / 2) &&
      last.text.length + section.text.length <= wanted;
    if (belong && fit)
      result.splice(-1, 1, { path: shared, text: `${last.text}\n\n${section.text}` });
    else result.push(section);
  }
  return result;
}

function common(one: readonly string[], other: readonly string[]): string[] {
  const length = one.findIndex((title, index) => other[index] !== title);
  return one.slice(0, length === -1 ? one.length : length);
}

function parts(text: string): string[] {
  const result: string[] = [];
  let part = '';
  for (const paragraph of text.split(/\n\n+/).flatMap(short)) {
    if (part !== '' && part.length + paragraph.length > wanted) {
      result.push(part);
      part = '';
    }
    part += part === '' ? paragraph : `\n\n${paragraph}`;
  }
  if (part.trim() === '') return result;
  // A last sentence alone says little; it goes with what it ends.
  const before = result.at(-1);
  if (before !== undefined && part.length < few / 4 && before.length + part.length < most)
    result.splice(-1, 1, `${before}\n\n${part}`);
  else result.push(part);
  return result;
}

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' });

/** A paragraph that is too long, cut between lines, then sentences, then anywhere. */
function short(paragraph: string): string[] {
  if (paragraph.length <= most) return [paragraph];
  const lines = paragraph.split('\n');
  if (lines.length > 1) return gathered(lines.flatMap(short), '\n');
  const spoken = [...sentences.segment(paragraph)].map(({ segment }) => segment);
  if (spoken.length > 1) return gathered(spoken.flatMap(short), '');
  const cuts: string[] = [];
  let rest = paragraph;
  while (rest.length > most) {
    const space = rest.lastIndexOf(' ', wanted);
    let at = space > wanted / 2 ? space : wanted;
    // Not between the halves of one character.
    if (/[\uD800-\uDBFF]/.test(rest.charAt(at - 1))) at -= 1;
    cuts.push(rest.slice(0, at));
    rest = rest.slice(at);
  }
  return [...cuts, rest];
}

function gathered(parts: readonly string[], between: string): string[] {
  const result: string[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last !== undefined && last.length + part.length <= wanted)
      result.splice(-1, 1, `${last}${between}${part}`);
    else result.push(part);
  }
  return result.map((part) => part.trim()).filter((part) => part !== '');
}
