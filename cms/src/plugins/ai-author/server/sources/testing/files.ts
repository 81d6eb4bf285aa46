import { PDFDocument, rgb, StandardFonts } from '@cantoo/pdf-lib';
import { ZipFile } from 'yazl';

/** A PDF with these pages of paragraphs; what stands in `hidden` is drawn in white on the first page. */
export async function pdfOf(
  pages: readonly (readonly string[])[],
  {
    hidden = '',
    title = '',
    password,
  }: { hidden?: string; title?: string; password?: string } = {},
): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  if (title !== '') {
    document.setTitle(title);
    document.setSubject(title);
  }
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const [index, paragraphs] of pages.entries()) {
    const page = document.addPage([595, 842]);
    let y = 780;
    for (const paragraph of paragraphs) {
      for (const line of paragraph.split('\n')) {
        page.drawText(line, { x: 50, y, size: 11, font });
        y -= 14;
      }
      y -= 14;
    }
    if (index === 0 && hidden !== '')
      page.drawText(hidden, { x: 50, y, size: 11, font, color: rgb(1, 1, 1) });
  }
  if (password !== undefined) document.encrypt({ userPassword: password, ownerPassword: 'owner' });
  return document.save();
}

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const packages = 'http://schemas.openxmlformats.org/package/2006';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006';

/** A paragraph of a Word file; `style` such as `Heading1`. */
export const paragraph = (text: string, style?: string): string =>
  `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t xml:space="preserve">${text}</w:t></w:r></w:p>`;

/** A Word file whose document has this body, with more entries if wanted. */
export async function docxOf(
  body: string,
  more: Readonly<Record<string, Buffer>> = {},
): Promise<Uint8Array> {
  const styles = ['Heading1', 'Heading2']
    .map(
      (id, index) =>
        `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="heading ${index + 1}"/></w:style>`,
    )
    .join('');
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
  return zipOf({
    '[Content_Types].xml': `${xml}<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${type}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${type}.styles+xml"/></Types>`,
    '_rels/.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    'word/_rels/document.xml.rels': `${xml}<Relationships xmlns="${packages}/relationships"><Relationship Id="r1" Type="${office}/relationships/styles" Target="styles.xml"/></Relationships>`,
    'word/styles.xml': `${xml}<w:styles xmlns:w="${word}">${styles}</w:styles>`,
    'word/document.xml': `${xml}<w:document xmlns:w="${word}"><w:body>${body}</w:body></w:document>`,
    ...more,
  });
}

/** A zip file with these entries. */
export async function zipOf(
  entries: Readonly<Record<string, string | Buffer>>,
): Promise<Uint8Array> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return new Uint8Array(Buffer.concat(pieces));
}
