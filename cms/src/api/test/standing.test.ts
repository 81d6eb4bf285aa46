import { describe, expect, it } from 'vitest';
import { bestOf } from './standing';

describe('the best attempt', () => {
  it('is none before the first is submitted', () => {
    expect(bestOf([])).toBeNull();
    expect(bestOf([{ percentage: null, passed: null }])).toBeNull();
  });

  it('has the highest share, and an open one beside it does not count', () => {
    const attempts = [
      { percentage: null, passed: null },
      { percentage: 40, passed: false },
      { percentage: 60, passed: false },
    ];
    expect(bestOf(attempts)).toEqual({ percentage: 60, passed: false });
  });

  it('is one that passed, even where another version asked for more than a higher share', () => {
    const attempts = [
      { percentage: 85, passed: false },
      { percentage: 70, passed: true },
    ];
    expect(bestOf(attempts)).toEqual({ percentage: 70, passed: true });
  });
});
