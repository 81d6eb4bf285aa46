/** How often a step is begun before it counts as failed. */
export const mostTries = 6;

const first = 2_000;
const last = 60_000;
const longest = 3_600_000;

/**
 * Milliseconds until a step is begun again after its `tries`-th time met a failure that passes: twice as
 * long each time, and spread, so that steps that were refused together do not come back together. Never
 * sooner than the model's `retryAfter` (seconds) asks, an hour at most.
 *
 * @param chance 0 to 1
 */
export function retryDelay(
  tries: number,
  retryAfter: number | null,
  chance = Math.random(),
): number {
  const own = Math.min(last, first * 2 ** (tries - 1)) * (0.5 + chance / 2);
  const asked = (retryAfter ?? 0) * 1000;
  return Math.min(longest, own > asked ? own : asked * (1 + chance / 10));
}
