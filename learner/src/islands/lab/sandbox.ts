import {
  type CodeError,
  type FromFrame,
  type Job,
  OPEN,
  OUTPUT_LIMIT,
  type ToFrame,
  type Value,
} from '../../sandbox/protocol.ts';
import { fetchFiles, type OnProgress } from './files.ts';
import { type Runtime, SCRIPT } from './runtimes.ts';

/** How a run in the browser ended. It is feedback; what counts is what the server finds. */
export type Ran =
  | { readonly status: 'finished'; readonly values: readonly Value[] }
  | { readonly status: 'error'; readonly error: CodeError }
  | { readonly status: 'late' }
  | { readonly status: 'stopped' };

export interface Sandbox {
  /** Runs code and tells what it prints as it comes. A second call ends the first. */
  run(job: Job, limit: number, onOutput: (text: string) => void): Promise<Ran>;
  stop(): void;
  close(): void;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const textOf = (value: unknown): string => String(value).slice(0, OUTPUT_LIMIT);

/** What comes out of the frame was written by a student's code at worst: nothing of it is trusted. */
function readError(value: unknown): CodeError | null {
  if (!isRecord(value)) return null;
  const line = typeof value.line === 'number' && value.line > 0 ? Math.floor(value.line) : null;
  return { message: textOf(value.message), line };
}

function readValues(value: unknown): Value[] {
  if (!Array.isArray(value)) return [];
  return value.map((entry: unknown) =>
    isRecord(entry) && entry.ok === true
      ? { ok: true, value: entry.value }
      : { ok: false, error: textOf(isRecord(entry) ? entry.error : '') },
  );
}

function readMessage(data: unknown): FromFrame | null {
  if (!isRecord(data)) return null;
  const run = typeof data.run === 'number' ? data.run : 0;
  switch (data.kind) {
    case 'ready':
      return { kind: 'ready' };
    case 'broken':
      return { kind: 'broken', message: textOf(data.message) };
    case 'output':
      return { kind: 'output', run, text: textOf(data.text) };
    case 'late':
      return { kind: 'late', run };
    case 'done':
      return { kind: 'done', run, error: readError(data.error), values: readValues(data.values) };
    default:
      return null;
  }
}

function openFrame(): Promise<{ frame: HTMLIFrameElement; port: MessagePort }> {
  const frame = document.createElement('iframe');
  // The document's own policy says the same; whoever reads this sees it here.
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'Sandbox';
  frame.hidden = true;
  frame.src = '/sandbox/run';
  return new Promise((resolve, reject) => {
    frame.addEventListener('load', () => {
      const { port1, port2 } = new MessageChannel();
      // A frame without an origin can only be addressed by "*"; it is told no secret.
      frame.contentWindow?.postMessage(OPEN, '*', [port2]);
      resolve({ frame, port: port1 });
    });
    frame.addEventListener('error', () => reject(new Error('The sandbox did not open.')));
    document.body.append(frame);
  });
}

/** Opens a frame without an origin and puts a language's runtime into it. */
export async function openSandbox(
  runtime: Runtime,
  onProgress: OnProgress,
  signal: AbortSignal,
): Promise<Sandbox> {
  const { [SCRIPT]: script, ...files } = await fetchFiles(runtime.files, onProgress, signal);
  const { frame, port } = await openFrame();
  const send = (message: ToFrame, moved: Transferable[] = []) => port.postMessage(message, moved);
  const ready = Promise.withResolvers<void>();
  let number = 0;
  let current: { onOutput(text: string): void; end(ran: Ran): void } | null = null;
  const end = (ran: Ran) => {
    current?.end(ran);
    current = null;
  };
  port.onmessage = ({ data }: MessageEvent<unknown>) => {
    const message = readMessage(data);
    if (message?.kind === 'ready') ready.resolve();
    if (message?.kind === 'broken') {
      ready.reject(new Error(message.message));
      end({ status: 'error', error: { message: message.message, line: null } });
    }
    if (!message || !('run' in message) || message.run !== number) return;
    if (message.kind === 'output') current?.onOutput(message.text);
    else if (message.kind === 'late') end({ status: 'late' });
    else if (message.error) end({ status: 'error', error: message.error });
    else end({ status: 'finished', values: message.values });
  };
  const install: ToFrame = {
    kind: 'install',
    script: new TextDecoder().decode(script),
    isModule: runtime.isModule,
    files,
  };
  send(install, Object.values(files));
  await ready.promise;
  return {
    run(job, limit, onOutput) {
      end({ status: 'stopped' });
      number += 1;
      send({ kind: 'run', run: number, job, limit });
      return new Promise((resolve) => {
        current = { onOutput, end: resolve };
      });
    },
    stop() {
      send({ kind: 'stop' });
      end({ status: 'stopped' });
    },
    close() {
      end({ status: 'stopped' });
      port.close();
      frame.remove();
    },
  };
}
