import { Unreadable } from './document';

const marks = [
  { bytes: [0xef, 0xbb, 0xbf], charset: 'utf-8' },
  { bytes: [0xff, 0xfe], charset: 'utf-16le' },
  { bytes: [0xfe, 0xff], charset: 'utf-16be' },
] as const;

/**
 * The text of bytes: by their byte order mark, by the charset that was named, by UTF-8 where they are
 * that, and by Windows-1252 otherwise. What has zero bytes and is
 * in no way text is refused.
 */
export function decode(bytes: Uint8Array, named: string | null): string {
  const marked = marks.find(({ bytes: mark }) =>
    mark.every((byte, index) => bytes[index] === byte),
  );
  if (marked !== undefined) return new TextDecoder(marked.charset).decode(bytes);
  const zeros = bytes.reduce((count, byte) => count + Number(byte === 0), 0);
  if (zeros > bytes.length / 50) throw new Unreadable('ai.source-damaged');
  for (const charset of [named, 'utf-8']) {
    const text = charset === null ? null : decodeAs(bytes, charset);
    if (text !== null) return text;
  }
  if (zeros > 0) throw new Unreadable('ai.source-damaged');
  return new TextDecoder('windows-1252').decode(bytes);
}

function decodeAs(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
