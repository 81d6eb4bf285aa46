import { formatWithOptions } from 'node:util';
import variant from '@jitl/quickjs-wasmfile-release-sync';
import {
  newQuickJSWASMModuleFromVariant,
  type QuickJSContext,
  type QuickJSHandle,
} from 'quickjs-emscripten-core';
import { transform } from 'sucrase';
import type { Json, Value } from '../task';
import { Budget, bigintAsJson, cleanText, NotComparable, numberAsJson } from './json';
import { type LoadedRuntime, type Print, ProgramError } from './runtime';

const megabyte = 1024 * 1024;

/**
 * What a page or Node has and the bare language does not. Timers do not wait: when the code has run,
 * what was put off is called in the order of its time. It is made before any code of others runs.
 */
const surroundings = `(() => {
  const later = [];
  let made = 0, now = 0;
  const put = (every) => (callback, delay = 0, ...rest) => {
    made += 1;
    later.push({ id: made, at: now + Math.max(1, +delay || 0), every, delay: Math.max(1, +delay || 0), callback, rest });
    return made;
  };
  const drop = (id) => {
    const place = later.findIndex((one) => one.id === id);
    if (place >= 0) later.splice(place, 1);
  };
  globalThis.setTimeout = put(false);
  globalThis.setInterval = put(true);
  globalThis.clearTimeout = globalThis.clearInterval = drop;
  globalThis.queueMicrotask = (callback) => { Promise.resolve().then(callback); };
  return () => {
    if (later.length === 0) return false;
    let first = later[0];
    for (const one of later) if (one.at < first.at || (one.at === first.at && one.id < first.id)) first = one;
    drop(first.id);
    now = first.at;
    if (first.every) later.push({ ...first, at: now + first.delay });
    first.callback(...first.rest);
    return true;
  };
})()`;

/** JavaScript and TypeScript in QuickJS, an engine of its own within WebAssembly. */
export async function loadScript(print: Print): Promise<LoadedRuntime> {
  const quickjs = await newQuickJSWASMModuleFromVariant(variant);
  const vm = quickjs.newContext();
  vm.runtime.setMemoryLimit(128 * megabyte);
  // Some 5,000 calls deep; the process has a stack to match (see ../cell.ts).
  vm.runtime.setMaxStackSize(megabyte);
  // What these are is settled before any code of others runs.
  const isArray = vm.unwrapResult(vm.evalCode('Array.isArray'));
  const nameOfClass = vm.unwrapResult(
    vm.evalCode(
      `((toString) => (value) => toString.call(value).slice(8, -1))(Object.prototype.toString)`,
    ),
  );
  const entriesOf = vm.unwrapResult(
    vm.evalCode(`((map, eachOfMap, eachOfSet) => (value) => {
      const all = [];
      const add = (item, key) => { all[all.length] = [key, item]; };
      if (value instanceof map) eachOfMap.call(value, add);
      else eachOfSet.call(value, add);
      return all;
    })(Map, Map.prototype.forEach, Set.prototype.forEach)`),
  );
  const textOfDate = vm.unwrapResult(
    vm.evalCode(
      '((toISOString) => (value) => toISOString.call(value))(Date.prototype.toISOString)',
    ),
  );
  const callLater = vm.unwrapResult(vm.evalCode(surroundings));
  const guest: Guest = { vm, isArray, nameOfClass, entriesOf, textOfDate };
  addConsole(guest, print);

  const evaluate = (code: string, file: string): QuickJSHandle => {
    const result = vm.evalCode(code, file, { type: 'global' });
    if (result.error) throw programError(vm, result.error);
    return result.value;
  };
  /** Lets promises settle and timers run until nothing is left. */
  const settle = (): void => {
    for (;;) {
      const jobs = vm.runtime.executePendingJobs();
      if (jobs.error) throw programError(vm, jobs.error);
      const called = vm.callFunction(callLater, vm.undefined);
      if (called.error) throw programError(vm, called.error);
      const wasThere = vm.dump(called.value) as boolean;
      called.value.dispose();
      if (!wasThere && !vm.runtime.hasPendingJob()) return;
    }
  };

  return {
    run({ runtime, setup, code }) {
      evaluate(setup, 'setup.js').dispose();
      evaluate(runtime === 'typescript' ? withoutTypes(code) : code, 'code.js').dispose();
      settle();
    },
    evaluate(expression): Value {
      try {
        // In brackets, so that {…} is an object; what is no expression alone runs as it stands.
        const bracketed = vm.evalCode(`(${expression}\n)`, 'test.js', { type: 'global' });
        const value = bracketed.error
          ? evaluateAgain(vm, bracketed.error, expression, evaluate)
          : bracketed.value;
        settle();
        return { value: guestAsJson(guest, settled(vm, value)) };
      } catch (error) {
        if (error instanceof ProgramError || error instanceof NotComparable) {
          return { error: cleanText(error.message).slice(0, 2000) };
        }
        throw error;
      }
    },
  };
}

function evaluateAgain(
  vm: QuickJSContext,
  error: QuickJSHandle,
  expression: string,
  evaluate: (code: string, file: string) => QuickJSHandle,
): QuickJSHandle {
  const name = vm.getProp(error, 'name').consume((handle) => vm.dump(handle) as unknown);
  if (name !== 'SyntaxError') throw programError(vm, error);
  error.dispose();
  return evaluate(expression, 'test.js');
}

function withoutTypes(code: string): string {
  try {
    return transform(code, { transforms: ['typescript'], disableESTransforms: true }).code;
  } catch (error) {
    throw new ProgramError('error', error instanceof Error ? error.message : String(error));
  }
}

/** The value of a promise that has settled; anything else is itself. */
function settled(vm: QuickJSContext, handle: QuickJSHandle): QuickJSHandle {
  const state = vm.getPromiseState(handle);
  if (state.type === 'fulfilled') return state.value;
  if (state.type === 'rejected') throw programError(vm, state.error);
  throw new ProgramError('error', 'The promise is never settled.');
}

/** The error of the program as it would be shown, with the lines of its own files. */
function programError(vm: QuickJSContext, handle: QuickJSHandle): ProgramError {
  const read = (name: string): string => {
    const text = vm
      .getProp(handle, name)
      .consume((value) => (vm.typeof(value) === 'string' ? vm.getString(value) : ''));
    return text;
  };
  const kind = vm.typeof(handle);
  if (kind !== 'object') {
    const thrown = kind === 'string' ? vm.getString(handle) : String(vm.dump(handle));
    return new ProgramError('error', `Uncaught ${thrown}`);
  }
  const name = read('name');
  const message = read('message');
  const isMemory = name === 'InternalError' && message === 'out of memory';
  const text = `${name === '' ? 'Error' : name}${message === '' ? '' : `: ${message}`}\n${topOf(read('stack'))}`;
  return new ProgramError(isMemory ? 'memory' : 'error', text.trimEnd());
}

/** The engine with the functions that look into its values, as they were before anybody changed them. */
interface Guest {
  readonly vm: QuickJSContext;
  readonly isArray: QuickJSHandle;
  readonly nameOfClass: QuickJSHandle;
  readonly entriesOf: QuickJSHandle;
  readonly textOfDate: QuickJSHandle;
}

function asked(vm: QuickJSContext, question: QuickJSHandle, about: QuickJSHandle): QuickJSHandle {
  const answer = vm.callFunction(question, vm.undefined, about);
  if (answer.error) throw programError(vm, answer.error);
  return answer.value;
}

/** Walks a value of the engine from outside: no function that a program could replace is called. */
function guestAsJson(guest: Guest, handle: QuickJSHandle, budget = new Budget(), depth = 0): Json {
  const { vm } = guest;
  budget.take(depth);
  switch (vm.typeof(handle)) {
    case 'undefined':
      return null;
    case 'boolean':
      return vm.dump(handle) as boolean;
    case 'number':
      return numberAsJson(vm.getNumber(handle));
    case 'bigint':
      return bigintAsJson(vm.getBigInt(handle));
    case 'string':
      return cleanText(vm.getString(handle));
    case 'object':
      break;
    default:
      throw new NotComparable(`A ${vm.typeof(handle)} cannot be compared.`);
  }
  if (vm.sameValue(handle, vm.null)) return null;
  const within = (item: QuickJSHandle): Json =>
    item.consume((held) => guestAsJson(guest, held, budget, depth + 1));
  if (asked(vm, guest.isArray, handle).consume((answer) => vm.dump(answer) as boolean)) {
    const length = vm.getLength(handle) ?? 0;
    if (length > 20_000) throw new NotComparable('The list is too long to be compared.');
    return Array.from({ length }, (_, place) => within(vm.getProp(handle, place)));
  }
  const name = asked(vm, guest.nameOfClass, handle).consume((answer) => vm.getString(answer));
  if (name === 'Date') {
    return asked(vm, guest.textOfDate, handle).consume((answer) => vm.getString(answer));
  }
  if (name === 'Map' || name === 'Set') {
    const pairs = within(asked(vm, guest.entriesOf, handle)) as readonly (readonly [Json, Json])[];
    if (name === 'Set') return pairs.map(([, item]) => item);
    return Object.fromEntries(
      pairs.map(([key, item]) => [typeof key === 'string' ? key : JSON.stringify(key), item]),
    );
  }
  const result: Record<string, Json> = {};
  const keys = vm.unwrapResult(
    vm.getOwnPropertyNames(handle, {
      strings: true,
      numbers: true,
      numbersAsStrings: true,
      onlyEnumerable: true,
    }),
  );
  for (const key of keys) {
    const label = cleanText(vm.getString(key));
    const item = vm.getProp(handle, key);
    // As JSON has it: what is a function or undefined is left out.
    const kind = vm.typeof(item);
    if (kind === 'function' || kind === 'undefined' || kind === 'symbol') item.dispose();
    else Object.defineProperty(result, label, { value: within(item), enumerable: true });
    key.dispose();
  }
  return result;
}

/** console.log and its kin, in the form Node prints them. */
function addConsole(guest: Guest, print: Print): void {
  const { vm } = guest;
  const console = vm.newObject();
  for (const name of ['log', 'info', 'debug', 'warn', 'error', 'table']) {
    const method = vm.newFunction(name, (...parts) => {
      const shown = parts.map((part) => shownValue(guest, part));
      print(`${formatWithOptions({ depth: 4, breakLength: 80 }, ...shown)}\n`);
    });
    vm.setProp(console, name, method);
    method.dispose();
  }
  vm.setProp(vm.global, 'console', console);
  console.dispose();
}

/** A value as this process would print it; what has no plain form is named. */
function shownValue(guest: Guest, handle: QuickJSHandle): unknown {
  const { vm } = guest;
  const kind = vm.typeof(handle);
  if (kind === 'undefined') return undefined;
  if (kind === 'number') return vm.getNumber(handle);
  if (kind === 'bigint') return vm.getBigInt(handle);
  if (kind === 'function' || kind === 'symbol') return new Named(`[${kind}]`);
  if (kind === 'object' && !vm.sameValue(handle, vm.null)) {
    const name = asked(vm, guest.nameOfClass, handle).consume((answer) => vm.getString(answer));
    if (name === 'Error')
      return new Named(programError(vm, handle).message.split('\n')[0] ?? 'Error');
  }
  try {
    return guestAsJson(guest, handle);
  } catch (error) {
    if (error instanceof NotComparable || error instanceof ProgramError)
      return new Named('[object]');
    throw error;
  }
}

/** Printed as the text it holds. */
class Named {
  constructor(private readonly text: string) {}
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.text;
  }
}

const topOf = (stack: string): string => stack.split('\n').slice(0, 5).join('\n');
