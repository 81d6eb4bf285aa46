import { describe, expect, it } from 'vitest';
import { movedOf } from './longest-run';

describe('what moved among siblings', () => {
  it('is nothing while the order is the same', () => {
    expect(movedOf([1, 2, 3], [1, 2, 3])).toEqual([]);
    expect(movedOf([], [])).toEqual([]);
  });

  it('is the one that was taken elsewhere, not those it passed', () => {
    expect(movedOf([1, 2, 3, 4, 5], [5, 1, 2, 3, 4])).toEqual([5]);
    expect(movedOf([1, 2, 3, 4, 5], [2, 3, 4, 5, 1])).toEqual([1]);
    expect(movedOf([1, 2, 3, 4, 5], [1, 4, 2, 3, 5])).toEqual([4]);
  });

  it('is all but one where the order is turned round', () => {
    expect(movedOf([1, 2, 3, 4], [4, 3, 2, 1])).toHaveLength(3);
  });

  it('is found among very many', () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => index);
    expect(movedOf(ids, [...ids.slice(1), 0])).toEqual([0]);
  });
});
