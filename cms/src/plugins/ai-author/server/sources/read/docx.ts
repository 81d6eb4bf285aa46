import { type ReadDocument, Unreadable } from './document';
import { htmlToMarkdown } from './html';
import { sectionsOfMarkdown } from './markdown';

const mostEntries = 5000;
/** Of everything in it, unpacked. */
const mostUnpacked = 200 * 1024 * 1024;
/** Of the parts that are text: what is parsed as XML takes many times that in memory. */
const mostMarkup = 30 * 1024 * 1024;

/** What old and encrypted office files begin with (Compound File Binary). */
const compound = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** The text of a Word file with its headings, lists and tables. Comments, pictures and macros are not read. */
export async function readDocx(bytes: Uint8Array): Promise<ReadDocument> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.subarray(0, 4).equals(compound)) throw new Unreadable('ai.source-encrypted');
  await refuseBomb(file);
  const { default: mammoth } = await import('mammoth');
  const { value } = await mammoth.convertToHtml(
    { buffer: file },
    {
      styleMap: ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"],
      convertImage: mammoth.images.imgElement(async () => ({ src: '' })),
      externalFileAccess: false,
    },
  );
  const sections = await sectionsOfMarkdown(await htmlToMarkdown(value));
  return { title: sections[0]?.path[0] ?? null, sections, isPaged: false };
}

/** Unpacks everything once and keeps nothing, because what a zip file says of its sizes need not be true. */
async function refuseBomb(file: Buffer): Promise<void> {
  const { fromBufferPromise } = await import('yauzl');
  const zip = await fromBufferPromise(file, { validateEntrySizes: true });
  let entries = 0;
  let unpacked = 0;
  let markup = 0;
  let isDocument = false;
  for await (const entry of zip.eachEntry()) {
    entries += 1;
    if (entries > mostEntries) throw new Unreadable('ai.source-too-long');
    if (entry.isEncrypted()) throw new Unreadable('ai.source-encrypted');
    if (entry.fileName === 'word/document.xml') isDocument = true;
    const isMarkup = /\.(xml|rels)$/i.test(entry.fileName);
    for await (const piece of await zip.openReadStreamPromise(entry)) {
      const { length } = piece as Buffer;
      unpacked += length;
      if (isMarkup) markup += length;
      if (unpacked > mostUnpacked || markup > mostMarkup)
        throw new Unreadable('ai.source-too-long');
    }
  }
  if (!isDocument) throw new Unreadable('ai.source-damaged');
}
