/**
 * The child process a lab runs in. It loads one language, says that it is ready, is then locked in by
 * its jailer (`../cell.ts`), gets one task, and ends.
 *
 * It talks over file descriptor 3 only, which nothing within a runtime can reach. It reads its task
 * with a blocking read: when the jailer dies, the read ends and so does this process.
 */
import { readSync, writeSync } from 'node:fs';
import { type Frame, type LabTask, outputLimit } from '../task';
import { cleanText } from './json';
import { type LoadedRuntime, type Print, ProgramError } from './runtime';

const channel = 3;
const exit = process.exit.bind(process);

const send = (frame: Frame): void => {
  const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
  for (let sent = 0; sent < bytes.length; ) sent += writeSync(channel, bytes, sent);
};

function receive(): LabTask {
  const chunks: Buffer[] = [];
  for (;;) {
    const chunk = Buffer.alloc(64 * 1024);
    const count = readSync(channel, chunk);
    if (count === 0) exit(0);
    chunks.push(chunk.subarray(0, count));
    if (chunk[count - 1] === 0x0a) return JSON.parse(Buffer.concat(chunks).toString()) as LabTask;
  }
}

let isListening = true;
let printed = 0;
const print: Print = (text) => {
  if (!isListening) return;
  const clean = cleanText(text);
  printed += Buffer.byteLength(clean);
  if (printed > outputLimit) {
    send({ frame: 'end', status: 'output', error: null });
    exit(0);
  }
  send({ frame: 'print', text: clean });
};

async function load(kind: string | undefined): Promise<LoadedRuntime> {
  if (kind === 'script') return (await import('./script.js')).loadScript(print);
  if (kind === 'python') return (await import('./python.js')).loadPython(print);
  if (kind === 'sql') return (await import('./sql.js')).loadSql(print);
  if (kind === 'page') return (await import('./page.js')).loadPage();
  throw new Error(`There is no runtime “${kind}”.`);
}

/** Whoever gets out of a runtime finds none of Node's own things lying about. */
function hideNode(): void {
  const lying = globalThis as Record<string, unknown>;
  for (const name of [
    'process',
    'require',
    'module',
    'fetch',
    'WebSocket',
    'EventSource',
    'Worker',
    'navigator',
  ]) {
    delete lying[name];
  }
}

async function main(): Promise<void> {
  const runtime = await load(process.argv[2]);
  hideNode();
  send({ frame: 'ready' });
  const { expressions, ...program } = receive();
  try {
    await runtime.run(program);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    send({ frame: 'end', status: error.status, error: cleanText(error.message).slice(0, 4000) });
    exit(0);
  }
  isListening = false;
  for (const expression of expressions) {
    send({ frame: 'value', value: await runtime.evaluate(expression) });
  }
  send({ frame: 'end', status: 'finished', error: null });
  exit(0);
}

main().catch(() => exit(70));
