import type { LabTask, Value } from '../task';

/** A language that is loaded and has run nothing yet. It is used for one task and thrown away. */
export interface LoadedRuntime {
  /** Runs setup and code. Throws a `ProgramError` for what is the program's own fault. */
  run(task: Pick<LabTask, 'runtime' | 'setup' | 'code'>): Promise<void> | void;
  evaluate(expression: string): Promise<Value> | Value;
}

export type Print = (text: string) => void;

/** The program failed, by an error or by using up its memory. */
export class ProgramError extends Error {
  readonly status: 'error' | 'memory';
  constructor(status: 'error' | 'memory', message: string) {
    super(message);
    this.status = status;
  }
}
