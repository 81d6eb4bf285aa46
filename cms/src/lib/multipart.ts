/**
 * Reads `multipart/form-data` (RFC 7578) as a stream: what is in memory at once is one piece as it
 * came from the line and a boundary's length, however large a part is.
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

const headersEnd = Buffer.from('\r\n\r\n');
const longestHeaders = 16 * 1024;

/** The parts in order. Throws `DamagedForm`, and whatever `source` throws. */
export async function* readParts(
  source: AsyncIterable<Uint8Array>,
  boundary: string,
): AsyncGenerator<Part, void, undefined> {
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const incoming = source[Symbol.asyncIterator]();
  // The first boundary may stand at the very beginning, where no line ends before it.
  let held = Buffer.from('\r\n');

  const more = async (): Promise<void> => {
    const { done, value } = await incoming.next();
    if (done) throw new DamagedForm('The form ends before its last boundary.');
    held = held.length === 0 ? Buffer.from(value) : Buffer.concat([held, value]);
  };
  const atLeast = async (length: number): Promise<void> => {
    while (held.length < length) await more();
  };
  /** Yields what stands before the next delimiter and takes the delimiter away. */
  async function* untilDelimiter(): AsyncGenerator<Buffer, void, undefined> {
    for (;;) {
      const end = held.indexOf(delimiter);
      if (end !== -1) {
        const last = held.subarray(0, end);
        held = held.subarray(end + delimiter.length);
        if (last.length > 0) yield last;
        return;
      }
      // Its tail may be the beginning of a delimiter.
      const safe = held.length - delimiter.length + 1;
      if (safe > 0) {
        const piece = held.subarray(0, safe);
        held = held.subarray(safe);
        yield piece;
      }
      await more();
    }
  }

  for await (const _preamble of untilDelimiter());
  for (;;) {
    await atLeast(2);
    if (held.subarray(0, 2).toString('latin1') === '--') return;
    while (held.indexOf(headersEnd) === -1) {
      if (held.length > longestHeaders)
        throw new DamagedForm('The headers of a part are too long.');
      await more();
    }
    const end = held.indexOf(headersEnd);
    const headers = held.subarray(0, end).toString('utf8');
    held = held.subarray(end + headersEnd.length);
    const body = untilDelimiter();
    yield { ...disposition(headers), body };
    while (!(await body.next()).done);
  }
}

/**
 * Names of a part, as browsers write them: quoted, with `"` and line ends as %22, %0D and %0A
 * (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
 */
function disposition(headers: string): Pick<Part, 'field' | 'fileName'> {
  const line = headers
    .split('\r\n')
    .find((header) => /^content-disposition\s*:\s*form-data\s*;/i.test(header));
  const named = (name: string): string | undefined =>
    new RegExp(`;\\s*${name}="([^"]*)"`, 'i')
      .exec(line ?? '')?.[1]
      ?.replaceAll(/%22|%0D|%0A/gi, decodeURIComponent);
  const field = named('name');
  if (field === undefined) throw new DamagedForm('A part does not say which field it is.');
  return { field, fileName: named('filename') ?? null };
}
