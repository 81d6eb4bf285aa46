/** From and to (exclusive) in whole seconds. */
export type Segment = readonly [from: number, to: number];

/** No more than a report may hold; the shortest are left out first. */
const LIMIT = 200;

/** The same seconds in as few segments as possible, in order. */
export function joinSegments(segments: readonly Segment[]): Segment[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...segments].sort(([a], [b]) => a - b)) {
    const last = joined.at(-1);
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else if (from < to) joined.push([from, to]);
  }
  if (joined.length <= LIMIT) return joined;
  const shortestFirst = [...joined].sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  const left = new Set(shortestFirst.slice(-LIMIT));
  return joined.filter((segment) => left.has(segment));
}
