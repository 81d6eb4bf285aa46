import { Refusal } from '../../../../lib/refusal';

/** What reading a picture may take. */
export interface Bounds {
  readonly bytes: number;
  readonly milliseconds: number;
  readonly signal: AbortSignal;
}

/**
 * Whether an address is on one of the hosts that a Content Security Policy names, such as
 * `media.school.example`, `https://*.example.org` or `http://minio:9000`. Keywords, `*` and schemes alone
 * name no host.
 */
export function isOnHost(address: URL, sources: readonly string[]): boolean {
  return sources.some((source) => {
    const [, scheme = 'https', host, port = ''] =
      /^(?:(https?):\/\/)?((?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:]+\])(?::(\d+))?(?:\/.*)?$/i.exec(
        source,
      ) ?? [];
    if (host === undefined || address.protocol !== `${scheme.toLowerCase()}:`) return false;
    const isDefault = port === (scheme.toLowerCase() === 'https' ? '443' : '80');
    if ((isDefault ? '' : port) !== address.port) return false;
    const name = host.toLowerCase();
    return name.startsWith('*.')
      ? address.hostname.endsWith(name.slice(1))
      : address.hostname === name;
  });
}

/**
 * Reads a file from a media storage over HTTP, as S3 and the like serve it. Follows no redirect, for that
 * could lead anywhere. Null where the storage does not give it; refused with `ai.picture-away`, which is tried
 * again, where the storage does not answer; an error where it is larger than allowed.
 */
export async function storedPicture(
  address: URL,
  { bytes, milliseconds, signal }: Bounds,
): Promise<Uint8Array | null> {
  try {
    const response = await fetch(address, {
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]),
    });
    if (response.status >= 500 || response.status === 429) throw new Error(`${response.status}`);
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return null;
    }
    // The types of a browser, with which the admin's pages are checked, do not know that it can be read so.
    return await bounded(response.body as unknown as AsyncIterable<Uint8Array>, bytes);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof TooLarge) throw error;
    throw new Refusal(503, 'ai.picture-away');
  }
}

class TooLarge extends Error {}

async function bounded(body: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the request.
  for await (const piece of body) {
    size += piece.byteLength;
    if (size > most) throw new TooLarge(`It has more than ${most} bytes.`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
