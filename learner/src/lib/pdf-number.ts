import { checkDigit, isOldNumber } from './certificate-number.ts';

/** `OS-2026-000042-7` or `OS-2026-7K3QF-9XMB2`. */
const PRINTED = /OS-(\d{4})-(?:(\d{6,11})-(\d)(?!\d)|[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5})/g;

/**
 * The certificate number that a PDF says it carries, for a file whose hash nobody knows: altered, or
 * saved anew. It is looked for in the raw bytes, in the three ways PDF writes a text that is not
 * packed: as letters, as UTF-16 and as the hex of either.
 */
export function numberInPdf(bytes: Uint8Array): string | null {
  const latin = new TextDecoder('latin1').decode(bytes);
  return firstNumber(latin) ?? firstNumber(latin.replaceAll('\0', '')) ?? numberInHex(latin);
}

function firstNumber(text: string): string | null {
  for (const [number, year, serial, check] of text.matchAll(PRINTED)) {
    if (serial === undefined ? isOldNumber(number) : checkDigit(`${year}${serial}`) === check)
      return number;
  }
  return null;
}

function numberInHex(text: string): string | null {
  for (const [, hex = ''] of text.matchAll(/<((?:[0-9A-Fa-f]{2}){16,4000})>/g)) {
    const letters = hex
      .replace(/../g, (pair) => String.fromCharCode(Number.parseInt(pair, 16)))
      .replaceAll('\0', '');
    const number = firstNumber(letters);
    if (number) return number;
  }
  return null;
}
