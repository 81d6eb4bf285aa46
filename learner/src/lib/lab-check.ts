import type { LabTest, LabTestResult } from '@ourshiksha/contract/practice-lab';

/** What an expression gave in the browser, as JSON, or what went wrong. */
export type Given =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** How far two numbers may be apart, as a share of the larger one. */
const TOLERANCE = 1e-9;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isEqual(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, index) => isEqual(entry, b[index]));
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && isEqual(a[key], b[key]))
    );
  }
  return a === b;
}

/** JSON where it parses as JSON, otherwise the text itself. */
function expectedValue(expected: string): unknown {
  try {
    return JSON.parse(expected);
  } catch {
    return expected;
  }
}

/**
 * Holds what the visible tests gave in the browser against what they should give, by the rules the
 * server has. It is there to be told at once; what counts is the server's own run.
 */
export const checkTests = (tests: readonly LabTest[], given: readonly Given[]): LabTestResult[] =>
  tests.map(({ name, expected }, index) => {
    const got = given[index];
    return {
      name,
      hidden: false,
      passed: got?.ok === true && isEqual(got.value, expectedValue(expected)),
      actual: got?.ok ? JSON.stringify(got.value) : (got?.error ?? null),
      expected,
    };
  });

/**
 * Whether the same was printed, whatever the spaces and line ends: a browser breaks long lists
 * elsewhere than the server, which alone decides and is stricter.
 */
export const isExpectedOutput = (printed: string, expected: string): boolean =>
  words(printed) === words(expected);

const words = (text: string): string => text.trim().replace(/\s+/g, ' ');
