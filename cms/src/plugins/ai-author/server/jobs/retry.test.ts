import { describe, expect, it } from 'vitest';
import { retryDelay } from './retry';

describe('the wait before a step is begun again', () => {
  it('doubles, up to a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((tries) => retryDelay(tries, null, 1));
    expect(waits).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]);
  });

  it('is spread, so that steps refused together come back apart', () => {
    expect(retryDelay(3, null, 0)).toBe(4000);
    expect(retryDelay(3, null, 1)).toBe(8000);
  });

  it('is never shorter than the model asks for, and an hour at most', () => {
    expect(retryDelay(1, 30, 0)).toBe(30_000);
    expect(retryDelay(1, 30, 1)).toBe(33_000);
    expect(retryDelay(1, 1, 1)).toBe(2000);
    expect(retryDelay(1, 86_400, 1)).toBe(3_600_000);
  });
});
