import { describe, expect, it } from 'vitest';
import { lineOf } from './inspect.ts';
import { plain } from './plain.ts';

describe('what a console prints', () => {
  const looped: { self?: unknown } = {};
  looped.self = looped;
  it.each([
    [['a', 1, true, null, undefined, -0, 3n], 'a 1 true null undefined -0 3n'],
    [[{ a: 'b', 'c d': [1, { e: [] }] }], "{ a: 'b', 'c d': [ 1, { e: [] } ] }"],
    [[new Map([['a', 1]]), new Set([1, 2])], '{ a: 1 } [ 1, 2 ]'],
    [[() => 1, Symbol('s')], '[function] [symbol]'],
    [[new TypeError('no')], 'TypeError: no'],
    [[looped], '[object]'],
    [['%s is %d%%', 'half', 50, 'left'], 'half is 50% left'],
    [['100%'], '100%'],
  ])('is by content alone: %#', (values, line) => {
    expect(lineOf(values)).toBe(line);
  });
});

describe('a value as JSON', () => {
  it.each([
    [undefined, null],
    [Number.NaN, 'NaN'],
    [-0, 0],
    [2n ** 70n, '1180591620717411303424'],
    [{ a: undefined, b: () => 1, c: 2 }, { c: 2 }],
    [new Map<unknown, unknown>([[1, 'a']]), { 1: 'a' }],
    [new Date(0), '1970-01-01T00:00:00.000Z'],
  ])('keeps what JSON knows: %#', (value, json) => {
    expect(plain(value)).toEqual(json);
  });

  it('is refused where it is endless or too large', () => {
    const looped: unknown[] = [];
    looped.push(looped);
    expect(() => plain(looped)).toThrow('nested too deeply');
    expect(() => plain(Array(30_000).fill(0))).toThrow('too large');
    expect(() => plain(() => 1)).toThrow('A function cannot be compared.');
  });
});
