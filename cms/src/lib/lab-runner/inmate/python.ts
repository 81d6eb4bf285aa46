import { constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Value } from '../task';
import { asJson, cleanText, NotComparable } from './json';
import { type LoadedRuntime, type Print, ProgramError } from './runtime';

/**
 * The memory of a Python that has started and imported what labs use, made when the cms is built. To
 * start from it takes a sixth of the time; without it Python starts as usual.
 */
const snapshot = join(__dirname, 'python.snapshot');

// Everything that evaluating needs is imported before a program runs: later no file can be opened.
const imports = `import sys, json, math, random, re, collections, itertools, functools, string, datetime, statistics, decimal, fractions, heapq, bisect, copy, operator, typing, dataclasses, enum, textwrap, traceback, time`;

// What the module `js` shows is an empty object.
const settings = { jsglobals: Object.create(null) as object, env: { HOME: '/home' } };

/** Writes the snapshot; called when the cms is built (`commands/lab-snapshots.ts`). */
export async function writeSnapshot(): Promise<void> {
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide({ ...settings, _makeSnapshot: true });
  python.runPython(imports);
  writeFileSync(snapshot, python.makeMemorySnapshot());
}

/** Python in Pyodide: CPython within WebAssembly. */
export async function loadPython(print: Print): Promise<LoadedRuntime> {
  // Pyodide asks Node for the numbers of open's flags in a way that the permission model refuses.
  Object.defineProperty(process, 'binding', { value: () => ({ fs: constants }) });
  const { loadPyodide } = await import('pyodide');
  const python = await loadPyodide({
    ...settings,
    ...(existsSync(snapshot) ? { _loadSnapshot: readFileSync(snapshot) } : {}),
  });
  for (const name of ['pyodide_js', 'js']) python.unregisterJsModule(name);
  const decoder = { out: new TextDecoder(), err: new TextDecoder() };
  python.setStdout({
    write: (bytes) => {
      print(decoder.out.decode(bytes, { stream: true }));
      return bytes.length;
    },
  });
  python.setStderr({
    write: (bytes) => {
      print(decoder.err.decode(bytes, { stream: true }));
      return bytes.length;
    },
  });
  python.setStdin({ stdin: () => null });
  // A snapshot has one seed; each run draws numbers of its own.
  const globals = python.runPython(
    `${imports}
random.seed()
sys.modules.pop('pyodide_js', None); sys.modules.pop('js', None)
{'__name__': '__main__', '__builtins__': __builtins__}`,
  );
  const flush = python.runPython(
    '(lambda out, err: (lambda: (out.flush(), err.flush(), None)[2]))(sys.stdout, sys.stderr)',
  );

  const attempt = <Result>(
    code: string,
    filename: string,
    use: (value: unknown) => Result,
  ): Result => {
    try {
      return use(python.runPython(code, { globals, filename }));
    } catch (error) {
      if (error instanceof NotComparable) throw error;
      throw programError(error);
    }
  };
  return {
    run({ setup, code }) {
      attempt(setup, 'setup.py', () => undefined);
      try {
        attempt(code, 'code.py', () => undefined);
      } finally {
        flush();
      }
    },
    evaluate(expression): Value {
      try {
        return { value: attempt(expression, 'test.py', plain) };
      } catch (error) {
        if (error instanceof ProgramError || error instanceof NotComparable) {
          return { error: cleanText(error.message).slice(0, 2000) };
        }
        throw error;
      }
    },
  };
}

interface PythonProxy {
  readonly type: string;
  toJs(options: object): unknown;
}
const isProxy = (value: unknown): value is PythonProxy =>
  value !== null && (typeof value === 'object' || typeof value === 'function') && 'toJs' in value;

/** A value of Python, converted by Pyodide's own C code; what has no plain form is refused. */
function plain(value: unknown) {
  if (!isProxy(value)) return asJson(value);
  try {
    return asJson(value.toJs({ create_pyproxies: false, depth: 40 }));
  } catch {
    throw new NotComparable(`A ${value.type} cannot be compared.`);
  }
}

/** The traceback from the first line of the program's own files on. */
function programError(error: unknown): ProgramError {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.trimEnd().split('\n');
  const first = lines.findIndex((line) => /^ {2}File "(code|setup|test)\.py"/.test(line));
  const shown =
    first < 0 ? lines.slice(-1) : ['Traceback (most recent call last):', ...lines.slice(first)];
  const isMemory = /^MemoryError\b/.test(lines.at(-1) ?? '');
  return new ProgramError(isMemory ? 'memory' : 'error', shown.join('\n'));
}
