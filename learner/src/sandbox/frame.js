// The script of the frame in which students' code runs. It has no origin, no network and no storage
// (src/pages/sandbox/[name].ts); its one tie is the port its page gives it. Every run has a worker
// of its own that is ended afterwards; the next one is made ready meanwhile.

/** @type {MessagePort} */
let port;
/** @type {{ url: string, files: Record<string, ArrayBuffer | WebAssembly.Module> } | null} */
let kit = null;
/** @type {{ worker: Worker, isReady: boolean } | null} */
let spare = null;
/** @type {{ run: number, worker: Worker, timer: number } | null} */
let current = null;
/** @type {{ run: number, job: unknown, limit: number } | null} */
let waiting = null;

function prepare() {
  if (!kit || spare) return;
  const worker = new Worker(kit.url);
  const made = { worker, isReady: false };
  spare = made;
  worker.onmessage = ({ data }) => {
    if (data.kind === 'ready') {
      made.isReady = true;
      port.postMessage({ kind: 'ready' });
      begin();
    } else if (data.kind === 'broken') broken(made, data.message);
  };
  worker.onerror = (event) => broken(made, event.message);
  worker.postMessage({ kind: 'boot', files: kit.files });
}

function broken(made, message) {
  made.worker.terminate();
  if (spare === made) spare = null;
  waiting = null;
  port.postMessage({ kind: 'broken', message: String(message) });
}

function end() {
  if (current) {
    clearTimeout(current.timer);
    current.worker.terminate();
    current = null;
  }
  prepare();
}

function begin() {
  if (!waiting) return;
  if (!spare) return prepare();
  if (!spare.isReady) return;
  const { run, job, limit } = waiting;
  const { worker } = spare;
  waiting = null;
  spare = null;
  const late = () => {
    end();
    port.postMessage({ kind: 'late', run });
  };
  current = { run, worker, timer: setTimeout(late, limit) };
  worker.onmessage = ({ data }) => {
    if (current?.worker !== worker) return;
    if (data.kind === 'output') port.postMessage({ kind: 'output', run, text: data.text });
    if (data.kind !== 'done') return;
    end();
    port.postMessage({ kind: 'done', run, error: data.error, values: data.values });
  };
  worker.onerror = (event) => {
    event.preventDefault();
    if (current?.worker !== worker) return;
    end();
    port.postMessage({
      kind: 'done',
      run,
      error: { message: String(event.message), line: null },
      values: [],
    });
  };
  worker.postMessage({ kind: 'run', job });
}

const addressOf = (script) => URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));

// Browsers start no module worker where there is no origin, but a plain one may import a module.
const starterOf = (module) => `
  const early = [];
  onmessage = (event) => early.push(event);
  import('${module}').then(
    () => early.forEach((event) => onmessage(event)),
    (error) => postMessage({ kind: 'broken', message: String(error) }),
  );`;

async function install({ script, isModule, files }) {
  const compiled = await Promise.all(
    Object.entries(files).map(async ([name, bytes]) => [
      name,
      name.endsWith('.wasm') ? await WebAssembly.compile(bytes) : bytes,
    ]),
  );
  const whole = addressOf(script);
  kit = {
    url: isModule ? addressOf(starterOf(whole)) : whole,
    files: Object.fromEntries(compiled),
  };
  prepare();
}

addEventListener(
  'message',
  ({ data, ports, source }) => {
    if (source !== parent || data !== 'ourshiksha-lab' || !ports[0]) return;
    port = ports[0];
    port.onmessage = ({ data: message }) => {
      if (message.kind === 'install') {
        install(message).catch((error) =>
          port.postMessage({ kind: 'broken', message: String(error) }),
        );
      } else if (message.kind === 'run') {
        waiting = message;
        end();
        begin();
      } else if (message.kind === 'stop') {
        waiting = null;
        if (current) end();
      }
    };
  },
  { once: true },
);
