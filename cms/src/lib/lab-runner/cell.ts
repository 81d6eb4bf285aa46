import { type ChildProcess, spawn } from 'node:child_process';
import { performance } from 'node:perf_hooks';
import type { Duplex } from 'node:stream';
import { type Confinement, lockIn } from './confinement';
import { asJson, cleanText } from './inmate/json';
import {
  type Ending,
  type Frame,
  type LabTask,
  type Limits,
  type Observed,
  outputLimit,
  type Value,
} from './task';

/** The program of a cell: a file, what it is called with, and the folders it reads while it loads. */
export interface Program {
  readonly file: string;
  readonly kind: string;
  readonly readable: readonly string[];
  /** Switches of Node's own for this program. */
  readonly flags: readonly string[];
}

/** What was seen, and the signal by which the process ended itself before it had said how it went. */
export interface Seen {
  readonly observed: Observed;
  readonly diedOf: string | null;
}

/** Bytes a process may send in all; the values of a sensible lab are far below. */
const reportLimit = 4 * 1024 * 1024;
/** Milliseconds to load a runtime on a busy machine. */
const loadingLimit = 60_000;

const open = new Set<Cell>();
process.once('exit', () => {
  for (const cell of open) cell.close();
});

/**
 * A process that loads one runtime, waits, runs one task and is killed, whatever happened. Believes
 * nothing the process sends beyond that it was sent.
 */
export class Cell {
  /** Fulfilled when the runtime is loaded and the process locked in. */
  readonly ready: Promise<void>;
  /** Fulfilled when the process is gone. */
  readonly gone: Promise<void>;
  private readonly child: ChildProcess;
  private readonly channel: Duplex;
  private onFrame: (frame: Frame | null) => void = () => undefined;
  private onEnd: (signal: string | null) => void = () => undefined;
  private hasEnded = false;

  constructor(program: Program, megabytes: number, confinement: Confinement) {
    const words = [
      ...confinement.prefix,
      process.execPath,
      '--permission',
      ...program.readable.map((folder) => `--allow-fs-read=${folder}`),
      '--disallow-code-generation-from-strings',
      '--max-old-space-size=128',
      // Kilobytes, half of what systems give a thread: WebAssembly's calls are on it too.
      '--stack-size=3900',
      '--no-warnings',
      ...program.flags,
      program.file,
      program.kind,
    ];
    const [command = '', ...rest] = words;
    this.child = spawn(command, rest, {
      cwd: '/',
      env: pathOnly,
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    this.channel = this.child.stdio[3] as unknown as Duplex;
    // The process may be killed while something is on its way to it.
    this.channel.on('error', () => undefined);
    this.readFrames();
    open.add(this);
    this.gone = new Promise((resolve) => {
      const ended = (signal: string | null): void => {
        open.delete(this);
        this.hasEnded = true;
        this.onEnd(signal);
        resolve();
      };
      this.child.once('error', () => ended(null));
      // `close`, not `exit`: what was sent before the end is read first.
      this.child.once('close', (_code, signal) => ended(signal));
    });
    this.ready = this.load(megabytes, confinement);
    // Whoever waits for it hears of a failure; a spare that nobody waits for is not an unhandled one.
    this.ready.catch(() => undefined);
  }

  get isAlive(): boolean {
    return !this.hasEnded;
  }

  /** Ends the process at once. */
  close(): void {
    this.child.kill('SIGKILL');
  }

  private async load(megabytes: number, confinement: Confinement): Promise<void> {
    const timer = setTimeout(() => this.close(), loadingLimit);
    try {
      await new Promise<void>((resolve, reject) => {
        this.onFrame = (frame) =>
          frame?.frame === 'ready' ? resolve() : reject(new Error('An inmate spoke too early.'));
        this.onEnd = () => reject(new Error('A runtime for labs did not load.'));
      });
      await lockIn(this.child.pid ?? 0, megabytes, confinement);
    } catch (error) {
      this.close();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Runs the one task of this cell and ends the process. */
  async run(task: LabTask, limits: Limits): Promise<Seen> {
    await this.ready;
    const started = performance.now();
    let output = '';
    const values: Value[] = [];
    let diedOf: string | null = null;
    const outcome = await new Promise<{ status: Ending; error: string | null }>((resolve) => {
      const end = (status: Ending, error: string | null = null): void => {
        clearTimeout(timer);
        resolve({ status, error });
      };
      const timer = setTimeout(() => end('timeout'), limits.milliseconds);
      this.onFrame = (frame) => {
        if (frame === null) end('crashed');
        else if (frame.frame === 'print') output += frame.text;
        else if (frame.frame === 'value') values.push(frame.value);
        else if (frame.frame === 'end') end(frame.status, frame.error);
        if (output.length > outputLimit) end('output');
        if (values.length > task.expressions.length) end('crashed');
      };
      this.onEnd = (signal) => {
        if (!outOfMemory.has(signal ?? '')) return end('crashed');
        diedOf = signal;
        end('memory');
      };
      if (this.hasEnded) end('crashed');
      this.channel.write(`${JSON.stringify(task)}\n`);
    });
    const ms = performance.now() - started;
    this.close();
    const observed = { ...outcome, output: output.slice(0, outputLimit), values, ms };
    return { observed, diedOf };
  }

  private readFrames(): void {
    const decoder = new TextDecoder();
    let received = 0;
    let rest = '';
    this.channel.on('data', (bytes: Buffer) => {
      received += bytes.length;
      if (received > reportLimit) {
        this.close();
        return;
      }
      const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const frame = readFrame(line);
        this.onFrame(frame);
        if (frame !== null) continue;
        // Who talks nonsense is not listened to any more.
        this.channel.removeAllListeners('data');
        this.close();
        return;
      }
    });
  }
}

/** The tools of the prefix are found by it; nothing else of this process's environment is handed on. */
const pathOnly = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' };

/** How V8 and the C library end when memory is refused; a stack that cannot grow is a segment violation. */
const outOfMemory = new Set(['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV']);

const endings: ReadonlySet<string> = new Set(['finished', 'error', 'memory', 'output']);

/** A line of the process, or null where it is not in the agreed form. */
function readFrame(line: string): Frame | null {
  try {
    const sent = JSON.parse(line) as Record<string, unknown>;
    if (sent.frame === 'ready') return { frame: 'ready' };
    if (sent.frame === 'print' && typeof sent.text === 'string') {
      return { frame: 'print', text: cleanText(sent.text) };
    }
    if (sent.frame === 'value') return { frame: 'value', value: readValue(sent.value) };
    if (sent.frame === 'end' && typeof sent.status === 'string' && endings.has(sent.status)) {
      const error = typeof sent.error === 'string' ? cleanText(sent.error).slice(0, 4000) : null;
      return { frame: 'end', status: sent.status as Ending, error };
    }
    return null;
  } catch {
    return null;
  }
}

function readValue(sent: unknown): Value {
  const value = sent as { value?: unknown; error?: unknown };
  if (typeof value.error === 'string') return { error: cleanText(value.error).slice(0, 2000) };
  return { value: asJson(value.value) };
}
