import { describe, expect, it } from 'vitest';
import { Recent } from './cache.ts';

describe('what was used recently', () => {
  it('stays, and what was not goes', () => {
    const kept = new Recent<number>(2);
    kept.set('a', 1);
    kept.set('b', 2);
    kept.get('a');
    kept.set('c', 3);
    expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([1, undefined, 3]);
  });

  it('is bounded by its weight where that is asked for', () => {
    const kept = new Recent<string>(10, ({ length }) => length);
    kept.set('a', '12345');
    kept.set('b', '12345');
    kept.set('b', '123');
    kept.set('c', '12');
    expect([kept.has('a'), kept.has('b'), kept.has('c')]).toEqual([true, true, true]);
    kept.set('d', '12345678');
    expect(['a', 'b', 'c', 'd'].map((key) => kept.has(key))).toEqual([false, false, true, true]);
  });

  it('does not keep what is heavier than everything together', () => {
    const kept = new Recent<string>(3, ({ length }) => length);
    expect(kept.set('a', '1234')).toBe('1234');
    expect(kept.has('a')).toBe(false);
  });
});
