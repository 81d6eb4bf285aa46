import type { Runtime } from './languages';

/** What is to be run: a program, what runs before it, and what is asked of it afterwards. */
export interface LabTask {
  readonly runtime: Runtime;
  readonly setup: string;
  readonly code: string;
  /** Evaluated one after the other, after the code. */
  readonly expressions: readonly string[];
}

export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** What became of one expression. */
export type Value = { readonly value: Json } | { readonly error: string };

/** How a run ended: by itself, by an error of its own, or by a limit. */
export type Ending = 'finished' | 'error' | 'timeout' | 'memory' | 'output' | 'crashed';

/** Everything that was seen of a run from outside. Nothing in it is a verdict. */
export interface Observed {
  readonly status: Ending;
  /** What setup and code printed; nothing that was printed by expressions. */
  readonly output: string;
  readonly error: string | null;
  /** In the order of the expressions; those that were not reached are missing. */
  readonly values: readonly Value[];
  /** From handing the task over to the end. */
  readonly ms: number;
}

/** Limits of one run. Memory counts what the run adds to the runtime that is loaded already. */
export interface Limits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Bytes of output after which a run is ended. */
export const outputLimit = 64 * 1024;

/**
 * What the inmate writes to its jailer, one JSON object a line. The order is: `ready` once, then
 * after the task `print` any number of times, `value` for each expression, and `end`.
 */
export type Frame =
  | { readonly frame: 'ready' }
  | { readonly frame: 'print'; readonly text: string }
  | { readonly frame: 'value'; readonly value: Value }
  | { readonly frame: 'end'; readonly status: Ending; readonly error: string | null };
