import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';

/** What Strapi's upload providers (disk, S3 and others) are given and fill in. */
interface StoredFile {
  readonly name: string;
  readonly hash: string;
  readonly ext: string;
  readonly mime: string;
  /** In kilobytes, as Strapi counts. */
  readonly size: number;
  url?: string;
  buffer?: Buffer;
  stream?: Readable;
}

interface Provider {
  upload?(file: StoredFile): Promise<void>;
  uploadStream?(file: StoredFile): Promise<void>;
  delete(file: StoredFile): Promise<unknown>;
}

const provider = (app: Core.Strapi): Provider => app.plugin('upload').provider as Provider;

/**
 * Hands a PDF to the upload provider. It is not an entry of the media library, where an editor could
 * replace it; and `hash`, its name in the storage, must not be guessable, because providers serve what
 * they keep to anybody. Returns its url.
 */
export async function keepPdf(
  app: Core.Strapi,
  { name, hash, bytes }: { name: string; hash: string; bytes: Uint8Array },
): Promise<string> {
  const file: StoredFile = {
    name,
    hash,
    ext: '.pdf',
    mime: 'application/pdf',
    size: bytes.byteLength / 1000,
  };
  const store = provider(app);
  if (store.upload !== undefined) {
    file.buffer = Buffer.from(bytes);
    await store.upload(file);
    delete file.buffer;
  } else {
    file.stream = Readable.from([Buffer.from(bytes)]);
    await store.uploadStream?.(file);
    delete file.stream;
  }
  if (file.url === undefined)
    throw new Error('The upload provider kept a file without saying where.');
  return file.url;
}

/** The bytes behind a url of `keepPdf`; null where nothing lies there any more. */
export async function readKept(app: Core.Strapi, url: string): Promise<Uint8Array | null> {
  if (/^https?:\/\//.test(url)) {
    const response = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (response.status === 404) return null;
    if (!response.ok)
      throw new Error(`The storage answered ${response.status} for a certificate's file.`);
    return response.bytes();
  }
  const folder = path.resolve(app.dirs.static.public);
  const file = path.resolve(folder, `.${url}`);
  if (!file.startsWith(folder + path.sep))
    throw new Error('A certificate lies outside the public folder.');
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

/** Takes away what lies behind a url of `keepPdf`. */
export const removeKept = (app: Core.Strapi, url: string): Promise<void> =>
  removeNamed(app, path.posix.parse(new URL(url, 'http://localhost').pathname).name, url);

/** Takes away what was, or was only begun to be, kept under this name; nothing there is fine. */
export async function removeNamed(
  app: Core.Strapi,
  hash: string,
  url = `/uploads/${hash}.pdf`,
): Promise<void> {
  const ext = '.pdf';
  const mime = 'application/pdf';
  await provider(app).delete({ name: `${hash}${ext}`, hash, ext, mime, size: 0, url });
}
