import { createOutput, type Output } from './output.ts';
import { plain } from './plain.ts';
import type { CodeError, FromWorker, Job, ToWorker, Value } from './protocol.ts';

export type Files = Extract<ToWorker, { kind: 'boot' }>['files'];
export interface Outcome {
  readonly error: CodeError | null;
  readonly values: readonly Value[];
}
export type Run = (job: Job, output: Output) => Promise<Outcome>;

export const messageOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

/** A value as JSON has it, or why it has no form there. */
export function asJson(value: unknown): Value {
  try {
    return { ok: true, value: plain(value) };
  } catch (error) {
    return { ok: false, error: error instanceof Error ? error.message : String(error) };
  }
}

/** A file of the runtime's, or a sentence that says which one the page forgot. */
export function fileOf(files: Files, name: string): ArrayBuffer {
  const found = files[name];
  if (!(found instanceof ArrayBuffer)) throw new Error(`The runtime came without ${name}.`);
  return found;
}

export function moduleOf(files: Files, name: string): WebAssembly.Module {
  const found = files[name];
  if (!(found instanceof WebAssembly.Module)) throw new Error(`The runtime came without ${name}.`);
  return found;
}

/** Boots once, runs once. Whoever runs a second job makes a second worker. */
export function serve(boot: (files: Files) => Promise<Run>): void {
  // The student's code shares this realm and may replace what it finds there.
  const post = self.postMessage.bind(self) as (message: FromWorker) => void;
  let run: Run | undefined;
  self.onmessage = async ({ data }: MessageEvent<ToWorker>) => {
    try {
      if (data.kind === 'boot') {
        run = await boot(data.files);
        post({ kind: 'ready' });
      } else if (run) {
        self.onmessage = null;
        const output = createOutput((text) => post({ kind: 'output', text }));
        const { error, values } = await run(data.job, output);
        output.flush();
        post({ kind: 'done', error, values });
      }
    } catch (error) {
      post({ kind: 'broken', message: messageOf(error) });
    }
  };
}
