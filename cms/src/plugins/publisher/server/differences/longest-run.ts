/**
 * Which of `after` must be called moved so that all others stand in the same order as in `before`:
 * as few as possible, so that one lesson taken elsewhere is one move and not a shift of all between.
 * Both lists hold the same ids, each once.
 */
export function movedOf(before: readonly number[], after: readonly number[]): number[] {
  const place = new Map(before.map((id, index) => [id, index]));
  const places = after.map((id) => place.get(id) ?? -1);
  const kept = longestRun(places);
  return after.filter((_, index) => !kept.has(index));
}

/** The indexes of a longest increasing subsequence, in n log n. */
function longestRun(values: readonly number[]): Set<number> {
  // `ends[k]` is the index of the smallest value that ends a run of k + 1.
  const ends: number[] = [];
  const previous: number[] = [];
  for (const [index, value] of values.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    previous[index] = low === 0 ? -1 : (ends[low - 1] ?? -1);
    ends[low] = index;
  }
  const run = new Set<number>();
  for (let index = ends.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) run.add(index);
  return run;
}
