import jsQR from 'jsqr';
import { getDocument, type PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

export interface ReadPdf {
  readonly pages: number;
  readonly width: number;
  readonly height: number;
  /** The lines of the first page as a reader copies them. */
  readonly lines: readonly string[];
  readonly texts: readonly {
    readonly text: string;
    readonly left: number;
    readonly right: number;
  }[];
  readonly links: readonly string[];
  readonly information: Readonly<Record<string, unknown>>;
  readonly picture: Picture;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

/** Reads a PDF with pdf.js, which knows nothing of the program that wrote it. */
export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const loading = getDocument({ data: Uint8Array.from(bytes), verbosity: 0 });
  try {
    const document = await loading.promise;
    const page = await document.getPage(1);
    const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
    const { items } = await page.getTextContent();
    const texts = items.flatMap((item) => ('str' in item ? [item] : []));
    const lines: string[] = [''];
    for (const { str, hasEOL } of texts) {
      lines[lines.length - 1] += str;
      if (hasEOL) lines.push('');
    }
    const { info } = await document.getMetadata();
    const annotations = (await page.getAnnotations()) as { readonly unsafeUrl?: string }[];
    return {
      pages: document.numPages,
      width: right - left,
      height: top - bottom,
      lines,
      texts: texts.map(({ str, transform, width }) => {
        const from = Number(transform[4]);
        return { text: str, left: from, right: from + width };
      }),
      links: annotations.flatMap(({ unsafeUrl }) => (unsafeUrl === undefined ? [] : [unsafeUrl])),
      information: info as Record<string, unknown>,
      picture: await rasterise(page, document.canvasFactory as CanvasFactory),
    };
  } finally {
    await loading.destroy();
  }
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

/** What a telephone's camera would read in the picture. */
export function readQrCode({ data, width, height }: Picture): string | undefined {
  return jsQR(data, width, height)?.data;
}
