const digits = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Bytes that WebCrypto takes. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bitcoin's base 58, in which each leading zero byte is a `1`; null where the text is none. */
export function fromBase58(text: string): Bytes | null {
  let value = 0n;
  for (const digit of text) {
    const place = digits.indexOf(digit);
    if (place === -1) return null;
    value = value * 58n + BigInt(place);
  }
  const zeros = new Uint8Array(/^1*/.exec(text)?.[0].length ?? 0);
  const hex = value === 0n ? '' : value.toString(16);
  return joined(zeros, fromHex(hex.length % 2 === 0 ? hex : `0${hex}`));
}

function fromHex(hex: string): Bytes {
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = Number.parseInt(hex.slice(2 * at, 2 * at + 2), 16);
  }
  return bytes;
}

/** Null where the text is not base64url without padding, as JOSE and multibase write it. */
export function fromBase64url(text: string): Bytes | null {
  if (!/^[\w-]*$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

export const utf8 = (text: string): Bytes => new TextEncoder().encode(text) as Bytes;

export async function sha256(text: string): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', utf8(text)));
}

export function joined(...parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Unpacks, and gives up with null at what is damaged or longer than `most` bytes. */
export async function unpacked(
  bytes: Bytes,
  format: CompressionFormat,
  most: number,
): Promise<Bytes | null> {
  const reader = new Blob([bytes])
    .stream()
    .pipeThrough(new DecompressionStream(format))
    .getReader();
  const parts: Bytes[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(...parts);
      length += value.length;
      if (length > most) return null;
      parts.push(value as Bytes);
    }
  } catch {
    return null;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
