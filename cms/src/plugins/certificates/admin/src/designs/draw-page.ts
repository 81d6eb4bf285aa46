import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';

GlobalWorkerOptions.workerSrc = workerUrl;

/** Pixels of the picture's width: sharp on a dense screen at the widest it is shown. */
const width = 1600;

/** Draws the first page of a PDF; what was on the canvas stays until the new picture is ready. */
export async function drawPage(pdf: Uint8Array, canvas: HTMLCanvasElement): Promise<void> {
  const task = getDocument({ data: pdf });
  try {
    const page = await (await task.promise).getPage(1);
    const viewport = page.getViewport({ scale: width / page.getViewport({ scale: 1 }).width });
    const fresh = document.createElement('canvas');
    fresh.width = viewport.width;
    fresh.height = viewport.height;
    await page.render({ canvas: fresh, viewport }).promise;
    canvas.width = fresh.width;
    canvas.height = fresh.height;
    canvas.getContext('2d')?.drawImage(fresh, 0, 0);
  } finally {
    await task.destroy();
  }
}
