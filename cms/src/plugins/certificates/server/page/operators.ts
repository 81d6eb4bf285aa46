/** Words of the PDF content language, as text. */
export type Colour = readonly [red: number, green: number, blue: number];
export type Box = readonly [left: number, bottom: number, right: number, top: number];

/** PDF knows no exponents, and more digits than a printer has dots help nobody. */
export function number(value: number, digits = 3): string {
  const factor = 10 ** digits;
  const rounded = Math.round(value * factor) / factor;
  // Below a millionth JavaScript would write an exponent.
  return Math.abs(rounded) < 1e-6 ? '0' : String(rounded);
}

export const numbers = (...values: readonly number[]): string =>
  values.map((value) => number(value)).join(' ');

export const fill = (colour: Colour): string => `${numbers(...colour)} rg`;
export const stroke = (colour: Colour): string => `${numbers(...colour)} RG`;

const kappa = 0.5523;

/** The path of an ellipse around the origin. */
export function ellipse(across: number, along: number): string {
  const at = (x: number, y: number) => numbers(x * across, y * along);
  return [
    `${at(1, 0)} m`,
    `${at(1, kappa)} ${at(kappa, 1)} ${at(0, 1)} c`,
    `${at(-kappa, 1)} ${at(-1, kappa)} ${at(-1, 0)} c`,
    `${at(-1, -kappa)} ${at(-kappa, -1)} ${at(0, -1)} c`,
    `${at(kappa, -1)} ${at(1, -kappa)} ${at(1, 0)} c h`,
  ].join('\n');
}

/** A glyph's outline, which HarfBuzz gives as an SVG path, and the box around it. */
export function outline(svgPath: string): { readonly path: string; readonly box: Box } {
  const path: string[] = [];
  const xs: number[] = [];
  const ys: number[] = [];
  let [x, y] = [0, 0];
  for (const [, command = '', list = ''] of svgPath.matchAll(/([MLQCZ])([^MLQCZ]*)/g)) {
    const values = (list.match(/-?[\d.]+/g) ?? []).map(Number);
    xs.push(...values.filter((_, index) => index % 2 === 0));
    ys.push(...values.filter((_, index) => index % 2 === 1));
    if (command === 'Q') {
      const [a = 0, b = 0, c = 0, d = 0] = values;
      // A quadratic curve is the cubic one whose handles lie two thirds of the way to its own.
      path.push(
        `${numbers(x + (2 * (a - x)) / 3, y + (2 * (b - y)) / 3, c + (2 * (a - c)) / 3, d + (2 * (b - d)) / 3, c, d)} c`,
      );
    } else {
      path.push(`${numbers(...values)} ${{ M: 'm', L: 'l', C: 'c', Z: 'h' }[command] ?? ''}`);
    }
    if (values.length >= 2) [x, y] = [values.at(-2) ?? 0, values.at(-1) ?? 0];
  }
  return {
    path: path.join('\n'),
    box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)],
  };
}
