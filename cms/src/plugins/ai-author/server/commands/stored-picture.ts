import { Refusal } from '../../../../lib/refusal';
import { type Bounds, NotGiven, storedBytes, TooLarge } from '../../../../lib/stored-bytes';

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
 * Reads a file from a media storage over HTTP. Null where the storage does not give it; refused with
 * `ai.picture-away`, which is tried again, where the storage does not answer; an error where it is larger than
 * allowed.
 */
export async function storedPicture(
  address: URL,
  bounds: Bounds & { readonly signal: AbortSignal },
): Promise<Uint8Array | null> {
  try {
    return await storedBytes(address, bounds);
  } catch (error) {
    bounds.signal.throwIfAborted();
    if (error instanceof TooLarge) throw error;
    if (error instanceof NotGiven && error.status < 500 && error.status !== 429) return null;
    throw new Refusal(503, 'ai.picture-away');
  }
}
