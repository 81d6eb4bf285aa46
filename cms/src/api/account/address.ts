import { createHash } from 'node:crypto';
import { isIP, isIPv4 } from 'node:net';

/**
 * An e-mail address as accounts are found by it: without spaces around, compatibility forms of Unicode
 * folded (NFKC), in lower case. Dots and tags before the @ stay: they are other addresses except at
 * some providers, and nobody but the provider knows at which.
 */
export const normalAddress = (email: string): string =>
  email.trim().normalize('NFKC').toLowerCase();

/** SHA-256 of a text, hexadecimal: what limits are counted by, and what is kept of a link's secret. */
export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The network an IP address belongs to, as limits count it: an IPv4 address by itself, also where it is
 * written as IPv6; of an IPv6 address the first 64 bits, because every household has all that follow
 * (RFC 6177). What is no address is one network of its own.
 */
export function networkOf(ipAddress: string): string {
  const bare = ipAddress.replace(/%.*$/, '').toLowerCase();
  if (isIP(bare) === 0) return 'unknown';
  if (isIPv4(bare)) return bare;
  const groups = groupsOf(bare);
  const [, , , , , mapped, high = 0, low = 0] = groups;
  if (groups.slice(0, 5).every((group) => group === 0) && mapped === 0xffff) {
    return [high >> 8, high & 255, low >> 8, low & 255].join('.');
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`;
}

/** The eight groups of an IPv6 address (RFC 4291, 2.2), `::` and a dotted tail written out. */
function groupsOf(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, head = '', a = 0, b = 0, c = 0, d = 0] = dotted ?? [];
  const pair = (high: number | string, low: number | string) =>
    (Number(high) * 256 + Number(low)).toString(16);
  const plain = dotted === null ? address : `${head}${pair(a, b)}:${pair(c, d)}`;
  const [left = '', right] = plain.split('::');
  const read = (part: string) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  if (right === undefined) return read(left);
  const [before, after] = [read(left), read(right)];
  return [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
}
