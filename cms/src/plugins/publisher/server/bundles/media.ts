import path from 'node:path';
import type { Core } from '@strapi/strapi';
import { Refusal } from '../../../../lib/refusal';
import { mediaTypes } from './format';
import type { OpenedBundle } from './open';

interface MediaFile {
  readonly id: number;
  readonly name: string;
  readonly url: string;
}

interface UploadService {
  upload(input: {
    data: { fileInfo: { name: string; alternativeText: string } };
    files: { filepath: string; originalFilename: string; mimetype: string; size: number };
  }): Promise<MediaFile[]>;
  remove(file: MediaFile): Promise<unknown>;
}

export interface StoredMedia {
  /** The library's address by the one the course came with. */
  readonly addresses: ReadonlyMap<string, string>;
  /** Takes everything out of the library again. */
  takeBack(): Promise<void>;
}

/**
 * Puts a bundle's media into the library, by whichever provider it has.
 *
 * @throws Refusal `bundle.media-refused` where the library does not take one; nothing is left then
 */
export async function storeMedia(app: Core.Strapi, bundle: OpenedBundle): Promise<StoredMedia> {
  const service = app.plugin('upload').service('upload') as UploadService;
  const addresses = new Map<string, string>();
  const added: MediaFile[] = [];
  const takeBack = async (): Promise<void> => {
    for (const file of added.splice(0))
      await service
        .remove(file)
        .catch((error: unknown) =>
          app.log.error(`The file ${file.name} stays in the media library: ${String(error)}`),
        );
  };
  try {
    for (const medium of bundle.manifest.media) {
      const ending = path.posix.extname(medium.path).slice(1);
      const filepath = bundle.files.get(medium.path);
      const mimetype = mediaTypes[ending];
      if (filepath === undefined || mimetype === undefined)
        throw new Refusal(422, 'bundle.media-refused', medium.path);
      const stem = path.posix.basename(medium.name, path.posix.extname(medium.name));
      const name = `${stem.replace(/[^\w-]+/g, '-').slice(0, 80) || 'file'}.${ending}`;
      const [file] = await service.upload({
        data: { fileInfo: { name, alternativeText: medium.alternativeText.slice(0, 255) } },
        files: { filepath, originalFilename: name, mimetype, size: medium.bytes },
      });
      if (file === undefined) throw new Refusal(422, 'bundle.media-refused', medium.path);
      added.push(file);
      addresses.set(medium.url, file.url);
    }
  } catch (error) {
    await takeBack();
    if (error instanceof Refusal) throw error;
    app.log.warn(`A bundle's file was not taken by the library: ${String(error)}`);
    throw new Refusal(422, 'bundle.media-refused');
  }
  return { addresses, takeBack };
}
