import { expect, it } from 'vitest';
import { joinSegments } from './segments.ts';

it('segments that overlap or touch become one, in order', () => {
  expect(
    joinSegments([
      [40, 50],
      [0, 10],
      [5, 20],
      [20, 21],
      [42, 43],
    ]),
  ).toEqual([
    [0, 21],
    [40, 50],
  ]);
});

it('empty segments are left out, and of too many the shortest', () => {
  expect(joinSegments([[3, 3]])).toEqual([]);
  const many = Array.from({ length: 300 }, (_, n) => [n * 10, n * 10 + (n < 100 ? 1 : 2)] as const);
  expect(joinSegments(many)).toEqual(many.slice(100));
});
