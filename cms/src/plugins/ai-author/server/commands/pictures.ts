import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { Picture } from './command';

/** Pixels of the longer side; models see no more, and more costs more. */
const side = 1024;

/**
 * A picture of the media library, made small. Null where the library does not know the address, its
 * file is not on this machine's disk, or it is no picture that can be drawn.
 */
export async function pictureOf(app: Core.Strapi, address: string): Promise<Picture | null> {
  // Only what the library knows is opened, so no address can climb out of its folder.
  const known = await app.db.query('plugin::upload.file').findOne({ where: { url: address } });
  if (known === null || !address.startsWith('/uploads/')) return null;
  try {
    const file = await readFile(path.join(app.dirs.static.public, address));
    const { default: sharp } = await import('sharp');
    const bytes = await sharp(file, { limitInputPixels: 50_000_000 })
      .rotate()
      .resize({ width: side, height: side, fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 80 })
      .toBuffer();
    return { mediaType: 'image/jpeg', bytes: new Uint8Array(bytes) };
  } catch (error) {
    app.log.warn(`The picture ${address} cannot be shown to the model: ${String(error)}`);
    return null;
  }
}
