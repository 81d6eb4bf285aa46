import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { type Entry, open, type ZipFile } from 'yauzl';
import { Refusal } from '../../../../lib/refusal';
import { bundleFormatVersion, limits, type Manifest, manifest, manifestHead } from './format';

/** A bundle whose every byte was held against its manifest. */
export interface OpenedBundle {
  readonly manifest: Manifest;
  /** course.json in pieces; may be read once more than once. */
  course(): AsyncGenerator<Buffer>;
  /** Where each medium was unpacked to, by its path inside the zip. */
  readonly files: ReadonlyMap<string, string>;
  close(): void;
}

const damaged = () => new Refusal(422, 'bundle.damaged');

/**
 * Opens a bundle from outside. The file is not trusted: structure, names, sizes and checksums are
 * checked here, and media are unpacked under names of our own into `folder`, which the caller removes.
 *
 * @throws Refusal 413 `bundle.too-large`; 422 `bundle.damaged`, `bundle.unsafe`, `bundle.foreign`
 *   (no bundle of ours), `bundle.newer` (of a later OurShiksha)
 */
export async function openBundle(file: string, folder: string): Promise<OpenedBundle> {
  const zip = await openZip(file);
  try {
    const entries = await listEntries(zip);
    const read = readManifest(
      await textOf(zip, entries.get('manifest.json'), limits.manifestBytes),
    );
    const courseEntry = entries.get('course.json');
    if (courseEntry === undefined) throw new Refusal(422, 'bundle.foreign');
    if (courseEntry.uncompressedSize > limits.courseBytes)
      throw new Refusal(413, 'bundle.too-large');
    const expected = new Set(['manifest.json', 'course.json', ...read.media.map((m) => m.path)]);
    for (const name of entries.keys())
      if (!expected.has(name)) throw new Refusal(422, 'bundle.unsafe');
    if (expected.size !== entries.size || read.media.length + 2 !== entries.size) throw damaged();

    await checkSum(zip, courseEntry, read.checksum);
    const files = new Map<string, string>();
    for (const medium of read.media) {
      const entry = entries.get(medium.path);
      if (entry === undefined || entry.uncompressedSize !== medium.bytes) throw damaged();
      const target = path.join(folder, path.posix.basename(medium.path));
      await checkSum(zip, entry, medium.sha256, target);
      files.set(medium.path, target);
    }
    return {
      manifest: read,
      course: () => bytesOf(zip, courseEntry),
      files,
      close: () => zip.close(),
    };
  } catch (error) {
    zip.close();
    throw error;
  }
}

function openZip(file: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    open(file, { lazyEntries: true, autoClose: false, strictFileNames: true }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(damaged());
    });
  });
}

/** Every entry by its name; nothing is unpacked for it. */
function listEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  return new Promise((resolve, reject) => {
    const entries = new Map<string, Entry>();
    let bytes = 0;
    if (zip.entryCount > limits.entries) {
      reject(new Refusal(413, 'bundle.too-large'));
      return;
    }
    // What yauzl finds wrong with a name it says in words only.
    zip.on('error', (error: Error) =>
      reject(
        /path|characters in fileName/.test(error.message)
          ? new Refusal(422, 'bundle.unsafe')
          : damaged(),
      ),
    );
    zip.on('end', () => resolve(entries));
    zip.on('entry', (entry: Entry) => {
      bytes += entry.uncompressedSize;
      const refusal = refusalOf(entry, entries, bytes);
      if (refusal !== undefined) {
        reject(refusal);
        return;
      }
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
}

/** The file type in the upper half of the attributes, where Unix made the zip. */
const fileType = (entry: Entry): number => (entry.externalFileAttributes >>> 16) & 0o170000;
const regular = 0o100000;

function refusalOf(
  entry: Entry,
  known: ReadonlyMap<string, Entry>,
  bytes: number,
): Refusal | undefined {
  const type = fileType(entry);
  const isPlainFile = (type === 0 || type === regular) && !entry.fileName.endsWith('/');
  if (!isPlainFile || entry.isEncrypted() || known.has(entry.fileName))
    return new Refusal(422, 'bundle.unsafe');
  const isBomb =
    entry.uncompressedSize > 1024 * 1024 &&
    entry.uncompressedSize > entry.compressedSize * limits.ratio;
  if (bytes > limits.bytes || isBomb) return new Refusal(413, 'bundle.too-large');
  return undefined;
}

function streamOf(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream);
      else reject(damaged());
    });
  });
}

/** An entry's bytes. yauzl stops where there are more or fewer than the entry says. */
async function* bytesOf(zip: ZipFile, entry: Entry): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const chunk of await streamOf(zip, entry)) {
      const piece = chunk as Buffer;
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch {
    throw damaged();
  }
  if (sum !== entry.crc32) throw damaged();
}

async function textOf(zip: ZipFile, entry: Entry | undefined, most: number): Promise<string> {
  if (entry === undefined) throw new Refusal(422, 'bundle.foreign');
  if (entry.uncompressedSize > most) throw new Refusal(413, 'bundle.too-large');
  const pieces: Buffer[] = [];
  for await (const piece of bytesOf(zip, entry)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

async function checkSum(
  zip: ZipFile,
  entry: Entry,
  expected: string,
  target?: string,
): Promise<void> {
  const hash = createHash('sha256');
  const hashed = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of bytesOf(zip, entry)) {
      hash.update(piece);
      yield piece;
    }
  };
  if (target === undefined) for await (const _piece of hashed());
  else await pipeline(hashed, createWriteStream(target, { flags: 'wx', mode: 0o600 }));
  if (hash.digest('hex') !== expected) throw damaged();
}

function readManifest(text: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged();
  }
  const head = manifestHead.safeParse(value);
  if (!head.success) throw new Refusal(422, 'bundle.foreign');
  if (head.data.formatVersion > bundleFormatVersion) throw new Refusal(422, 'bundle.newer');
  const parsed = manifest.safeParse(value);
  if (!parsed.success) throw new Refusal(422, 'bundle.foreign');
  return parsed.data;
}
