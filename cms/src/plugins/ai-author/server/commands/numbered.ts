import { z } from 'zod';
import { listOf, partsOf, textOf } from './shapes';

/**
 * Texts that must keep their places: a question's options, by which its key goes, or the names of a lab's
 * tests. The model gets each with its number and gives each back beside that number and the text that stood
 * there, so that two it has exchanged are seen.
 */
export const numberedTexts = (most: number) =>
  z
    .array(
      z.object({
        number: z.int().min(1).max(1000),
        was: z.string().max(20_000),
        now: z.string().trim().min(1).max(20_000),
      }),
    )
    .min(1)
    .max(most);

/** What may have changed on the way there and back. */
const copied = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

const codeIn = (text: string): string => (text.match(/`[^`]+`/g) ?? []).sort().join(' ');

/** A number, a formula or code, in which there is nothing to reword. */
export const hasWords = (text: string): boolean => /\p{L}/u.test(text.replace(/`[^`]*`/g, ''));

/** The new texts in the places of the old ones, and what is wrong with them, as sentences. */
export function inPlaces(
  name: string,
  was: readonly string[],
  sent: unknown,
): { readonly now: readonly string[]; readonly flaws: readonly string[] } {
  const rows = listOf(sent).map(partsOf);
  const flaws: string[] = [];
  if (rows.some(({ number }) => !(Number(number) >= 1 && Number(number) <= was.length)))
    flaws.push(`“${name}” has numbers from 1 to ${was.length}, and no others.`);
  const now = was.map((text, n) => {
    const [row, twice] = rows.filter(({ number }) => number === n + 1);
    const place = `Number ${n + 1} of “${name}”`;
    if (row === undefined || twice !== undefined) {
      flaws.push(`${place} is ${row === undefined ? 'missing' : 'there twice'}.`);
      return text;
    }
    const [claimed, next] = [textOf(row.was), textOf(row.now)];
    if (copied(claimed) !== copied(text))
      flaws.push(
        `${place} was “${text}”, not “${claimed}”. Give each text back beside its own number.`,
      );
    if (codeIn(text) !== codeIn(next)) flaws.push(`${place}: its code is not as it was.`);
    if (!hasWords(text) && copied(next) !== copied(text))
      flaws.push(`${place} has no words, so it stays as it is.`);
    return next;
  });
  return { now, flaws };
}

/** The same of an answer that is still coming: where nothing came yet, the old text stands. */
export function inPlacesSoFar(was: readonly string[], sent: unknown): readonly string[] {
  const rows = listOf(sent).map(partsOf);
  return was.map((text, n) => textOf(rows.find(({ number }) => number === n + 1)?.now) || text);
}
