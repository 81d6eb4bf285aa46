import { hash } from 'node:crypto';

/**
 * The Merkle tree of RFC 6962, section 2.1: SHA-256, a leaf is hashed behind a zero byte, a node behind
 * a one, so that neither can be passed off as the other; a tree splits at the largest power of two
 * below its size.
 *
 * Many hashes stand in one buffer, 32 bytes each, because a million objects would cost more than the
 * hashing.
 */
export const hashBytes = 32;

const sha256 = (data: Uint8Array | string): Buffer => hash('sha256', data, 'buffer');

/** The hash of a leaf whose bytes are the UTF-8 of `text`. */
export const leafHashOfText = (text: string): Buffer => sha256(`\0${text}`);

export const leafHash = (bytes: Uint8Array): Buffer => sha256(Buffer.concat([zero, bytes]));
const zero = Buffer.of(0);

/** The hash of two neighbours that stand in `hashes` from `offset` on. */
function nodeAt(hashes: Buffer, offset: number, room: Buffer): Buffer {
  hashes.copy(room, 1, offset, offset + 2 * hashBytes);
  return sha256(room);
}

const nodeRoom = (): Buffer => {
  const room = Buffer.alloc(1 + 2 * hashBytes);
  room[0] = 1;
  return room;
};

function nodeHash(left: Buffer, right: Buffer): Buffer {
  return sha256(Buffer.concat([Buffer.of(1), left, right]));
}

/** One floor up: neighbours become one, and a last one without a neighbour goes up as it is. */
function floorAbove(floor: Buffer): Buffer {
  const count = floor.length / hashBytes;
  const above = Buffer.alloc(Math.ceil(count / 2) * hashBytes);
  const room = nodeRoom();
  for (let pair = 0; pair * 2 < count; pair += 1) {
    const offset = pair * 2 * hashBytes;
    const isAlone = pair * 2 + 1 === count;
    const hashed = isAlone ? floor.subarray(offset) : nodeAt(floor, offset, room);
    hashed.copy(above, pair * hashBytes);
  }
  return above;
}

/** The root of a tree of at least one leaf. */
export function rootOf(leaves: Buffer): Buffer {
  let floor = leaves;
  while (floor.length > hashBytes) floor = floorAbove(floor);
  return floor;
}

/** What is needed beside the leaf at `index` to compute the root, from the leaf's neighbour upwards. */
export function pathTo(leaves: Buffer, index: number): Buffer[] {
  const path: Buffer[] = [];
  let floor = leaves;
  for (let at = index; floor.length > hashBytes; at = Math.floor(at / 2)) {
    const neighbour = (at ^ 1) * hashBytes;
    if (neighbour < floor.length) path.push(floor.subarray(neighbour, neighbour + hashBytes));
    floor = floorAbove(floor);
  }
  return path;
}

/**
 * The root that a leaf and its path lead to (RFC 9162, section 2.1.3.2), or undefined where the path is
 * not as long as the leaf's place in a tree of that size asks for.
 */
export function rootFromPath(
  leaf: Buffer,
  index: number,
  size: number,
  path: readonly Buffer[],
): Buffer | undefined {
  if (index < 0 || index >= size) return undefined;
  let at = index;
  let last = size - 1;
  let root = leaf;
  for (const beside of path) {
    if (last === 0) return undefined;
    if (at % 2 === 1 || at === last) {
      root = nodeHash(beside, root);
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      root = nodeHash(root, beside);
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}
