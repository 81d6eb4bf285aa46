import { expect, it } from 'vitest';
import { isNestedDeeper } from './nesting';

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

it.each([
  ['nothing', undefined, false],
  ['a text', 'x', false],
  ['many things side by side', { a: [{}, {}, {}], b: { c: null }, d: 'x' }, false],
  ['as deep as may be', nested(10), false],
  ['one deeper', nested(11), true],
  ['in one corner', { a: 1, b: { c: nested(11) } }, true],
  ['100,000 deep', nested(100_000), true],
])('the depth of %s is told', (_name, value, deeper) => {
  expect(isNestedDeeper(value, 9)).toBe(deeper);
});
