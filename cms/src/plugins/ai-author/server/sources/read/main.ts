/**
 * The child process that reads one file of somebody else's and ends (`../reader.ts` starts it). It gets
 * a line of JSON, then the file's bytes, on standard input, and answers a line of JSON on file
 * descriptor 3, where no library writes.
 */
import { writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer, Task } from '../reader';
import { Unreadable } from './document';
import { readBytes } from './read';

async function main(): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(piece as Buffer);
  const sent = Buffer.concat(pieces);
  const end = sent.indexOf('\n');
  const { kind, charset } = JSON.parse(sent.subarray(0, end).toString()) as Task;
  // A buffer of its own: readers may keep it or hand it on.
  const bytes = Uint8Array.from(sent.subarray(end + 1));
  say(await answerTo(kind, charset, bytes));
  process.exit(0);
}

async function answerTo(
  kind: Task['kind'],
  charset: string | null,
  bytes: Uint8Array,
): Promise<Answer> {
  try {
    const maps = join(dirname(require.resolve('pdfjs-dist/package.json')), 'cmaps');
    return { result: await readBytes(kind, charset, bytes, maps) };
  } catch (error) {
    if (error instanceof Unreadable) return { failure: error.code };
    return { failure: 'ai.source-damaged' };
  }
}

function say(answer: Answer): void {
  const bytes = Buffer.from(`${JSON.stringify(answer)}\n`);
  for (let sent = 0; sent < bytes.length; ) {
    try {
      sent += writeSync(3, bytes, sent);
    } catch (error) {
      // The pipe is full for now.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
  }
}

void main();
