/** Joiners between letters are part of Indic and Arabic writing; anywhere else they only hide something. */
const strayJoiners =
  /(?<![\u0300-\u{10FFFF}])[\u200C\u200D]+|[\u200C\u200D]+(?![\u0300-\u{10FFFF}])/gu;
const repeatedJoiners = /[\u200C\u200D]{2,}/g;
/** A character takes one of them at most. */
const strayVariations = /(?<=[\uFE00-\uFE0F\s]|^)[\uFE00-\uFE0F]+/gu;

/** Controls, lone surrogates, noncharacters; what has no width; what turns the direction of writing; tags. */
const unseen =
  /\u034F|\u17B4|\u17B5|[\u180B-\u180D]|\u180F|[\p{Cs}\p{Co}\u00AD\u061C\u115F\u1160\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF0-\uFFFB\uFFFE\uFFFF\u{E0000}-\u{E0FFF}]|(?![\t\n])\p{Cc}/gu;

/**
 * A text without what nobody sees: control characters (U+0000 among them, which PostgreSQL refuses),
 * characters without width, of direction and of tags, in which a sentence can hide that a model reads
 * and an editor does not. Lines end in \n, letters are composed (NFC), and no more than one line in a
 * row is empty.
 */
export function cleanText(text: string): string {
  return text
    .replaceAll(/\r\n?|[\u0085\u2028\u2029\f\v]/g, '\n')
    .replaceAll(unseen, '')
    .replaceAll(repeatedJoiners, (run) => run.charAt(0))
    .replaceAll(strayJoiners, '')
    .replaceAll(strayVariations, '')
    .normalize('NFC')
    .replaceAll(/[^\S\n]+$/gm, '')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

/** One line, at most `longest` characters. */
export function cleanLine(text: string, longest: number): string {
  const line = cleanText(text).replaceAll(/\s+/g, ' ').trim();
  const letters = [...line];
  return letters.length <= longest
    ? line
    : `${letters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}
