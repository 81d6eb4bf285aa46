import { randomBytes } from 'node:crypto';
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

export interface Kept {
  readonly url: string;
  /** Takes the file away again. */
  remove(): Promise<void>;
}

const provider = (app: Core.Strapi): Provider => app.plugin('upload').provider as Provider;

/**
 * Hands a PDF to the upload provider. It is not an entry of the media library, where an editor could
 * replace it; and its name cannot be guessed, because providers serve what they keep to anybody.
 */
export async function keepPdf(app: Core.Strapi, name: string, bytes: Uint8Array): Promise<Kept> {
  const file: StoredFile = {
    name,
    hash: `certificate_${randomBytes(16).toString('hex')}`,
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
  return {
    url: file.url,
    remove: async () => {
      await store.delete(file);
    },
  };
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
export async function removeKept(app: Core.Strapi, url: string): Promise<void> {
  const { name, ext } = path.posix.parse(new URL(url, 'http://localhost').pathname);
  const mime = 'application/pdf';
  await provider(app).delete({ name: `${name}${ext}`, hash: name, ext, mime, size: 0, url });
}
