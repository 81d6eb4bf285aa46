import { lineOf } from './inspect.ts';
import type { Output } from './output.ts';
import type { CodeError, Value } from './protocol.ts';
import { asJson, messageOf, type Run } from './worker-side.ts';

/** Turns what students write into what the browser runs, line for line. */
export type Translate = (source: string) => string;

const later = self.setTimeout.bind(self);

/** Counts the timers that are still to come, so that a run ends when the code has. */
function countTimers(): () => number {
  const open = new Set<number>();
  const { setTimeout, setInterval, clearTimeout, clearInterval } = self;
  const tracked =
    (start: (run: () => void, wait?: number) => number, isOnce: boolean) =>
    (run: unknown, wait?: number, ...rest: unknown[]): number => {
      const id = start.call(
        self,
        () => {
          if (isOnce) open.delete(id);
          if (typeof run === 'function') run(...rest);
        },
        wait,
      );
      open.add(id);
      return id;
    };
  const ended = (stop: (id?: number) => void) => (id?: number) => {
    if (id !== undefined) open.delete(id);
    stop.call(self, id);
  };
  Object.assign(self, {
    setTimeout: tracked(setTimeout, true),
    setInterval: tracked(setInterval, false),
    clearTimeout: ended(clearTimeout),
    clearInterval: ended(clearInterval),
  });
  return () => open.size;
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
function runScript(source: string, timers: () => number): Promise<CodeError | null> {
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
    const settle = () => {
      if (thrown === null && timers() > 0) return void later(settle, 5);
      self.removeEventListener('error', onError);
      self.removeEventListener('unhandledrejection', onRejection);
      resolve(thrown);
    };
    later(() => {
      // Rejections are told of in a turn after the one in which the script ran.
      later(() => later(settle));
      importScripts(url);
    });
  });
}

async function evaluate(expression: string): Promise<Value> {
  try {
    // biome-ignore lint/security/noGlobalEval: this is the sandbox; it is what it is for.
    return asJson(await globalThis.eval(expression));
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
  const timers = countTimers();
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
    for (const expression of expressions) values.push(await evaluate(expression));
    return { error: null, values };
  };
}
