import { createReadStream } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Core } from '@strapi/strapi';
import type { ImportedPicture } from '../read';

/** Pictures of an import in the media library. */

interface MediaFile {
  id: number;
  name: string;
  url: string;
}

interface UploadService {
  upload(input: {
    data: { fileInfo: { name: string; alternativeText: string } };
    files: { filepath: string; originalFilename: string; mimetype: string; size: number };
  }): Promise<MediaFile[]>;
  remove(file: MediaFile): Promise<unknown>;
  formatFileInfo(
    file: { filename: string; type: string; size: number },
    info: { name: string; alternativeText: string },
  ): Promise<object>;
}

interface ProviderService {
  upload(file: object): Promise<void>;
}

export interface UploadedPictures {
  /** Address by placeholder. */
  addresses: Map<string, string>;
  /** Takes back what this import added to the library. */
  takeBack(): Promise<void>;
}

const ENDINGS: Record<string, string> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/avif': '.avif',
  'image/svg+xml': '.svg',
};

/** A part of the content's hash in the file's name tells on the next import that it is there already. */
export async function uploadPictures(
  strapi: Core.Strapi,
  folder: string,
  pictures: ImportedPicture[],
  onProgress: (done: number) => void,
): Promise<UploadedPictures> {
  const service = strapi.plugin('upload').service('upload') as UploadService;
  const root = await realpath(folder);
  const addresses = new Map<string, string>();
  const added: MediaFile[] = [];
  const takeBack = async (): Promise<void> => {
    for (const file of added.splice(0)) {
      await service
        .remove(file)
        .catch((error: unknown) =>
          strapi.log.error(`Picture ${file.name} stays in the media library: ${String(error)}`),
        );
    }
  };
  try {
    for (const [index, picture] of pictures.entries()) {
      const mark = picture.hash.slice(0, 16);
      const known = (await strapi.db
        .query('plugin::upload.file')
        .findOne({ where: { name: { $contains: `-${mark}.` } } })) as MediaFile | null;
      const file = known ?? (await add(strapi, root, picture, mark));
      if (known === null) added.push(file);
      addresses.set(picture.placeholder, file.url);
      onProgress(index + 1);
    }
  } catch (error) {
    await takeBack();
    throw error;
  }
  return { addresses, takeBack };
}

async function add(
  strapi: Core.Strapi,
  root: string,
  picture: ImportedPicture,
  mark: string,
): Promise<MediaFile> {
  const service = strapi.plugin('upload').service('upload') as UploadService;
  const stem = path.posix
    .basename(picture.path, path.posix.extname(picture.path))
    .replace(/[^\w-]+/g, '-')
    .slice(0, 80);
  const name = `${stem}-${mark}${ENDINGS[picture.mime] ?? path.extname(picture.path)}`;
  const info = { name, alternativeText: picture.alternativeText.slice(0, 255) };
  const filepath = path.join(root, picture.path);
  if (picture.mime === 'image/gif') return addAsItIs(strapi, service, picture, filepath, info);
  const [file] = await service.upload({
    data: { fileInfo: info },
    files: { filepath, originalFilename: name, mimetype: picture.mime, size: picture.size },
  });
  if (file === undefined)
    throw new Error(`The media library gave nothing back for ${picture.path}.`);
  return file;
}

/** Without smaller copies: drawing every frame of an animation again takes half a minute. */
async function addAsItIs(
  strapi: Core.Strapi,
  service: UploadService,
  picture: ImportedPicture,
  filepath: string,
  info: { name: string; alternativeText: string },
): Promise<MediaFile> {
  const { size, mime } = picture;
  const entry = {
    ...(await service.formatFileInfo({ filename: info.name, type: mime, size }, info)),
    getStream: () => createReadStream(filepath),
  };
  await (strapi.plugin('upload').service('provider') as ProviderService).upload(entry);
  const { getStream: _getStream, ...values } = entry;
  const { provider } = strapi.config.get('plugin::upload') as { provider: string };
  return (await strapi.db
    .query('plugin::upload.file')
    .create({ data: { ...values, provider } })) as MediaFile;
}

/** The same value with every placeholder replaced, however deep it stands. */
export function withAddresses(value: unknown, addresses: Map<string, string>): unknown {
  if (typeof value === 'string') {
    return value.replace(
      /imported-picture:[0-9a-f]{64}/g,
      (placeholder) => addresses.get(placeholder) ?? placeholder,
    );
  }
  if (Array.isArray(value)) return value.map((entry) => withAddresses(entry, addresses));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, withAddresses(entry, addresses)]),
    );
  }
  return value;
}
