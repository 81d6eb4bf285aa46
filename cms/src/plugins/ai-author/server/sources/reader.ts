import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import type { Duplex } from 'node:stream';
import { z } from 'zod';
import { type Confinement, findConfinement } from '../../../../lib/lab-runner/confinement';
import { Refusal } from '../../../../lib/refusal';
import { mostCharacters, mostReadingMilliseconds } from './limits';
import { readingFailures } from './read/document';
import type { ReadResult, SourceKind } from './read/read';

/** What the child process is told before the bytes. */
export interface Task {
  readonly kind: SourceKind;
  readonly charset: string | null;
}

const answer = z.union([
  z.strictObject({
    result: z.strictObject({
      title: z.string().max(500).nullable(),
      characters: z.number().int().min(1).max(mostCharacters),
      pieces: z
        .array(z.strictObject({ place: z.string().max(500), text: z.string().min(1).max(5000) }))
        .min(1)
        .readonly(),
    }),
  }),
  z.strictObject({ failure: z.enum(readingFailures) }),
]);
export type Answer = z.infer<typeof answer>;

/** Bytes an answer may have: each character in UTF-8, some of them escaped, and the places. */
const mostAnswered = 6 * mostCharacters;
const atOnce = 2;

export interface ReaderOptions {
  /** The compiled `read/main.js`. */
  readonly program?: string;
  readonly milliseconds?: number;
}

let confinement: Promise<Confinement> | undefined;
const open = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of open) child.kill('SIGKILL');
});

let running = 0;
const waiting: (() => void)[] = [];

/**
 * Reads a file that somebody else made, on a process of its own: it may write no file, start no process
 * and, where the system permits that, reach no network; it has bounded memory and `milliseconds`, and is
 * killed afterwards, whatever happened. Two at a time. Refuses with 422 and a code that says why the
 * file cannot be read.
 */
export async function readSource(
  task: Task,
  bytes: Uint8Array,
  options: ReaderOptions = {},
): Promise<ReadResult> {
  if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
  else running += 1;
  try {
    confinement ??= findConfinement();
    return await read(task, bytes, await confinement, options);
  } finally {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}

async function read(
  task: Task,
  bytes: Uint8Array,
  { prefix, canLimit }: Confinement,
  {
    program = join(__dirname, 'read', 'main.js'),
    milliseconds = mostReadingMilliseconds,
  }: ReaderOptions,
): Promise<ReadResult> {
  // The readers, and what they share with the rest of this room.
  const room = dirname(dirname(dirname(program)));
  const [command = '', ...words] = [
    ...prefix,
    ...(canLimit ? ['prlimit', ...limits, '--'] : []),
    process.execPath,
    '--permission',
    ...[room, modulesOf(program)].map((folder) => `--allow-fs-read=${folder}`),
    '--disallow-code-generation-from-strings',
    '--max-old-space-size=512',
    '--no-warnings',
    program,
  ];
  const child = spawn(command, words, {
    cwd: '/',
    env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' },
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
  open.add(child);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    child.kill('SIGKILL');
  }, milliseconds);
  try {
    // It may end before it has read everything.
    child.stdin?.on('error', () => undefined);
    child.stdin?.write(`${JSON.stringify(task)}\n`);
    child.stdin?.end(bytes);
    const answered = parsed(await everything(child));
    if (isLate) throw new Refusal(422, 'ai.source-too-slow', 'file');
    // Ended by the system, out of memory most likely.
    if (answered === null) throw new Refusal(422, 'ai.source-damaged', 'file');
    if ('failure' in answered) throw new Refusal(422, answered.failure, 'file');
    return answered.result;
  } finally {
    clearTimeout(timer);
    child.kill('SIGKILL');
    open.delete(child);
  }
}

/** Seconds of CPU, no file written, no core dump; bytes of data, of which Node takes 600 MB to begin with. */
const limits = [
  `--cpu=${2 * Math.ceil(mostReadingMilliseconds / 1000)}`,
  '--fsize=0',
  '--core=0',
  `--data=${1800 * 1024 * 1024}`,
];

async function everything(child: ChildProcess): Promise<string> {
  const channel = child.stdio[3] as unknown as Duplex;
  const pieces: Buffer[] = [];
  let length = 0;
  channel.on('data', (piece: Buffer) => {
    length += piece.length;
    if (length > mostAnswered) child.kill('SIGKILL');
    else pieces.push(piece);
  });
  channel.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    // `close`, not `exit`: what was sent before the end is read first.
    child.once('close', () => resolve());
  });
  return Buffer.concat(pieces).toString();
}

/** The process has read a hostile file: its answer is believed in no more than its form. */
function parsed(text: string): Answer | null {
  try {
    return answer.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The packages that the readers are loaded from. */
function modulesOf(program: string): string {
  const path = require.resolve('pdfjs-dist/package.json', { paths: [program] });
  const name = 'node_modules';
  return path.slice(0, path.indexOf(name) + name.length);
}
