import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { addressOf, NotGiven, storedBytes, TooLarge } from '../../../lib/stored-bytes';

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

/** More than any paper has that is drawn here. */
const mostBytes = 20 * 1024 * 1024;

/**
 * The bytes behind a url of `keepPdf`; null where nothing lies there any more. Of a file in a storage elsewhere
 * that is larger than any paper, none: it is not the one that was kept, whatever its bytes are.
 */
export async function readKept(app: Core.Strapi, url: string): Promise<Uint8Array | null> {
  if (/^https?:\/\//.test(url)) {
    const address = new URL(await addressOf(app, kept(nameIn(url), url)));
    try {
      return await storedBytes(address, { bytes: mostBytes, milliseconds: 10_000 });
    } catch (error) {
      if (error instanceof NotGiven && error.status === 404) return null;
      if (error instanceof TooLarge) return new Uint8Array();
      throw error;
    }
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
  removeNamed(app, nameIn(url), url);

/** Takes away what was, or was only begun to be, kept under this name; nothing there is fine. */
export async function removeNamed(
  app: Core.Strapi,
  hash: string,
  url = `/uploads/${hash}.pdf`,
): Promise<void> {
  await provider(app).delete(kept(hash, url));
}

/** The name in the storage, of a url of `keepPdf`. */
const nameIn = (url: string): string =>
  path.posix.parse(new URL(url, 'http://localhost').pathname).name;

/** A file of `keepPdf` as far as a provider has to know it to find it again. */
const kept = (hash: string, url: string): StoredFile => ({
  name: `${hash}.pdf`,
  hash,
  ext: '.pdf',
  mime: 'application/pdf',
  size: 0,
  url,
});
