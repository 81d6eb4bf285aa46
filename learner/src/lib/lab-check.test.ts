import { describe, expect, it } from 'vitest';
import { checkTests, type Given, isExpectedOutput } from './lab-check.ts';

const passes = (expected: string, given: Given) =>
  checkTests([{ name: 'a', expression: 'a', expected }], [given])[0]?.passed;

describe('a test in the browser', () => {
  it.each([
    ['3', 3],
    ['0.3', 0.1 + 0.2],
    ['"a"', 'a'],
    ['plain words', 'plain words'],
    ['{"b":[1,{"c":null}],"a":true}', { a: true, b: [1, { c: null }] }],
  ])('holds %s to be reached', (expected, value) => {
    expect(passes(expected, { ok: true, value })).toBe(true);
  });

  it.each([
    ['3', '3'],
    ['3', 3.001],
    ['[1,2]', [2, 1]],
    ['[1,2]', { 0: 1, 1: 2 }],
    ['{"a":1}', { a: 1, b: 2 }],
    ['{"toString":1}', {}],
    ['null', 0],
  ])('holds %s not to be reached by something else', (expected, value) => {
    expect(passes(expected, { ok: true, value })).toBe(false);
  });

  it('that failed or was never reached is not passed', () => {
    expect(passes('null', { ok: false, error: 'a is not defined' })).toBe(false);
    const [test] = checkTests([{ name: 'a', expression: 'a', expected: 'null' }], []);
    expect(test).toMatchObject({ passed: false, actual: null });
  });
});

it('output is compared by its words, as lists break elsewhere', () => {
  expect(isExpectedOutput('[ 1, 2 ]\r\n', '[\n  1, 2\n]')).toBe(true);
  expect(isExpectedOutput('1 2', '12')).toBe(false);
});
