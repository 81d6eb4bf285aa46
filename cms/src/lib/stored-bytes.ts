import type { Core } from '@strapi/strapi';

/** What an upload provider finds a file by. */
interface Findable {
  readonly hash: string;
  readonly ext: string;
  readonly url?: string;
}

interface Provider<File> {
  isPrivate(): Promise<boolean> | boolean;
  getSignedUrl(file: File): Promise<{ url: string }> | { url: string };
}

/**
 * Where the cms reads a file that Strapi's upload provider keeps: the address that the provider gave it or,
 * where the storage is closed to the public, one that is signed and good for minutes.
 */
export async function addressOf<File extends Findable>(
  app: Core.Strapi,
  file: File,
): Promise<string> {
  const provider = app.plugin('upload').provider as Provider<File>;
  return (await provider.isPrivate()) ? (await provider.getSignedUrl(file)).url : (file.url ?? '');
}

/** What reading a file may take. */
export interface Bounds {
  readonly bytes: number;
  readonly milliseconds: number;
  readonly signal?: AbortSignal;
}

/** The storage answered, but not with the file. */
export class NotGiven extends Error {
  constructor(readonly status: number) {
    super(`The storage answered ${status}.`);
  }
}

/** The file has more bytes than were allowed. */
export class TooLarge extends Error {
  constructor(most: number) {
    super(`It has more than ${most} bytes.`);
  }
}

/**
 * Reads a file from a storage over HTTP, as S3 and the like serve it. Follows no redirect, for that could
 * lead anywhere.
 *
 * @throws NotGiven, TooLarge, and what `fetch` throws where the storage does not answer in time
 */
export async function storedBytes(
  address: URL,
  { bytes, milliseconds, signal }: Bounds,
): Promise<Uint8Array> {
  const ends = AbortSignal.timeout(milliseconds);
  const response = await fetch(address, {
    redirect: 'manual',
    signal: signal === undefined ? ends : AbortSignal.any([signal, ends]),
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new NotGiven(response.status);
  }
  const pieces: Uint8Array[] = [];
  let size = 0;
  // The types of a browser, with which the admin's pages are checked, do not know that it can be read so.
  // Leaving the loop ends the request.
  for await (const piece of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += piece.byteLength;
    if (size > bytes) throw new TooLarge(bytes);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
