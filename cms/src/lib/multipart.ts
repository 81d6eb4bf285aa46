import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import busboy from 'busboy';

/**
 * Reads `multipart/form-data` (RFC 7578) as a stream, by the library busboy: what is in memory at once
 * is a few pieces as they came from the line, however large a part is.
 *
 * Its fork @fastify/busboy 3.2.0 waits for ever when the line end after the last boundary comes in a
 * packet of its own (fastify/busboy#228), as it often does; `multipart.test.ts` has that case.
 */

/** The form is not in the format, or broke off. */
export class DamagedForm extends Error {
  override name = 'DamagedForm';
}

export interface Part {
  /** The form field's name. */
  readonly field: string;
  /** As the sender wrote it; null for a part that is no file. */
  readonly fileName: string | null;
  /** To be read before the next part is asked for, to its end or not at all. */
  readonly body: AsyncGenerator<Buffer, void, undefined>;
}

/** The boundary that a Content-Type names (at most 70 characters, RFC 2046 §5.1.1). */
export function boundaryOf(contentType: string): string | null {
  const [, quoted, plain] =
    /^multipart\/form-data\s*;(?:.*;)?\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))\s*(?:;|$)/i.exec(
      contentType,
    ) ?? [];
  return quoted ?? plain ?? null;
}

/** Bytes of a part that is no file; what is longer is cut. */
const longestField = 64 * 1024;

/** The parts in order; those without a name are passed over. Throws `DamagedForm`, and whatever `source` throws. */
export async function* readParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const parser = busboy({
    headers: { 'content-type': `multipart/form-data; boundary="${boundary}"` },
    // Names are cleaned where files are received.
    preservePath: true,
    defParamCharset: 'utf8',
    limits: { fieldSize: longestField },
  });
  const parts = new Readable({ objectMode: true, read: () => undefined });
  let failure: unknown;
  async function* watched() {
    try {
      yield* source;
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const asRefused = () => failure ?? new DamagedForm('The form is damaged or broke off.');
  async function* bytesOf(file: Readable): AsyncGenerator<Buffer, void, undefined> {
    try {
      yield* file;
    } catch {
      throw asRefused();
    }
  }

  parser.on('file', (field, file, { filename }) => {
    // One that nobody reads any more may still break off.
    file.on('error', () => undefined);
    const fileName = plain(filename ?? '');
    parts.push({
      field: plain(field),
      fileName,
      body: bytesOf(file),
      passOver: () => file.resume(),
    });
  });
  parser.on('field', (field, value) => {
    const bytes = Readable.from([Buffer.from(value)]);
    parts.push({
      field: plain(field),
      fileName: null,
      body: bytesOf(bytes),
      passOver: () => undefined,
    });
  });
  pipeline(watched, parser).then(
    () => parts.push(null),
    () => parts.destroy(asRefused() as Error),
  );
  try {
    for await (const { passOver, ...part } of parts as AsyncIterable<ArrivedPart>) {
      yield part;
      passOver();
    }
  } finally {
    parser.destroy();
  }
}

interface ArrivedPart extends Part {
  /** Lets the parser go on when nobody has read the part. */
  readonly passOver: () => void;
}

/**
 * Browsers write `"` and line ends in names as %22, %0D and %0A
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
 */
const plain = (name: string): string => name.replaceAll(/%22|%0D|%0A/gi, decodeURIComponent);
