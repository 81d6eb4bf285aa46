/** Whether a value of JSON holds objects or lists in each other more than `most` deep. */
export function isNestedDeeper(value: unknown, most: number): boolean {
  let level: unknown[] = [value];
  // Level by level and not by recursion, which is what a deep value would break.
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > most) return true;
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null
        ? Object.values(one).filter((inner) => typeof inner === 'object' && inner !== null)
        : [],
    );
  }
  return false;
}
