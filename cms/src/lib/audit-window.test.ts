import { expect, it } from 'vitest';
import { AuditWindow } from './audit-window.ts';

const limits = { mostOfAddress: 3, most: 5 };

it('the first of a kind has a line, the rest are counted', () => {
  const window = new AuditWindow<string>(limits);
  const admitted = [1, 2, 3].map(() => window.admits('a', '::1', 1, 'first'));
  expect(admitted).toEqual([true, false, false]);
  expect(window.counted()).toEqual({ kinds: [{ what: 'first', count: 2 }], others: 0 });
});

it('a kind may have more lines than one', () => {
  const window = new AuditWindow<string>(limits);
  expect([1, 2, 3].map(() => window.admits('a', '::1', 2, 'x'))).toEqual([true, true, false]);
});

it('an address that changes what it asks for is counted beyond its limit; another still has lines', () => {
  const window = new AuditWindow<string>(limits);
  const ask = (name: string, address: string) => window.admits(name, address, 1, name);
  expect(['a', 'b', 'c', 'd', 'e'].map((name) => ask(name, '::1'))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  expect(ask('f', '::2')).toBe(true);
  expect(window.counted()).toEqual({ kinds: [], others: 2 });
});

it('all addresses together have a limit, and memory has it too', () => {
  const window = new AuditWindow<number>(limits);
  const lines = Array.from({ length: 10_000 }, (_, at) => window.admits(`k${at}`, `a${at}`, 1, at));
  expect(lines.filter(Boolean)).toHaveLength(5);
  expect(window.counted()).toEqual({ kinds: [], others: 9_995 });
});
