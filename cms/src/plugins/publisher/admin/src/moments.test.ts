import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginOf, dayOf, endOf, timeZones } from './moments';

let zone: string | undefined;
beforeEach(() => {
  zone = process.env.TZ;
  process.env.TZ = 'Europe/Berlin';
});
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

it('takes a day from its first to its last moment where the editor is', () => {
  expect(beginOf('2026-11-21')).toBe('2026-11-20T23:00:00.000Z');
  expect(endOf('2026-11-21')).toBe('2026-11-21T23:00:00.000Z');
});

it('knows days of 23 and 25 hours', () => {
  expect(endOf('2026-03-29')).toBe('2026-03-29T22:00:00.000Z');
  expect(beginOf('2026-10-25')).toBe('2026-10-24T22:00:00.000Z');
  expect(endOf('2026-10-25')).toBe('2026-10-25T23:00:00.000Z');
});

it('has no moment for a day that was not chosen', () => {
  expect([beginOf(''), endOf(''), beginOf('tomorrow')]).toEqual([undefined, undefined, undefined]);
});

it('writes a day as a date field holds it', () => {
  expect(dayOf(new Date('2026-01-04T23:30:00Z'))).toBe('2026-01-05');
});

it('knows the zones of the world', () => {
  expect(timeZones()).toEqual(expect.arrayContaining(['Asia/Calcutta', 'Europe/Berlin', 'UTC']));
});
