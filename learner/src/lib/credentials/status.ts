import { type Bytes, fromBase64url, unpacked } from './bytes.ts';
import type { Fields } from './json.ts';
import { fieldsAt, textAt } from './json.ts';

/** Bits that a list has at least (Bitstring Status List 1.0, section 2.2). */
const fewest = 131_072;
/** A longer one is no list of anybody, but an attack on the reader's memory. */
const mostBytes = 1024 * 1024;

/** The bits of a list, or null where the text holds none. */
export async function bitsOf(encodedList: string): Promise<Bytes | null> {
  const packed = encodedList.startsWith('u') ? fromBase64url(encodedList.slice(1)) : null;
  const bits = packed === null ? null : await unpacked(packed, 'gzip', mostBytes);
  return bits !== null && bits.length * 8 >= fewest ? bits : null;
}

/** Bit 0 is the leftmost; undefined outside the list. */
export function bitAt(bits: Bytes, index: number): boolean | undefined {
  const byte = bits[index >> 3];
  return byte === undefined ? undefined : (byte & (0x80 >> (index & 7))) !== 0;
}

/** The entry of a credential, as far as it is one of ours. */
export function entryOf(credential: Fields): { list: string; index: number } | null {
  const entry = fieldsAt(credential, 'credentialStatus');
  const list = textAt(entry, 'statusListCredential');
  const index = textAt(entry, 'statusListIndex') ?? '';
  if (entry.type !== 'BitstringStatusListEntry' || entry.statusPurpose !== 'revocation')
    return null;
  return list !== null && /^\d{1,9}$/.test(index) ? { list, index: Number(index) } : null;
}
