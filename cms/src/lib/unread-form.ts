import type { Context } from 'koa';
import { Refusal } from './refusal';

/**
 * Forms with files that Strapi's own part of the server leaves alone, because it would first write all of
 * a form to the disk, whoever sends it (`middlewares/submission-files.ts` says which).
 */

/** Where the form's type is kept in the context's state for whoever reads it. */
export const unreadForm = 'unreadForm';

/**
 * What is left of a refused upload is read and thrown away, so that its sender gets to hear why; for
 * so many milliseconds and bytes, then the line is cut.
 */
const patience = 10_000;
const mostDiscarded = 100 * 1024 * 1024;

/** The body's bytes. Ending early leaves the connection open, so that the refusal can be written to it. */
export async function* bodyOf({ req }: Context, field: string): AsyncGenerator<Buffer> {
  try {
    yield* req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  } catch {
    throw new Refusal(400, 'upload.damaged', field);
  }
}

/** Passes on what comes and refuses the first byte above `most`. */
export async function* bounded(
  source: AsyncIterable<Uint8Array>,
  most: number,
  field: string,
): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const piece of source) {
    seen += piece.length;
    if (seen > most) throw new Refusal(413, 'upload.too-large', field);
    yield piece;
  }
}

/** Lets the rest of a refused upload run out for a moment, then cuts the line. */
export function endUnread({ req }: Context): void {
  if (req.complete) return;
  const cut = () => req.socket.destroy();
  const timer = setTimeout(cut, patience);
  let discarded = 0;
  req.on('data', ({ length }: Buffer) => {
    discarded += length;
    if (discarded > mostDiscarded) cut();
  });
  req.once('close', () => clearTimeout(timer));
  req.resume();
}
