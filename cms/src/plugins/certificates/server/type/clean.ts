/** Controls, lone surrogates and private characters have no business on a certificate. */
const controls = /[\p{Cc}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

/**
 * Format characters turn the direction of text, hide it or fake it (bidi overrides, isolates, tags,
 * soft hyphens). Only the zero-width joiner and non-joiner are spelling, in Indic scripts and Persian.
 */
const hiddenFormats = /(?![\u200C\u200D])\p{Cf}/gu;

/** More marks on one letter than any language writes would paint over the rest of the page. */
const piledMarks = /(\p{M}{6})\p{M}+/gu;

/** One line of text as it may be printed: nothing in it can move or hide what stands around it. */
export function cleanText(text: string): string {
  return text
    .normalize('NFC')
    .replace(hiddenFormats, '')
    .replace(controls, ' ')
    .replace(piledMarks, '$1')
    .replace(/\s+/gu, ' ')
    .trim();
}
