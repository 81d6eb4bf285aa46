import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { Refusal } from '../lib/refusal.ts';
import { once } from './streams.ts';
import { blockSize, endOfArchive, padding, readTar, type TarEntry, tarHeader } from './tar.ts';

/** What a backup says about itself: the last but one entry of its file. */
export interface Manifest {
  readonly format: 1;
  /** When the copy of the database was complete: nothing later is in it. */
  readonly made_at: string;
  readonly ourshiksha: string;
  readonly server: { readonly major: number; readonly version: string; readonly platform: string };
  /** By table, with its schema. */
  readonly rows: Readonly<Record<string, number>>;
  /** Addresses of media that rows name and the uploads folder did not have. */
  readonly missing_media: readonly string[];
  /** By entry of the file. */
  readonly parts: Readonly<Record<string, Part>>;
}

interface Part {
  readonly bytes: number;
  readonly sha256: string;
}

const manifestName = 'manifest.json';
const sealName = 'SHA256';

/**
 * The last bytes of a backup's file: an entry with the hash of every byte before it, and the end of
 * the archive. All bytes of the file are held by one of the two, so none can change unnoticed.
 */
function seal(sha256: string): Buffer {
  const content = Buffer.from(`${sha256}\n`);
  return Buffer.concat([
    tarHeader({ name: sealName, type: 'file', size: content.length, mode: 0o600 }),
    content,
    padding(content.length),
    endOfArchive,
  ]);
}
const sealLength = seal(''.padStart(64, '0')).length;

/** Writes a backup's file: a plain tar archive, entry by entry. */
export class ArchiveWriter {
  readonly #file: FileHandle;
  readonly #path: string;
  readonly #parts: Record<string, Part> = {};
  #at = 0;

  private constructor(file: FileHandle, path: string) {
    this.#file = file;
    this.#path = path;
  }

  static async create(path: string): Promise<ArchiveWriter> {
    return new ArchiveWriter(await open(path, 'w', 0o600), path);
  }

  /** Adds an entry whose size shows only at its end. */
  async add(name: string, content: AsyncIterable<Buffer>): Promise<void> {
    const start = this.#at;
    const entry = { name, type: 'file', size: 0, mode: 0o600 } as const;
    await this.#write(tarHeader(entry));
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const piece of content) {
      hash.update(piece);
      bytes += piece.length;
      await this.#write(piece);
    }
    await this.#write(padding(bytes));
    const header = tarHeader({ ...entry, size: bytes });
    await this.#file.write(header, 0, header.length, start);
    this.#parts[name] = { bytes, sha256: hash.digest('hex') };
  }

  /** Ends the file with the manifest and the hash of everything, and waits until the disk has it. */
  async finish(manifest: Omit<Manifest, 'parts'>): Promise<Manifest> {
    const whole: Manifest = { ...manifest, parts: { ...this.#parts } };
    const content = Buffer.from(`${JSON.stringify(whole, null, 2)}\n`);
    await this.add(manifestName, once(content));
    // Read again, so that the hash is of what the disk gives back.
    const hash = createHash('sha256');
    for await (const piece of createReadStream(this.#path)) hash.update(piece);
    await this.#write(seal(hash.digest('hex')));
    await this.#file.sync();
    return whole;
  }

  close(): Promise<void> {
    return this.#file.close();
  }

  async #write(bytes: Buffer): Promise<void> {
    for (let written = 0; written < bytes.length; ) {
      const left = bytes.length - written;
      written += (await this.#file.write(bytes, written, left, this.#at + written)).bytesWritten;
    }
    this.#at += bytes.length;
  }
}

/**
 * Reads a backup's file from its first byte to its last.
 *
 * @throws Refusal when it is not whole, or any byte is not what was written
 */
export async function inspectArchive(path: string): Promise<Manifest> {
  const size = await sizeOf(path);
  const damaged = (what: string) =>
    new Refusal(`${path} is not a whole backup (${what}): use another one. Nothing was changed.`);
  if (size < sealLength + blockSize) throw damaged('it is too short');

  const whole = createHash('sha256');
  const bytes = async function* () {
    for await (const piece of createReadStream(path, { end: size - sealLength - 1 })) {
      whole.update(piece);
      yield piece as Buffer;
    }
    yield endOfArchive;
  };
  const found: Record<string, Part> = {};
  let manifest: Manifest | undefined;
  try {
    for await (const { name, content } of readTar(bytes())) {
      const hash = createHash('sha256');
      const kept: Buffer[] = [];
      let length = 0;
      for await (const piece of content) {
        hash.update(piece);
        length += piece.length;
        if (name === manifestName) kept.push(piece);
      }
      if (name === manifestName) manifest = JSON.parse(Buffer.concat(kept).toString()) as Manifest;
      else found[name] = { bytes: length, sha256: hash.digest('hex') };
    }
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error));
  }
  if (manifest === undefined) throw damaged('it has no manifest');
  if (manifest.format !== 1) throw damaged(`its format ${manifest.format} is not known here`);
  for (const [name, { sha256 }] of Object.entries(manifest.parts))
    if (found[name]?.sha256 !== sha256) throw damaged(`“${name}” does not fit its hash`);
  const tail = await readAt(path, size - sealLength, sealLength);
  if (!tail.equals(seal(whole.digest('hex')))) throw damaged('it does not fit its hash');
  return manifest;
}

/** The entries of a file that `inspectArchive` has found whole. */
export async function* archiveEntries(
  path: string,
): AsyncGenerator<TarEntry & { readonly content: AsyncIterable<Buffer> }> {
  for await (const entry of readTar(createReadStream(path)))
    if (entry.name !== manifestName && entry.name !== sealName) yield entry;
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new Refusal(`There is no file ${path}.`);
  return found.size;
}

async function readAt(path: string, position: number, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const bytes = Buffer.alloc(length);
    await file.read(bytes, 0, length, position);
    return bytes;
  } finally {
    await file.close();
  }
}
