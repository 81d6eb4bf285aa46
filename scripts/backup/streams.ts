import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export async function* once(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}

export async function* chain(pieces: AsyncIterable<Buffer>, last: Buffer): AsyncGenerator<Buffer> {
  yield* pieces;
  yield last;
}

/** The same pieces, until the signal asks to stop. */
export async function* until(
  signal: AbortSignal,
  pieces: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    signal.throwIfAborted();
    yield piece;
  }
}

/** What comes up to the last line's end: a line that is just being written is left out. */
export async function* wholeLines(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const piece of pieces) {
    const all = Buffer.concat([rest, piece]);
    const end = all.lastIndexOf('\n') + 1;
    yield all.subarray(0, end);
    rest = all.subarray(end);
  }
}

/** The pieces as they come out of a transform. What goes wrong before it is thrown behind it. */
export function through(pieces: AsyncIterable<Buffer>, transform: Duplex): AsyncIterable<Buffer> {
  // The pipeline destroys the transform with the error, whose reader then gets it.
  pipeline(pieces, transform).catch(() => {});
  return transform;
}
