import { type Bytes, unpacked } from './bytes.ts';
import { kindOf } from './files.ts';

const most = 500_000;

/**
 * The credential attached to a PDF, as text; null where none is. An attached file is a stream of its
 * own, never inside another one (ISO 32000-2, 7.5.7), so it is found without reading the whole file.
 */
export async function attachedCredential(pdf: Bytes): Promise<string | null> {
  // One character a byte, so that places in the text are places in the file.
  const text = new TextDecoder('latin1').decode(pdf);
  for (const found of text.matchAll(/\/EmbeddedFile\b[\s\S]{0,400}?\bstream\r?\n/g)) {
    const from = found.index + found[0].length;
    const to = text.indexOf('endstream', from);
    if (to === -1) continue;
    const held = pdf.slice(from, endOf(text, from, to));
    const dictionary = text.slice(text.lastIndexOf(' obj', found.index), from);
    const isPacked = dictionary.includes('/FlateDecode');
    const bytes = isPacked ? await unpacked(held, 'deflate', most) : held;
    const content = bytes === null ? '' : new TextDecoder().decode(bytes);
    if (kindOf(content) === 'credential') return content;
  }
  return null;
}

/** Before "endstream" stands a line's end that is not of the stream. */
function endOf(text: string, from: number, to: number): number {
  let end = to;
  if (end > from && text[end - 1] === '\n') end -= 1;
  if (end > from && text[end - 1] === '\r') end -= 1;
  return end;
}
