/**
 * The numbers of the lines in a seal: ranges `[from, to)`, rising and apart, and their text as
 * PostgreSQL writes an int8multirange: `{[1,5),[7,9)}`.
 */
export type Ids = readonly (readonly [from: number, to: number])[];

/** Of numbers that rise. */
export function idsOf(numbers: Iterable<number>): Ids {
  const ranges: [number, number][] = [];
  for (const id of numbers) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === id) last[1] = id + 1;
    else ranges.push([id, id + 1]);
  }
  return ranges;
}

export const textOfIds = (ids: Ids): string => `{${ids.map(([a, b]) => `[${a},${b})`).join(',')}}`;

/** Undefined where the text is not one that `textOfIds` writes. */
export function readIds(text: string): Ids | undefined {
  const ranges = [...text.matchAll(/\[(\d+),(\d+)\)/g)].map(
    ([, from, to]) => [Number(from), Number(to)] as const,
  );
  let before = Number.NEGATIVE_INFINITY;
  for (const [from, to] of ranges) {
    if (!(Number.isSafeInteger(to) && before < from && from < to)) return undefined;
    before = to;
  }
  return ranges.length > 0 && textOfIds(ranges) === text ? ranges : undefined;
}

export const countOf = (ids: Ids): number => ids.reduce((sum, [from, to]) => sum + to - from, 0);

/** Which leaf a line has in its seal, or -1 where it is in another. */
export function indexIn(ids: Ids, id: number): number {
  let index = 0;
  for (const [from, to] of ids) {
    if (id < from) return -1;
    if (id < to) return index + id - from;
    index += to - from;
  }
  return -1;
}

/** For people: `17`, or `17–19, 23`. */
export const sayIds = (ids: Ids): string =>
  ids.map(([from, to]) => (to === from + 1 ? `${from}` : `${from}–${to - 1}`)).join(', ');
