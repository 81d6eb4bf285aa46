import type { loadPyodide } from 'pyodide';
import type { CodeError, Value } from './protocol.ts';
import harness from './python-harness.py?raw';
import { fileOf, messageOf, moduleOf, type Run, serve } from './worker-side.ts';

/** Where Pyodide believes its files to be; nothing is ever asked there. */
const HOME = 'https://runtime.invalid/';

type LoadPyodide = typeof loadPyodide;
type CreateModule = NonNullable<NonNullable<Parameters<LoadPyodide>[0]>['createPyodideModule']>;

const importText = (bytes: ArrayBuffer): Promise<unknown> =>
  import(/* @vite-ignore */ URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' })));

/** Answers what Pyodide fetches while it starts from the files at hand, until the returned call. */
function answerFetches(files: Readonly<Record<string, BodyInit>>, wasm: WebAssembly.Module) {
  const { fetch } = self;
  const { instantiateStreaming } = WebAssembly;
  self.fetch = async (request) => {
    const name = String(request).replace(HOME, '');
    const body = files[name];
    return body === undefined ? Response.error() : new Response(body);
  };
  WebAssembly.instantiateStreaming = async (_response, imports) => ({
    module: wasm,
    instance: await WebAssembly.instantiate(wasm, imports),
  });
  return () => {
    self.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

interface Finished {
  readonly error: CodeError | null;
  readonly values: readonly Value[];
}

serve(async (files): Promise<Run> => {
  const { loadPyodide } = (await importText(fileOf(files, 'pyodide.mjs'))) as {
    loadPyodide: LoadPyodide;
  };
  const { default: createPyodideModule } = (await importText(fileOf(files, 'pyodide.asm.mjs'))) as {
    default: CreateModule;
  };
  const settle = answerFetches(
    { 'python_stdlib.zip': fileOf(files, 'python_stdlib.zip'), 'pyodide.asm.wasm': '' },
    moduleOf(files, 'pyodide.asm.wasm'),
  );
  // Packages are not offered: the server that decides has none either.
  const lockFileContents = new TextDecoder().decode(fileOf(files, 'pyodide-lock.json'));
  const options = { indexURL: HOME, packageBaseUrl: HOME, lockFileContents, createPyodideModule };
  const python = await loadPyodide({ ...options, jsglobals: {} });
  settle();
  // The way back into this worker's own language is closed, as it is on the server.
  for (const name of ['pyodide_js', 'js']) python.unregisterJsModule(name);
  return async (job, output) => {
    const decoder = new TextDecoder();
    const write = (bytes: Uint8Array): number => {
      output.print(decoder.decode(bytes, { stream: true }));
      return bytes.length;
    };
    python.setStdout({ write });
    python.setStderr({ write });
    python.setStdin({ stdin: () => null });
    try {
      const run = python.runPython(harness);
      const text: string = run(job.setup, job.code, JSON.stringify(job.expressions));
      return JSON.parse(text) as Finished;
    } catch (error) {
      return { error: { message: messageOf(error), line: null }, values: [] };
    }
  };
});
