import type { Ink } from './ink';
import { type Colour, ellipse, fill, number, numbers, stroke } from './operators';

/**
 * Ellipses turned around one centre: the rosette of bank notes, hard to draw by hand. Each is the same
 * path in a plane turned a little further, which takes next to no room when it is compressed.
 */
function rosettePaths(radius: number, narrow: number, petals: number): string {
  const [cos, sin] = [Math.cos(Math.PI / petals), Math.sin(Math.PI / petals)];
  const petal = `${ellipse(radius, radius * narrow)} S`;
  const turn = `${[cos, sin, -sin, cos].map((value) => number(value, 9)).join(' ')} 0 0 cm`;
  return Array.from({ length: petals }, () => `${petal}\n${turn}`).join('\n');
}

export interface Rosette {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Breadth of an ellipse as a part of its length. */
  readonly narrow: number;
  readonly petals: number;
  readonly colour: Colour;
  readonly lineWidth: number;
}

export function rosette(
  ink: Ink,
  { x, y, radius, narrow, petals, colour, lineWidth }: Rosette,
): void {
  const box = [-radius - 1, -radius - 1, radius + 1, radius + 1] as const;
  const name = ink.form(`rosette ${radius} ${narrow} ${petals} ${lineWidth}`, box, () =>
    [`${number(lineWidth)} w`, rosettePaths(radius, narrow, petals)].join('\n'),
  );
  ink.draw(stroke(colour), `1 0 0 1 ${numbers(x, y)} cm`, `${name} Do`);
}

export function disc(ink: Ink, x: number, y: number, radius: number, colour: Colour): void {
  ink.draw(fill(colour), `1 0 0 1 ${numbers(x, y)} cm`, ellipse(radius, radius), 'f');
}

export function ring(
  ink: Ink,
  x: number,
  y: number,
  radius: number,
  width: number,
  colour: Colour,
): void {
  ink.draw(
    stroke(colour),
    `${number(width)} w`,
    `1 0 0 1 ${numbers(x, y)} cm`,
    ellipse(radius, radius),
    'S',
  );
}

export function rule(
  ink: Ink,
  fromX: number,
  toX: number,
  y: number,
  width: number,
  colour: Colour,
): void {
  ink.draw(stroke(colour), `${number(width)} w`, `${numbers(fromX, y)} m ${numbers(toX, y)} l S`);
}

export function diamond(ink: Ink, x: number, y: number, half: number, colour: Colour): void {
  const corners = [
    `${numbers(x - half, y)} m`,
    `${numbers(x, y + half)} l`,
    `${numbers(x + half, y)} l`,
  ];
  ink.draw(fill(colour), ...corners, `${numbers(x, y - half)} l f`);
}

/** Plaited strands, one wave long. Handles of these lengths make two curves look like a sine. */
function plait(length: number, height: number): string {
  const handle = length * 0.18;
  const half = length / 2;
  const strand = (amplitude: number) => {
    const pull = amplitude * 1.14;
    return [
      `0 0 m ${numbers(handle, pull, half - handle, pull, half, 0)} c`,
      `${numbers(half + handle, -pull, length - handle, -pull, length, 0)} c`,
    ].join('\n');
  };
  return [1, 0.7, 0.35, -0.35, -0.7, -1].map((part) => strand((part * height) / 2)).join('\n');
}

export interface Frame {
  readonly width: number;
  readonly height: number;
  /** From the page's edge to the middle of the band. */
  readonly inset: number;
  readonly band: number;
  readonly ink: Colour;
  readonly accent: Colour;
}

/** A plaited band between two lines, with a rosette at each corner. */
export function frame(pen: Ink, { width, height, inset, band, ink, accent }: Frame): void {
  const corner = band * 0.9;
  const sides = [
    { x: inset, y: inset, length: width - 2 * inset, turn: [1, 0, 0, 1] },
    { x: inset, y: height - inset, length: width - 2 * inset, turn: [1, 0, 0, 1] },
    { x: inset, y: inset, length: height - 2 * inset, turn: [0, 1, -1, 0] },
    { x: width - inset, y: inset, length: height - 2 * inset, turn: [0, 1, -1, 0] },
  ];
  for (const { x, y, length, turn } of sides) {
    const usable = length - 2 * corner;
    const waves = Math.round(usable / (band * 1.45));
    const wave = usable / waves;
    const name = pen.form(`plait ${wave} ${band}`, [-1, -band, wave + 1, band], () =>
      ['0.3 w 1 J', plait(wave, band * 0.78), 'S'].join('\n'),
    );
    const steps = Array.from({ length: waves }, (_, index) =>
      index === 0 ? `${name} Do` : `1 0 0 1 ${numbers(wave, 0)} cm ${name} Do`,
    );
    pen.draw(
      stroke(accent),
      `${numbers(...turn, x, y)} cm 1 0 0 1 ${numbers(corner, 0)} cm`,
      ...steps,
    );
  }
  for (const [distance, line] of [
    [inset - band * 0.72, 0.9],
    [inset + band * 0.72, 0.45],
  ] as const) {
    const box = numbers(distance, distance, width - 2 * distance, height - 2 * distance);
    pen.draw(stroke(ink), `${number(line)} w`, `${box} re S`);
  }
  for (const x of [inset, width - inset]) {
    for (const y of [inset, height - inset]) {
      rosette(pen, {
        x,
        y,
        radius: band * 0.66,
        narrow: 0.42,
        petals: 8,
        colour: accent,
        lineWidth: 0.4,
      });
      diamond(pen, x, y, band * 0.1, ink);
    }
  }
}
