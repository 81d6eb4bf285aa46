import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { Refusal } from '../../../../lib/refusal';
import type { Picture } from './command';
import { isOnHost, storedPicture } from './stored-picture';

/** Pixels of the longer side; models see no more, and more costs more. */
const side = 1024;
/** A picture that is read from a storage elsewhere. */
const mostBytes = 20 * 1024 * 1024;
const longest = 20_000;

interface LibraryFile {
  readonly url: string;
}

interface FileService {
  /** With an address that is good for minutes, where the storage is closed to the public. */
  signFileUrls(file: LibraryFile): Promise<LibraryFile>;
}

/**
 * A picture of the media library, made small, by its address: below `/uploads/` from this machine's disk,
 * otherwise through the upload provider. Null where the library does not know the address, where its file is
 * gone or too large, or is no picture that can be drawn. Refused with `ai.picture-away`, which is tried again,
 * where the storage does not answer.
 */
export async function pictureOf(
  app: Core.Strapi,
  address: string,
  signal: AbortSignal,
): Promise<Picture | null> {
  // Only what the library knows is opened, so no address can climb out of its folder or lead elsewhere.
  const known: LibraryFile | null = await app.db
    .query('plugin::upload.file')
    .findOne({ where: { url: address } });
  if (known === null) return null;
  try {
    const file = address.startsWith('/uploads/')
      ? await readFile(path.join(app.dirs.static.public, address))
      : await fromStorage(app, known, signal);
    if (file === null) throw new Error('The media storage does not give it.');
    const { default: sharp } = await import('sharp');
    const bytes = await sharp(file, { limitInputPixels: 50_000_000 })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
    return { mediaType: 'image/jpeg', bytes: new Uint8Array(bytes) };
  } catch (error) {
    signal.throwIfAborted();
    app.log.warn(`The picture ${address} cannot be shown to the model: ${String(error)}`);
    if (error instanceof Refusal) throw error;
    return null;
  }
}

async function fromStorage(
  app: Core.Strapi,
  file: LibraryFile,
  signal: AbortSignal,
): Promise<Uint8Array | null> {
  const service = app.plugin('upload').service('file') as FileService;
  const { url } = await service.signFileUrls(file);
  const address = new URL(url);
  if (!isOnHost(address, pictureHosts(app)))
    throw new Error(`config/middlewares.ts does not allow pictures from ${address.host}.`);
  return storedPicture(address, { bytes: mostBytes, milliseconds: longest, signal });
}

/**
 * Where pictures may be: what `img-src` of the admin's own pages names. Each upload provider asks for its host
 * to be put there, or the media library shows nothing; so no second list of hosts is needed.
 */
function pictureHosts(app: Core.Strapi): readonly string[] {
  const middlewares = app.config.get<readonly unknown[]>('middlewares', []);
  return middlewares.flatMap((one) => {
    const { name, config } = one as {
      readonly name?: string;
      readonly config?: {
        readonly contentSecurityPolicy?: {
          readonly directives?: Readonly<Record<string, readonly string[] | null>>;
        };
      };
    };
    if (name !== 'strapi::security') return [];
    return config?.contentSecurityPolicy?.directives?.['img-src'] ?? [];
  });
}
