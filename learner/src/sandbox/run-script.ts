import { lineOf } from './inspect.ts';
import type { Output } from './output.ts';
import type { CodeError, Value } from './protocol.ts';
import { asJson, messageOf, type Run } from './worker-side.ts';

/** Turns what students write into what the browser runs, line for line. */
export type Translate = (source: string) => string;

const later = self.setTimeout.bind(self);

/** What was put off, to be called in the order of its time. */
interface Timers {
  /** Calls the next one; false where none is left. */
  next(): boolean;
}

/**
 * Timers that do not wait, as on the server: when the code has run, what was put off is called in the
 * order of its time. An interval that nobody clears goes on until the run is ended.
 */
function replaceTimers(): Timers {
  const waiting = new Map<number, { at: number; every: number | null; call: () => void }>();
  let made = 0;
  let now = 0;
  const put =
    (isRepeated: boolean) =>
    (call: unknown, delay: unknown = 0, ...rest: unknown[]): number => {
      made += 1;
      const wait = Math.max(1, Number(delay) || 0);
      waiting.set(made, {
        at: now + wait,
        every: isRepeated ? wait : null,
        call: () => typeof call === 'function' && call(...rest),
      });
      return made;
    };
  const drop = (id: number) => void waiting.delete(id);
  Object.assign(self, {
    setTimeout: put(false),
    setInterval: put(true),
    clearTimeout: drop,
    clearInterval: drop,
  });
  return {
    next() {
      // Maps keep the order in which things came, so the first of equals was there first.
      const [first] = [...waiting].toSorted(([, a], [, b]) => a.at - b.at);
      if (!first) return false;
      const [id, { at, every, call }] = first;
      now = at;
      waiting.delete(id);
      if (every !== null) waiting.set(id, { at: now + every, every, call });
      call();
      return true;
    },
  };
}

/** The line of an error in the script at this address, if its stack names one. */
function lineOfStack(error: unknown, url: string): number | null {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const at = stack.indexOf(`${url}:`);
  return at < 0 ? null : Number.parseInt(stack.slice(at + url.length + 1), 10) || null;
}

/** Browsers name the call that read the script, which is ours and tells a student nothing. */
const withoutOurs = (message: string): string =>
  message.replace("Failed to execute 'importScripts' on 'WorkerGlobalScope': ", '');

/**
 * Runs a text as a script of its own, so that its top-level names are there for the next one. What
 * it throws is taken from the worker's own report, which alone knows the line of a syntax error.
 */
function runScript(source: string, timers: Timers): Promise<CodeError | null> {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  return new Promise((resolve) => {
    let thrown: CodeError | null = null;
    const onError = (event: ErrorEvent) => {
      event.preventDefault();
      const line = event.filename === url && event.lineno > 0 ? event.lineno : null;
      thrown ??= {
        message: withoutOurs(event.error ? messageOf(event.error) : event.message),
        line: lineOfStack(event.error, url) ?? line,
      };
    };
    const onRejection = (event: PromiseRejectionEvent) => {
      event.preventDefault();
      thrown ??= { message: messageOf(event.reason), line: lineOfStack(event.reason, url) };
    };
    self.addEventListener('error', onError);
    self.addEventListener('unhandledrejection', onRejection);
    // One timer a turn: promises settle between them, and errors are told of.
    const settle = () => {
      if (thrown === null && hasNext()) return void later(settle);
      self.removeEventListener('error', onError);
      self.removeEventListener('unhandledrejection', onRejection);
      resolve(thrown);
    };
    const hasNext = (): boolean => {
      try {
        return timers.next();
      } catch (error) {
        thrown = { message: messageOf(error), line: lineOfStack(error, url) };
        return false;
      }
    };
    later(() => {
      // Rejections are told of in a turn after the one in which the script ran.
      later(() => later(settle));
      importScripts(url);
    });
  });
}

/** In brackets, so that {…} is an object; what is no expression alone runs as it stands. */
function resultOf(expression: string): unknown {
  // biome-ignore lint/security/noGlobalEval: this is the sandbox; it is what it is for.
  const run = globalThis.eval;
  try {
    return run(`(${expression}\n)`);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return run(expression);
  }
}

async function evaluate(expression: string, timers: Timers): Promise<Value> {
  try {
    const value = resultOf(expression);
    let isSettled = false;
    const settled = Promise.resolve(value).finally(() => {
      isSettled = true;
    });
    const turn = () => new Promise((resolve) => later(resolve));
    settled.catch(() => undefined);
    await turn();
    while (!isSettled && timers.next()) await turn();
    if (!isSettled) return { ok: false, error: 'The promise is never settled.' };
    return asJson(await settled);
  } catch (error) {
    return { ok: false, error: messageOf(error) };
  }
}

function divertConsole(output: Output): void {
  const print = (...values: unknown[]) => output.print(`${lineOf(values)}\n`);
  const quiet = () => undefined;
  const methods = ['log', 'info', 'debug', 'warn', 'error', 'dir', 'table', 'trace'] as const;
  for (const name of methods) console[name] = print;
  Object.assign(console, {
    group: print,
    groupEnd: quiet,
    time: quiet,
    timeEnd: quiet,
    clear: quiet,
  });
}

/** How JavaScript and what becomes JavaScript is run. */
export function scriptRunner(translate: Translate): Run {
  const timers = replaceTimers();
  return async ({ setup, code, expressions }, output) => {
    divertConsole(output);
    let script: string;
    try {
      script = translate(code);
    } catch (error) {
      const line = /\((\d+):\d+\)/.exec(messageOf(error))?.[1];
      return { error: { message: messageOf(error), line: line ? Number(line) : null }, values: [] };
    }
    const early = setup.trim() ? await runScript(setup, timers) : null;
    const error = early ?? (await runScript(script, timers));
    if (error) return { error, values: [] };
    output.flush();
    divertConsole({ print: () => undefined, flush: () => undefined });
    const values: Value[] = [];
    for (const expression of expressions) values.push(await evaluate(expression, timers));
    return { error: null, values };
  };
}
