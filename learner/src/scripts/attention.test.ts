import { describe, expect, it } from 'vitest';
import { Attention, PATIENCE } from './attention.ts';

describe('attention', () => {
  it('counts from the opening of a visible page', () => {
    const there = new Attention(1000, true);
    expect(there.take(11_000)).toBe(10_000);
    expect(there.take(11_000)).toBe(0);
    expect(there.take(12_500)).toBe(1500);
  });

  it('counts nothing while the page is hidden, and goes on when it is back', () => {
    const there = new Attention(0, true);
    there.show(false, 5000);
    expect(there.take(500_000)).toBe(5000);
    there.show(true, 600_000);
    expect(there.take(607_000)).toBe(7000);
    expect(new Attention(0, false).take(50_000)).toBe(0);
  });

  it('ends a minute after the last sign of somebody, and begins again with the next', () => {
    const there = new Attention(0, true);
    there.sign(30_000);
    expect(there.take(3_600_000)).toBe(30_000 + PATIENCE);
    there.sign(3_700_000);
    expect(there.take(3_710_000)).toBe(10_000);
  });

  it('does not count a sign on a hidden page', () => {
    const there = new Attention(0, false);
    there.sign(1000);
    expect(there.take(30_000)).toBe(0);
  });

  it('never runs backwards', () => {
    const there = new Attention(10_000, true);
    expect(there.take(4000)).toBe(0);
    expect(there.take(12_000)).toBe(2000);
  });
});
