import { expect, it } from 'vitest';
import { isMonth, monthOf, monthsAfter } from './month';

it('names the month of a moment in UTC', () => {
  expect(monthOf(new Date('2026-11-30T23:30:00-05:00'))).toBe('2026-12');
});

it('goes over the turn of a year', () => {
  expect(monthsAfter('2026-01', -1)).toBe('2025-12');
  expect(monthsAfter('2026-12', 1)).toBe('2027-01');
});

it('knows what is a month', () => {
  expect(['2026-11', '2026-00', '2026-13', 'x'].map(isMonth)).toEqual([true, false, false, false]);
});
