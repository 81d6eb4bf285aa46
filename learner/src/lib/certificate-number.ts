/**
 * What people type, paste or scan to find a certificate, and what a PDF says of itself.
 *
 * `OS-2026-000042-7` is a year, that year's serial and a check digit. Certificates from before have
 * numbers such as `OS-2026-7K3QF-9XMB2`, without a check digit.
 */
export type Typed =
  | { readonly kind: 'number'; readonly number: string }
  | { readonly kind: 'secret'; readonly secret: string }
  /** Looks like a number, but no number of ours ends so: something was mistyped. */
  | { readonly kind: 'mistyped' }
  | { readonly kind: 'nothing' };

/** The quasigroup of H. M. Damm, "Total anti-symmetrische Quasigruppen" (Marburg 2004), order 10. */
const DAMM = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const;

/** The digit that makes any single wrong digit and any two neighbours that changed places show. */
export const checkDigit = (digits: string): string =>
  [...digits].reduce((row, digit) => DAMM[Number(row)]?.[Number(digit)] ?? '', '0');

/** 128 bits in Crockford's base 32: what a certificate's QR code and its link carry. */
const SECRET = /^[0-9a-hjkmnp-tv-z]{26}$/;

const OLD_TAIL = /^[0-9A-HJKMNP-TV-Z]{10}$/;
/** Numbers from before, which were made so that nobody guesses one: they open what a secret opens. */
export const isOldNumber = (number: string): boolean =>
  /^OS-\d{4}-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/.test(number);

/** The number as it is printed, however it was typed: small letters, O for 0, I and L for 1, no hyphens. */
export function readTyped(typed: string): Typed {
  const secret = /(?:^|\/[cm]\/)([0-9a-z]{26})(?:$|[/?#.])/i.exec(typed.trim())?.[1]?.toLowerCase();
  if (secret && SECRET.test(secret)) return { kind: 'secret', secret };

  const number = /\/certificates\/([^/?#]+)/.exec(typed)?.[1] ?? typed;
  const signs = number
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  const [, year = '', tail = ''] = /^0S(\d{4})(.+)$/.exec(signs) ?? [];
  if (OLD_TAIL.test(tail)) {
    return { kind: 'number', number: `OS-${year}-${tail.slice(0, 5)}-${tail.slice(5)}` };
  }
  if (!/^\d{7,9}$/.test(tail)) return { kind: 'nothing' };
  const [serial, check] = [tail.slice(0, -1), tail.slice(-1)];
  return checkDigit(year + serial) === check
    ? { kind: 'number', number: `OS-${year}-${serial}-${check}` }
    : { kind: 'mistyped' };
}
