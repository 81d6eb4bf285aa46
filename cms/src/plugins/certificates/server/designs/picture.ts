import { crc32 } from 'node:zlib';
import { PDFDocument } from '@cantoo/pdf-lib';
import { Refusal } from '../../../../lib/refusal';
import { largestLogo, longestSide } from './limits';

type Kind = 'png' | 'jpeg';

const pngBegins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegBegins = Buffer.from([0xff, 0xd8, 0xff]);

/** What the bytes are, whatever the file was called. */
function kindOf(bytes: Buffer): Kind | undefined {
  if (bytes.subarray(0, 8).equals(pngBegins)) return 'png';
  return bytes.subarray(0, 3).equals(jpegBegins) ? 'jpeg' : undefined;
}

/** Width and height as a PNG's first chunk, IHDR, has them (PNG, third edition, 11.2.1). */
const pngSize = (bytes: Buffer): readonly [number, number] =>
  bytes.length < 24 ? [0, 0] : [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];

/** Whether every chunk is there, up to the last, and has the checksum it was written with (ibid., 5.3). */
function isWholePng(bytes: Buffer): boolean {
  for (let at = pngBegins.length; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return false;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return false;
    if (bytes.toString('latin1', at + 4, at + 8) === 'IEND') return true;
    at = end;
  }
  return false;
}

interface Demands {
  /** What a refusal names. */
  readonly field: string;
  readonly kinds: readonly Kind[];
  /** In bytes. */
  readonly largest: number;
}

/**
 * A picture that can be drawn on a certificate.
 *
 * @param base64 as the form sends it
 * @throws Refusal `design.picture-…`, with the field
 */
export async function pictureFrom(
  base64: string,
  { field, kinds, largest }: Demands,
): Promise<Buffer> {
  const refuse = (code: string) => new Refusal(400, `design.picture-${code}`, field);
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > largest)
    throw refuse(largest === largestLogo ? 'too-large' : 'signature-too-large');
  const kind = kindOf(bytes);
  if (kind === undefined || !kinds.includes(kind))
    throw refuse(kinds.includes('jpeg') ? 'kind' : 'signature-kind');
  // Looked at before it is unpacked.
  if (kind === 'png' && pngSize(bytes).some((side) => side > longestSide)) throw refuse('too-wide');
  if (kind === 'png' && !isWholePng(bytes)) throw refuse('unreadable');
  const document = await PDFDocument.create();
  const drawn = await (kind === 'png' ? document.embedPng(bytes) : document.embedJpg(bytes)).catch(
    () => undefined,
  );
  if (drawn === undefined || drawn.width < 1 || drawn.height < 1) throw refuse('unreadable');
  if (drawn.width > longestSide || drawn.height > longestSide) throw refuse('too-wide');
  return bytes;
}
