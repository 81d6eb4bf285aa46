/** What the page, the frame without an origin, and the worker in it say to each other. */

/** A test's question to the code: what is evaluated once the code has run. */
export type Expression = string;

/** One run of a student's code. */
export interface Job {
  /** Runs first, and is not the student's. */
  readonly setup: string;
  readonly code: string;
  readonly expressions: readonly Expression[];
}

export interface CodeError {
  readonly message: string;
  /** The line of the student's code, from 1; null where none is known. */
  readonly line: number | null;
}

/** What an expression gave, as JSON. */
export type Value =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** The page opens the frame's port with this; everything else goes through the port. */
export const OPEN = 'ourshiksha-lab';

export interface Installation {
  readonly kind: 'install';
  /** The worker's script, in one file. */
  readonly script: string;
  readonly isModule: boolean;
  /** By name. Those that end in ".wasm" are compiled once, by the frame. */
  readonly files: Readonly<Record<string, ArrayBuffer>>;
}

export type ToFrame =
  | Installation
  | { readonly kind: 'run'; readonly run: number; readonly job: Job; readonly limit: number }
  | { readonly kind: 'stop' };

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'done'; readonly error: CodeError | null; readonly values: readonly Value[] }
  | { readonly kind: 'broken'; readonly message: string };

export type FromFrame =
  | { readonly kind: 'ready' }
  | { readonly kind: 'broken'; readonly message: string }
  | { readonly kind: 'output'; readonly run: number; readonly text: string }
  | {
      readonly kind: 'done';
      readonly run: number;
      readonly error: CodeError | null;
      readonly values: readonly Value[];
    }
  | { readonly kind: 'late'; readonly run: number };

export type ToWorker =
  | {
      readonly kind: 'boot';
      readonly files: Readonly<Record<string, ArrayBuffer | WebAssembly.Module>>;
    }
  | { readonly kind: 'run'; readonly job: Job };

/** Output beyond this many characters is left out. */
export const OUTPUT_LIMIT = 64_000;
