import { Refusal } from '../../../../lib/refusal';
import { readPicture } from '../page/picture';
import { largestLogo } from './limits';

type Kind = 'png' | 'jpeg';

const pngBegins = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const jpegBegins = Buffer.from([0xff, 0xd8, 0xff]);

/** What the bytes are, whatever the file was called. */
function kindOf(bytes: Buffer): Kind | undefined {
  if (bytes.subarray(0, 8).equals(pngBegins)) return 'png';
  return bytes.subarray(0, 3).equals(jpegBegins) ? 'jpeg' : undefined;
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
  // What drawing would stumble over, it stumbles over here.
  await readPicture(bytes).catch(() => {
    throw refuse('unreadable');
  });
  return bytes;
}
