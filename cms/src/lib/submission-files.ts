import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { servedAs } from './file-kinds';
import { asGuru } from './guru';
import { defineJob, enqueue, type JobKind } from './jobs';
import { Refusal } from './refusal';
import { addressOf } from './stored-bytes';

/**
 * Files that students hand in lie where Strapi's upload provider keeps media (disk, S3 and others),
 * but are no entries of the media library, and nobody gets one by its address: the database alone
 * knows where it lies, and the disk's public address refuses them (`../middlewares`).
 */

/** What a provider is given, as far as it matters here. */
interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext: string;
  readonly mime: string;
  /** In kilobytes, as Strapi counts. */
  readonly size: number;
  url?: string;
  stream?: Readable;
  buffer?: Buffer;
}

interface Provider {
  upload?(file: StoredFile): Promise<void>;
  uploadStream?(file: StoredFile): Promise<void>;
  delete(file: StoredFile): Promise<unknown>;
}

const provider = (app: Core.Strapi): Provider => app.plugin('upload').provider as Provider;

/** What every stored submission file's name begins with. */
const mark = 'submission_';

const stored = (key: string, url?: string | null): StoredFile => ({
  // Nothing that a student wrote reaches the storage's names and types.
  name: `${mark}${key}`,
  hash: `${mark}${key}`,
  ext: '',
  mime: 'application/octet-stream',
  size: 0,
  ...(url ? { url } : {}),
});

/** Whether a path below the media's public address is one of a submission's files. */
export function isSubmissionFile(path: string): boolean {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // What cannot be decoded is looked at as it is.
  }
  return plain.toLowerCase().includes(mark);
}

/** A file that was received and put down in the database, on its way into the storage. */
export interface ReceivedFile {
  /** Its row in `activity.submission_files`. */
  readonly id: number;
  readonly storageKey: string;
  /** Where it lies for the moment. */
  readonly path: string;
  readonly byteCount: number;
}

/**
 * Stores files and notes where they lie. The job that looks after each is put down first, so one that
 * is never handed in goes away whatever happens here.
 */
export async function storeSubmissionFiles(
  app: Core.Strapi,
  files: readonly ReceivedFile[],
): Promise<void> {
  const inADay = new Date(Date.now() + 24.1 * 60 * 60 * 1000).toISOString();
  await asGuru(app, async (database) => {
    for (const { id } of files)
      await enqueue(app, database, giveUpFile, { id }, { runAt: inADay, key: `${id}` });
  });
  for (const { id, storageKey, path: place, byteCount } of files) {
    const file: StoredFile = { ...stored(storageKey), size: byteCount / 1000 };
    const store = provider(app);
    if (store.uploadStream) {
      file.stream = createReadStream(place);
      await store.uploadStream(file);
    } else {
      file.buffer = Buffer.concat(await createReadStream(place).toArray());
      await store.upload?.(file);
    }
    if (file.url === undefined)
      throw new Error('The upload provider kept a file without saying where.');
    await asGuru(app, (database) =>
      database.rows('select activity.keep_submission_file($1, $2)', [id, file.url]),
    );
  }
}

/**
 * Erases a file soon that its student removed. The removal may not be committed yet, so there is time
 * for that; where it never is, nothing happens.
 */
export const eraseSoon = (app: Core.Strapi, id: number): Promise<void> =>
  asGuru(app, (database) => {
    const runAt = new Date(Date.now() + 30_000).toISOString();
    return enqueue(app, database, giveUpFile, { id }, { runAt, key: `${id}-removed` });
  });

/** Takes a file out of the storage that was removed, or that nobody handed in for a day. */
const giveUpFile: JobKind<{ id: number }> = {
  name: 'give-up-submission-file',
  retries: 20,
  retryDelay: 60,
  work: (app, { id }) =>
    asGuru(app, async (database) => {
      const [file] = await database.rows<{ storage_key: string; storage_url: string | null }>(
        'select * from activity.give_up_submission_file($1)',
        [id],
      );
      if (file === undefined) return;
      await provider(app).delete(stored(file.storage_key, file.storage_url));
      await database.rows('select activity.erase_submission_file($1)', [id]);
    }),
};

/** Takes a file out of the storage whose row is gone already. One that is not there is no error. */
export async function removeFromStorage(
  app: Core.Strapi,
  storageKey: string,
  storageUrl: string | null,
): Promise<void> {
  await provider(app).delete(stored(storageKey, storageUrl));
}

export const defineSubmissionFileJob = (app: Core.Strapi): void => defineJob(app, giveUpFile);

export interface OpenFile {
  readonly name: string;
  readonly mime: string;
  readonly byteCount: number;
  /** Fails before its end if the stored bytes are not those that were handed in. */
  readonly stream: Readable;
}

/**
 * Opens a file, whoever's it is: the caller has made sure that the reader may have it. Refuses with
 * `file.not-found`, and with `file.altered` where the storage does not have what was handed in.
 */
export async function openSubmissionFile(app: Core.Strapi, fileId: number): Promise<OpenFile> {
  const [file] = await asGuru(app, (database) =>
    database.rows<{
      name: string;
      mime: string;
      byteCount: string;
      sha256: string;
      key: string;
      url: string;
    }>(
      `select name, mime, byte_count as "byteCount", sha256, storage_key as key, storage_url as url
      from activity.submission_files where id = $1 and stored_at is not null and erased_at is null`,
      [fileId],
    ),
  );
  if (file === undefined) throw new Refusal(404, 'file.not-found');
  const byteCount = Number(file.byteCount);
  const source = await openStored(app, stored(file.key, file.url), byteCount);
  if (source === null) throw new Refusal(410, 'file.altered');
  return {
    name: file.name,
    mime: file.mime,
    byteCount,
    stream: Readable.from(checked(source, file.sha256)),
  };
}

/** Answers with a file. Where its bytes turn out to be others, the line breaks instead of ending well. */
export function sendFile(context: Context, file: OpenFile): void {
  file.stream.once('error', (error) => {
    strapi.log.error(error.message);
    context.res.destroy();
  });
  context.set(attachmentHeaders(file));
  context.body = file.stream;
  // Koa takes the length away when it is given a stream.
  context.length = file.byteCount;
}

/**
 * The headers under which a file goes out: kept by no cache, saved and never shown in our origin, and
 * taken for nothing but what it is said to be (RFC 6266 for the name).
 */
function attachmentHeaders({ name, mime }: OpenFile): Record<string, string> {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return {
    'Content-Type': servedAs(mime),
    'Content-Disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'private, no-store',
  };
}

async function openStored(
  app: Core.Strapi,
  file: StoredFile,
  byteCount: number,
): Promise<Readable | null> {
  const url = await addressOf(app, file);
  if (/^https?:\/\//.test(url)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (response.status === 404) return null;
    if (!response.ok || response.body === null)
      throw new Error(`The storage answered ${response.status} for a submission's file.`);
    return Readable.fromWeb(response.body as ReadableStream);
  }
  const folder = path.resolve(app.dirs.static.public);
  const place = path.resolve(folder, `.${url}`);
  if (!place.startsWith(folder + path.sep))
    throw new Error('A submission’s file lies outside the public folder.');
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found?.size === byteCount ? createReadStream(place) : null;
}

/** The bytes of `source`; the last piece only when all of them have the fingerprint. */
async function* checked(source: Readable, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let last: Buffer | undefined;
  for await (const piece of source as AsyncIterable<Buffer>) {
    hash.update(piece);
    if (last !== undefined) yield last;
    last = piece;
  }
  if (hash.digest('hex') !== sha256)
    throw new Error('A stored submission file is not the one that was handed in.');
  if (last !== undefined) yield last;
}
