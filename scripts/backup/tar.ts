/** One entry of a tar archive (POSIX.1-1988 “ustar”), as it is written and as it is read. */
export interface TarEntry {
  /** With slashes, relative; a folder's ends without one. */
  readonly name: string;
  readonly type: 'file' | 'folder' | 'link';
  /** Bytes of content; 0 for all but files. */
  readonly size: number;
  /** Permission bits. */
  readonly mode: number;
}

export const blockSize = 512;
const largestOctal = 0o77777777777;

export const padding = (size: number): Buffer =>
  Buffer.alloc((blockSize - (size % blockSize)) % blockSize);

/** The two empty blocks an archive ends with. */
export const endOfArchive = Buffer.alloc(2 * blockSize);

/** The blocks before an entry's content. Times are 0 and owners nobody's: the same entry, the same bytes. */
export function tarHeader(entry: TarEntry): Buffer {
  const plain = Buffer.from(entry.name);
  // ustar has 100 bytes for a name and none for its encoding; longer or other ones go before it in
  // an extended header (POSIX.1-2001 “pax”), which every tar of today reads.
  if (plain.length <= 99 && /^[\x20-\x7e]*$/.test(entry.name)) return block(entry, entry.name, '0');
  const record = paxRecord('path', entry.name);
  const head = { name: 'name', type: 'file', size: record.length, mode: 0o600 } as const;
  return Buffer.concat([
    block(head, 'name', 'x'),
    record,
    padding(record.length),
    block(entry, 'name', '0'),
  ]);
}

function block(entry: TarEntry, name: string, fileFlag: '0' | 'x'): Buffer {
  const header = Buffer.alloc(blockSize);
  header.write(entry.type === 'folder' ? `${name}/` : name, 0, 100);
  header.write(octal(entry.mode, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  writeSize(header, entry.size);
  header.write(octal(0, 12), 136);
  header.write(entry.type === 'folder' ? '5' : fileFlag, 156);
  header.write('ustar\u000000', 257);
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

const octal = (value: number, width: number): string =>
  `${value.toString(8).padStart(width - 1, '0')}\0`;

/** Eleven octal digits, or from 8 GiB on a binary number with the first bit set (GNU, PostgreSQL). */
function writeSize(header: Buffer, size: number): void {
  if (size <= largestOctal) {
    header.write(octal(size, 12), 124);
    return;
  }
  header[124] = 0x80;
  header.writeBigUInt64BE(BigInt(size), 128);
}

/** The sum of all bytes, those of the sum itself counted as spaces. */
function checksum(header: Buffer): number {
  let sum = 8 * 0x20;
  for (const [at, byte] of header.entries()) if (at < 148 || at >= 156) sum += byte;
  return sum;
}

/** “length key=value\n”, where the length counts its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + 1;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.from(`${length} ${key}=${value}\n`);
}

/** Bytes that come in pieces, taken by number. */
class Source {
  readonly #pieces: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(pieces: AsyncIterable<Buffer>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** At least one and at most `most` bytes. */
  async some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#pieces.next();
      if (done) throw new Error('The archive ends in the middle.');
      this.#rest = value;
    }
    const taken = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(taken.length);
    return taken;
  }

  async exactly(count: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let left = count; left > 0; ) {
      const part = await this.some(left);
      parts.push(part);
      left -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** Takes what is left, so that whoever sends it comes to the end and may still say what went wrong. */
  async drain(): Promise<void> {
    while (!(await this.#pieces.next()).done);
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}

/** An entry that is being read; what of its content is not taken is skipped. */
export interface ReadEntry extends TarEntry {
  readonly content: AsyncIterable<Buffer>;
}

/**
 * Reads an archive as it comes. Its entries' names stay below the folder they are unpacked to.
 *
 * @throws Error when the archive is cut, its headers are damaged or a name leads elsewhere
 */
export async function* readTar(pieces: AsyncIterable<Buffer>): AsyncGenerator<ReadEntry> {
  const source = new Source(pieces);
  let longName: string | undefined;
  try {
    for (;;) {
      const header = await source.exactly(blockSize);
      if (header.every((byte) => byte === 0)) {
        await source.drain();
        return;
      }
      const { flag, ...entry } = parseHeader(header);
      if (flag === 'x') {
        longName = pathOf(await source.exactly(entry.size));
        await source.exactly(padding(entry.size).length);
        continue;
      }
      const name = (longName ?? entry.name).replace(/^\.\//, '').replace(/\/$/, '');
      longName = undefined;
      if (name.startsWith('/') || /[\\\0]/.test(name) || name.split('/').includes('..'))
        throw new Error(`The archive has an entry that leads elsewhere (${JSON.stringify(name)}).`);

      let left = entry.size;
      const content = (async function* () {
        while (left > 0) {
          const piece = await source.some(left);
          left -= piece.length;
          yield piece;
        }
      })();
      yield { ...entry, name, content };
      while (left > 0) left -= (await source.some(left)).length;
      await source.exactly(padding(entry.size).length);
    }
  } finally {
    await source.close();
  }
}

const types: Readonly<Record<string, TarEntry['type']>> = {
  '0': 'file',
  '\0': 'file',
  '5': 'folder',
  '2': 'link',
  x: 'file',
};

function parseHeader(header: Buffer): TarEntry & { flag: string } {
  if (Number.parseInt(text(header, 148, 8), 8) !== checksum(header))
    throw new Error('The archive is damaged: a header does not fit its checksum.');
  const flag = String.fromCharCode(header[156] ?? 0);
  const type = types[flag];
  if (type === undefined)
    throw new Error(`The archive has an entry of an unknown kind (${JSON.stringify(flag)}).`);
  const prefix = text(header, 345, 155);
  const name = text(header, 0, 100);
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    type,
    size: type === 'file' ? readSize(header) : 0,
    mode: Number.parseInt(text(header, 100, 8), 8) & 0o777,
    flag,
  };
}

function readSize(header: Buffer): number {
  if (((header[124] ?? 0) & 0x80) === 0) return Number.parseInt(text(header, 124, 12), 8) || 0;
  return Number(header.readBigUInt64BE(128));
}

const text = (header: Buffer, at: number, length: number): string =>
  header
    .subarray(at, at + length)
    .toString('utf8')
    .split('\0', 1)[0] ?? '';

function pathOf(records: Buffer): string | undefined {
  for (let at = 0; at < records.length; ) {
    const length = Number.parseInt(records.subarray(at).toString('latin1'), 10);
    if (!(length > 0)) throw new Error('The archive is damaged: an extended header has no length.');
    const record = records.subarray(at, at + length).toString('utf8');
    const [, value] = /^\d+ path=(.*)\n$/s.exec(record) ?? [];
    if (value !== undefined) return value;
    at += length;
  }
  return undefined;
}
