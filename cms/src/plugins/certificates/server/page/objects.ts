import { deflateSync } from 'node:zlib';
import { copyStringIntoBuffer, PDFInvalidObject, PDFObject } from '@cantoo/pdf-lib';

/** A PDF object given by its words, which spares building and writing it piece by piece. */
export class Words extends PDFObject {
  readonly #words: string;

  /** Only ASCII; text for people goes through `textString`. */
  constructor(words: string) {
    super();
    this.#words = words;
  }

  override clone(): Words {
    return this;
  }

  override toString(): string {
    return this.#words;
  }

  override sizeInBytes(): number {
    return this.#words.length;
  }

  override copyBytesInto(buffer: Uint8Array, offset: number): number {
    return copyStringIntoBuffer(this.#words, buffer, offset);
  }
}

/** An object that must stand in the file as these bytes; pdf-lib writes what it cannot read that way. */
export const raw = (bytes: Uint8Array): PDFObject => PDFInvalidObject.of(bytes);

/** A stream, kept as it is: what has to be found in the file without unpacking it. */
export function plainStream(header: string, contents: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from(`<< ${header} /Length ${contents.length} >>\nstream\n`, 'latin1'),
    contents,
    Buffer.from('\nendstream', 'latin1'),
  ]);
}

/** A compressed stream. */
export const packedStream = (header: string, contents: string | Uint8Array): Uint8Array =>
  plainStream(`${header} /Filter /FlateDecode`, deflateSync(contents));

/** A string for people, in UTF-16. */
export function textString(text: string): string {
  const units = Buffer.from(text, 'utf16le').swap16();
  return `<feff${units.toString('hex')}>`;
}
