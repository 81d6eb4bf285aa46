import { describe, expect, it } from 'vitest';
import {
  count,
  formatClock,
  formatDate,
  formatFromNow,
  formatList,
  formatNumber,
  formatPercent,
  formatPoints,
} from './format.ts';

describe('numbers, dates and plurals', () => {
  it('takes the form the number wants', () => {
    const forms = { one: 'lesson', other: 'lessons' };
    expect([0, 1, 2, 12345].map((n) => count(n, forms))).toEqual([
      '0 lessons',
      '1 lesson',
      '2 lessons',
      '12,345 lessons',
    ]);
  });

  it('never rounds a percentage up to a pass', () => {
    expect([formatPercent(0), formatPercent(69), formatPercent(100)]).toEqual([
      '0%',
      '69%',
      '100%',
    ]);
  });

  it('writes dates out, the same wherever the server stands', () => {
    expect(formatDate('2026-11-21T23:59:59Z')).toBe('21 November 2026');
    expect(formatNumber(1234567)).toBe('1,234,567');
    expect(formatList(['read', 'practised', 'passed'])).toBe('read, practised and passed');
  });

  it('says how long it is until an instant, rounded up', () => {
    const from = (instant: string) => formatFromNow(instant, '2026-11-21T09:00:00Z');
    expect(from('2026-11-21T09:00:01Z')).toBe('in 1 minute');
    expect(from('2026-11-21T10:30:00Z')).toBe('in 90 minutes');
    expect(from('2026-11-22T08:01:00Z')).toBe('in 24 hours');
    expect(from('2026-11-24T09:00:00Z')).toBe('in 3 days');
  });

  it('shows parts of points and no more digits than help', () => {
    expect([2, 2.5, 1 / 3].map(formatPoints)).toEqual(['2', '2.5', '0.33']);
  });

  it('counts a clock down to zero and no further', () => {
    expect([3700, 75.9, 9, 0, -4].map(formatClock)).toEqual([
      '1:01:40',
      '1:15',
      '0:09',
      '0:00',
      '0:00',
    ]);
  });
});
