import type { Colour } from './page/operators';

export const white: Colour = [1, 1, 1];

/** `#rrggbb` as parts of one. */
export function colourOf(hex: string): Colour {
  if (!/^#[0-9a-f]{6}$/i.test(hex)) throw new Error(`${hex} is no colour of the form #rrggbb.`);
  const part = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16) / 255;
  return [part(1), part(3), part(5)];
}

/** `part` of the one colour, the rest of the other. */
export const mix = (one: Colour, other: Colour, part: number): Colour => [
  one[0] * part + other[0] * (1 - part),
  one[1] * part + other[1] * (1 - part),
  one[2] * part + other[2] * (1 - part),
];

/** Relative luminance and contrast as in WCAG 2.2. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  ) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [
    number,
    number,
  ];
  return (light + 0.05) / (dark + 0.05);
}

/** The colour itself, or as much darker as it takes to be read on the ground: 4.5 to 1. */
export function readable(colour: Colour, ground: Colour, ratio = 4.5): Colour {
  for (let part = 1; part > 0; part -= 0.04) {
    const darker = mix(colour, [0, 0, 0], part);
    if (contrast(darker, ground) >= ratio) return darker;
  }
  return [0, 0, 0];
}
