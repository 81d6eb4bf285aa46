import type { Json, Observed } from '../../../../lib/lab-runner/task';

/**
 * Whether a run of a lab would be right, by the rules with which the database judges a student's
 * (`activity.record_lab_run`). What a student gets is decided there and nowhere else.
 */

export interface LabTest {
  readonly name: string;
  readonly expression: string;
  readonly expected: string;
}

export interface LabVerdict {
  readonly passed: boolean;
  /** What was wrong, with what was seen; empty where it passed. */
  readonly failures: readonly string[];
}

/** Numbers within a billionth of the larger, objects in any order of keys, everything else exactly. */
export function sameValue(a: Json, b: Json): boolean {
  if (typeof a === 'number' && typeof b === 'number')
    return Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (isList(a) || isList(b))
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((one, n) => sameValue(one, b[n] ?? null))
    );
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameValue(a[key] ?? null, b[key] ?? null))
  );
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** What a test expects: JSON where it parses, otherwise the text itself. */
export function expectedValue(expected: string): Json {
  try {
    return JSON.parse(expected) as Json;
  } catch {
    return expected;
  }
}

/** Console output without what nobody sees. */
export const consoleText = (output: string): string =>
  output
    .replaceAll('\r\n', '\n')
    .replace(/[ \t\r]+(?=\n|$)/g, '')
    .replace(/\n+$/, '');

const shown = (value: unknown): string => JSON.stringify(value).slice(0, 300);

/** Judges what was seen of a run. `expectedOutput` empty: the output does not count. */
export function verdictOf(
  observed: Observed,
  tests: readonly LabTest[],
  expectedOutput: string,
): LabVerdict {
  const failures: string[] = [];
  if (observed.status !== 'finished')
    failures.push(`it ended with “${observed.status}”: ${(observed.error ?? '').slice(0, 600)}`);
  if (expectedOutput.trim() !== '' && consoleText(observed.output) !== consoleText(expectedOutput))
    failures.push(
      `it prints ${shown(observed.output)}, and expected_output is ${shown(expectedOutput)}`,
    );
  if (observed.status === 'finished') {
    tests.forEach(({ name, expression, expected }, n) => {
      const seen = observed.values[n];
      if (seen === undefined || 'error' in seen)
        failures.push(`the test “${name}” (${expression}) fails: ${seen?.error ?? 'no value'}`);
      else if (!sameValue(seen.value, expectedValue(expected)))
        failures.push(
          `the test “${name}” (${expression}) gives ${shown(seen.value)} and expects ${expected.slice(0, 300)}`,
        );
    });
  }
  if (tests.length === 0 && expectedOutput.trim() === '')
    failures.push('there is nothing to check it by');
  return { passed: failures.length === 0, failures };
}
