import jsQR from 'jsqr';
import {
  getDocument,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import sharp from 'sharp';

export interface PdfText {
  readonly pages: number;
  readonly width: number;
  readonly height: number;
  /** The lines of the first page as a reader copies them. */
  readonly lines: readonly string[];
  /** The same of every page. */
  readonly linesOfPages: readonly (readonly string[])[];
  readonly texts: readonly {
    readonly text: string;
    readonly left: number;
    readonly right: number;
    /** Height of the base line. */
    readonly base: number;
  }[];
  readonly links: readonly string[];
  readonly information: Readonly<Record<string, unknown>>;
  /** What a screen reader makes of the first page, as `role: alternative or language`. */
  readonly structure: readonly string[];
  readonly attachments: readonly { readonly name: string; readonly content: Uint8Array }[];
}

export interface ReadPdf extends PdfText {
  readonly picture: Picture;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Reads a PDF with pdf.js, which knows nothing of the program that wrote it, and draws its first page. */
export const readPdf = (bytes: Uint8Array): Promise<ReadPdf> =>
  withPdf(bytes, async (document) => ({
    ...(await textOf(document)),
    picture: await rasterise(await document.getPage(1), document.canvasFactory as CanvasFactory),
  }));

/** The same without a picture, which takes most of the time. */
export const readPdfText = (bytes: Uint8Array): Promise<PdfText> => withPdf(bytes, textOf);

async function withPdf<Result>(
  bytes: Uint8Array,
  use: (document: PDFDocumentProxy) => Promise<Result>,
): Promise<Result> {
  const loading = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  try {
    return await use(await loading.promise);
  } finally {
    await loading.destroy();
  }
}

async function textOf(document: PDFDocumentProxy): Promise<PdfText> {
  const read = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    read.push(await readPage(await document.getPage(number)));
  }
  const page = await document.getPage(1);
  const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
  const { info } = await document.getMetadata();
  const annotations = (await page.getAnnotations()) as { readonly unsafeUrl?: string }[];
  const attachments = [];
  for (const [id, { filename }] of (await document.getAttachments()) ?? []) {
    const content = (await document.getAttachmentContent(id)) as unknown as Uint8Array;
    attachments.push({ name: filename, content });
  }
  return {
    pages: document.numPages,
    width: right - left,
    height: top - bottom,
    lines: read[0]?.lines ?? [],
    linesOfPages: read.map(({ lines }) => lines),
    texts: read[0]?.texts ?? [],
    links: annotations.flatMap(({ unsafeUrl }) => (unsafeUrl === undefined ? [] : [unsafeUrl])),
    information: info as Record<string, unknown>,
    structure: outline((await page.getStructTree()) as StructureNode | null),
    attachments,
  };
}

async function readPage(page: PDFPageProxy): Promise<Pick<PdfText, 'lines' | 'texts'>> {
  const { items } = await page.getTextContent();
  const texts = items.flatMap((item) => ('str' in item ? [item] : []));
  const lines: string[] = [''];
  for (const { str, hasEOL } of texts) {
    lines[lines.length - 1] += str;
    if (hasEOL) lines.push('');
  }
  return {
    lines,
    texts: texts.map(({ str, transform, width }) => {
      const from = Number(transform[4]);
      return { text: str, left: from, right: from + width, base: Number(transform[5]) };
    }),
  };
}

interface StructureNode {
  readonly role?: string;
  readonly alt?: string;
  readonly lang?: string;
  readonly children?: readonly StructureNode[];
}

function outline(node: StructureNode | null): string[] {
  if (node?.role === undefined) return [];
  const own = [node.role, node.alt ?? node.lang].filter((word) => word !== undefined).join(': ');
  return [own, ...(node.children ?? []).flatMap(outline)];
}

interface CanvasFactory {
  create(
    width: number,
    height: number,
  ): { canvas: HTMLCanvasElement; context: CanvasRenderingContext2D };
}

async function rasterise(page: PDFPageProxy, factory: CanvasFactory): Promise<Picture> {
  const viewport = page.getViewport({ scale: 2 });
  const [width, height] = [Math.round(viewport.width), Math.round(viewport.height)];
  const { canvas, context } = factory.create(width, height);
  await page.render({ canvas, canvasContext: context, viewport }).promise;
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}

/** The picture as an office copier gives it back: turned by so many degrees, grey, faded, blurred, packed. */
export async function scanned({ data, width, height }: Picture, degrees: number): Promise<Picture> {
  const copy = await sharp(data, { raw: { width, height, channels: 4 } })
    .rotate(degrees, { background: 'white' })
    .greyscale()
    .linear(0.7, 50)
    .blur(0.7)
    .jpeg({ quality: 40 })
    .toBuffer();
  const { data: seen, info } = await sharp(copy)
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8ClampedArray(seen) };
}

/** What a telephone's camera would read in the picture. */
export function readQrCode({ data, width, height }: Picture): string | undefined {
  return jsQR(data, width, height)?.data;
}
