import { create } from 'qrcode';
import type { Ink } from './page/ink';
import { type Colour, fill, numbers } from './page/operators';

/** A QR code with its lower left corner at (x, y); dark modules are one path, so no seams show. */
export function drawQrCode(
  ink: Ink,
  text: string,
  x: number,
  y: number,
  size: number,
  colour: Colour,
): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const count = modules.size;
  const step = size / count;
  const bars: string[] = [];
  for (let row = 0; row < count; row += 1) {
    for (let column = 0; column < count; ) {
      let end = column;
      while (end < count && modules.get(row, end)) end += 1;
      if (end > column) {
        bars.push(
          `${numbers(x + column * step, y + size - (row + 1) * step, (end - column) * step, step)} re`,
        );
      }
      column = Math.max(end, column + 1);
    }
  }
  ink.draw(fill(colour), ...bars, 'f');
}
