/**
 * How long work takes at best, with so many at a time: each piece, in the order given, begins as soon as
 * a place is free. Milliseconds in and out.
 */
export function idealSchedule(times: readonly number[], places: number): number {
  const free = Array.from({ length: places }, () => 0);
  for (const time of times) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + time;
  }
  return Math.max(...free);
}
