import { createHash } from 'node:crypto';
import { signatureField } from '../page/document';
import { textString } from '../page/objects';
import { number } from '../page/operators';
import { roomFor, signDigest } from './cms';
import type { Signer } from './signer';

/**
 * Signs what `drawCertificate` or `drawMarksheet` drew, at the level B-B of PAdES (ETSI EN 319 142-1),
 * as an update that leaves the drawn bytes as they are. It certifies the document with no changes
 * allowed (ISO 32000-1, 12.8.2.2), so that readers object to whatever is added later.
 */
export function signPdf(drawn: Uint8Array, signer: Signer, at: Date): Uint8Array {
  const file = Buffer.from(drawn.buffer, drawn.byteOffset, drawn.byteLength);
  const update = new Update(file);
  const signature = update.newNumber();
  const room = roomFor(signer);
  const range = `[0 ${'0'.repeat(10)} ${'0'.repeat(10)} ${'0'.repeat(10)}]`;
  const dictionary = [
    '<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached',
    `/M (${pdfDate(at)}) /Name ${textString(signer.name)}`,
    '/Reference [<< /Type /SigRef /TransformMethod /DocMDP',
    '/TransformParams << /Type /TransformParams /P 1 /V /1.2 >> >>]',
    `/ByteRange ${range}`,
    `/Contents <${'0'.repeat(room * 2)}> >>`,
  ].join(' ');
  update.put(signature, dictionary);
  const field = update.object(signatureField);
  update.put(field.number, `${field.words.slice(0, -2)}/V ${signature} 0 R >>`);
  const catalog = update.object('<<\n/Type /Catalog');
  update.put(
    catalog.number,
    `${catalog.words.slice(0, -2)}/Perms << /DocMDP ${signature} 0 R >> >>`,
  );
  const signed = update.finish();

  const contents = signed.indexOf('/Contents <', file.length) + '/Contents '.length;
  const end = contents + room * 2 + 2;
  const ranged = `[0 ${[contents, end, signed.length - end].join(' ')}]`.padEnd(range.length);
  signed.write(ranged, signed.indexOf(range, file.length), 'latin1');
  const hash = createHash('sha256');
  hash.update(signed.subarray(0, contents)).update(signed.subarray(end));
  const cms = Buffer.from(signDigest(hash.digest(), signer)).toString('hex');
  if (cms.length > room * 2) throw new Error('A signature is larger than the room kept for it.');
  signed.write(cms, contents + 1, 'latin1');
  return signed;
}

/** `D:20261121100000Z` */
function pdfDate(at: Date): string {
  return `D:${at.toISOString().slice(0, 19).replace(/[-T:]/g, '')}Z`;
}

/** Objects put behind the end of a file, and the table that finds them (ISO 32000-1, 7.5.6 and 7.5.8). */
class Update {
  readonly #file: Buffer;
  readonly #trailer: string;
  readonly #previous: number;
  readonly #parts: Buffer[];
  readonly #places = new Map<number, number>();
  #length: number;
  #size: number;

  constructor(file: Buffer) {
    this.#file = file;
    const tail = file.toString('latin1', Math.max(0, file.length - 64));
    this.#previous = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(tail)?.[1] ?? Number.NaN);
    this.#trailer = file.toString('latin1', this.#previous, file.length);
    this.#size = Number(this.#entry(/\/Size (\d+)/));
    this.#parts = [file, Buffer.from('\n')];
    this.#length = file.length + 1;
  }

  #entry(pattern: RegExp): string {
    const found = pattern.exec(this.#trailer)?.[1];
    if (found === undefined) throw new Error('Only what this program drew can be signed.');
    return found;
  }

  newNumber(): number {
    this.#size += 1;
    return this.#size - 1;
  }

  /** The object that begins with these words, which stands uncompressed; ends with `>>`. */
  object(words: string): { readonly number: number; readonly words: string } {
    const at = this.#file.indexOf(words);
    const before = this.#file.toString('latin1', Math.max(0, at - 24), at);
    const number = Number(/(\d+) 0 obj\s*$/.exec(before)?.[1] ?? Number.NaN);
    const end = this.#file.indexOf('endobj', at);
    if (at < 0 || end < 0 || Number.isNaN(number)) {
      throw new Error('Only what this program drew can be signed.');
    }
    return { number, words: this.#file.toString('latin1', at, end).trimEnd() };
  }

  put(object: number, words: string): void {
    this.#places.set(object, this.#length);
    const part = Buffer.from(`${object} 0 obj\n${words}\nendobj\n`, 'latin1');
    this.#parts.push(part);
    this.#length += part.length;
  }

  finish(): Buffer {
    const table = this.newNumber();
    const start = this.#length;
    this.#places.set(table, start);
    const places = [...this.#places].sort(([a], [b]) => a - b);
    const rows = Buffer.alloc(places.length * 5);
    for (const [index, [, place]] of places.entries()) {
      rows.writeUInt8(1, index * 5);
      rows.writeUInt32BE(place, index * 5 + 1);
    }
    const words = [
      `<< /Type /XRef /Size ${this.#size} /Prev ${number(this.#previous)} /W [1 4 0]`,
      `/Index [${places.map(([object]) => `${object} 1`).join(' ')}]`,
      `/Root ${this.#entry(/\/Root (\d+ 0 R)/)} /Info ${this.#entry(/\/Info (\d+ 0 R)/)}`,
      `/ID ${this.#entry(/\/ID (\[[^\]]*\])/)} /Filter /ASCIIHexDecode /Length ${rows.length * 2 + 1} >>`,
      `stream\n${rows.toString('hex')}>\nendstream`,
    ].join(' ');
    this.put(table, words);
    this.#parts.push(Buffer.from(`startxref\n${start}\n%%EOF\n`, 'latin1'));
    return Buffer.concat(this.#parts);
  }
}
