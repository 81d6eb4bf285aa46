import { gzipSync } from 'node:zlib';
import { credentialsV2 } from './contexts';
import type { StatusEntry } from './facts';
import { didOf, seconds, statusListUrl } from './issuer';

/** Bits in a list: what the specification asks for at least, so that an entry hides among many. */
export const listLength = 131_072;

/** Seconds after which a list is too old to be believed, and milliseconds to keep it by. */
const validFor = 60 * 60;
const timeToLive = 30_000;

/** One number for all lists, as the database keeps it. */
export const entryOf = (statusIndex: number): StatusEntry => ({
  list: 1 + Math.floor(statusIndex / listLength),
  index: statusIndex % listLength,
});

/** Bit 0 is the leftmost; compressed and in multibase's base64url (Bitstring Status List 1.0, section 3.3). */
export function encodeBits(set: readonly number[]): string {
  const bits = Buffer.alloc(listLength / 8);
  for (const index of set) {
    if (!Number.isInteger(index) || index < 0 || index >= listLength) {
      throw new Error(`There is no bit ${index} in a list.`);
    }
    bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
  }
  return `u${gzipSync(bits).toString('base64url')}`;
}

/**
 * The list as a BitstringStatusListCredential, unsigned. It ends soon, so that nobody can show an old
 * one in which a certificate was not revoked yet.
 *
 * @param revoked the bits that are set
 */
export function buildStatusList(
  learnerUrl: string,
  list: number,
  revoked: readonly number[],
  now: Date,
) {
  const url = statusListUrl(learnerUrl, list);
  return {
    '@context': [credentialsV2],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: didOf(learnerUrl),
    validFrom: seconds(now),
    validUntil: seconds(new Date(now.getTime() + validFor * 1000)),
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      ttl: timeToLive,
      encodedList: encodeBits(revoked),
    },
  };
}
