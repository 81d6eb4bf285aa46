import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { noteHash } from './checkpoint';
import type { SigningKey } from './keys';
import { signNote } from './note';

/**
 * The checkpoints outside the database: one file to which lines of JSON are added and from which none
 * is ever taken. Each is flushed to the disk before it counts as written. Several instances may share
 * the file as long as one writes at a time, which the sealer's lock sees to.
 */
export interface CheckpointLine {
  readonly seal: number;
  readonly note: string;
}

/** Says that the database was put back to an earlier seal, and that the later ones are given up. */
export interface RestoredLine {
  /** The last seal that the database still has, 0 where it has none. */
  readonly restored: number;
  /** A signed note of the same, with the reason. */
  readonly note: string;
}

export type ExportedLine = CheckpointLine | RestoredLine;

/** Up to where the file goes: the next line must be of the seal after. */
export interface Reached {
  readonly seal: number;
  /** Of that seal's note; null before the first. */
  readonly noteHash: string | null;
}

export const checkpointFile = (folder: string): string => path.join(folder, 'checkpoints.jsonl');

export const isRestored = (line: ExportedLine): line is RestoredLine => 'restored' in line;

/** Undefined where a line is none of ours, such as one that was cut off by a crash. */
export function readLine(text: string): ExportedLine | undefined {
  try {
    const line = JSON.parse(text) as Partial<CheckpointLine & RestoredLine> | null;
    const number = line?.seal ?? line?.restored;
    if (typeof line?.note !== 'string' || !Number.isSafeInteger(number)) return undefined;
    return line as ExportedLine;
  } catch {
    return undefined;
  }
}

/** Every line with its number, from 1, as far as the file went when reading began. */
export async function* linesOf(
  folder: string,
): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const bytes = await sizeOf(folder);
  if (bytes === 0) return;
  const input = createReadStream(checkpointFile(folder), { end: bytes - 1 });
  let number = 0;
  try {
    for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number += 1;
      if (text !== '') yield { number, text };
    }
  } finally {
    input.destroy();
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

async function sizeOf(folder: string): Promise<number> {
  const file = await open(checkpointFile(folder)).catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  try {
    return (await file?.stat())?.size ?? 0;
  } finally {
    await file?.close();
  }
}

/** Where the file ends: its last whole line, and whether something cut off follows it. */
export async function endOf(
  folder: string,
): Promise<{ readonly reached: Reached; readonly isCutOff: boolean }> {
  const size = await sizeOf(folder);
  if (size === 0) return { reached: { seal: 0, noteHash: null }, isCutOff: false };
  const file = await open(checkpointFile(folder));
  try {
    for (let length = Math.min(size, 65_536); ; length = Math.min(size, length * 4)) {
      const tail = await readAt(file, size - length, length);
      const isCutOff = !tail.endsWith('\n');
      // The first piece may be the end of a line that begins before the tail.
      const whole = tail.split('\n').slice(length === size ? 0 : 1, -1);
      const last = whole.findLast((text) => readLine(text) !== undefined);
      const line = last === undefined ? undefined : readLine(last);
      if (line !== undefined) return { reached: reachedBy(line), isCutOff };
      if (length === size) return { reached: { seal: 0, noteHash: null }, isCutOff };
    }
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<string> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead).toString();
}

function reachedBy(line: ExportedLine): Reached {
  if (!isRestored(line)) return { seal: line.seal, noteHash: noteHash(line.note) };
  return { seal: line.restored, noteHash: readRestored(line)?.noteHash ?? null };
}

/** Adds lines and returns when they are on the disk. */
export async function addLines(folder: string, lines: readonly ExportedLine[]): Promise<void> {
  if (lines.length === 0) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const { isCutOff } = await endOf(folder);
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const file = await open(checkpointFile(folder), 'a', 0o600);
  try {
    // What a crash cut off stays, as a line of its own; the whole line follows.
    await file.writeFile(isCutOff ? `\n${text}` : text);
    await file.sync();
  } finally {
    await file.close();
  }
  const directory = await open(folder);
  await directory.sync().finally(() => directory.close());
}

const restoredForm =
  /^ourshiksha-audit\/restored\nseal (?<seal>\d+)\nhash (?<hash>\S+)\ngiven-up (?<givenUp>\d+)\nreason (?<reason>.*)\nat (?<at>\S+)\n$/;

export interface Restored {
  readonly seal: number;
  readonly noteHash: string | null;
  /** The last of the seals that are given up. */
  readonly givenUp: number;
  readonly reason: string;
  readonly at: string;
}

export function restoredLine(what: Restored, key: SigningKey): RestoredLine {
  const { seal, noteHash: hashed, givenUp, reason, at } = what;
  const text = [
    'ourshiksha-audit/restored',
    `seal ${seal}`,
    `hash ${hashed ?? '-'}`,
    `given-up ${givenUp}`,
    `reason ${JSON.stringify(reason)}`,
    `at ${at}`,
    '',
  ].join('\n');
  return { restored: seal, note: signNote(text, [key]) };
}

/** What the note says; whether it is signed is for the caller to ask. */
export function readRestored({ restored, note }: RestoredLine): Restored | undefined {
  const end = note.indexOf('\n\n');
  const found = restoredForm.exec(note.slice(0, end + 1))?.groups;
  if (found === undefined || Number(found.seal) !== restored) return undefined;
  return {
    seal: restored,
    noteHash: found.hash === '-' ? null : (found.hash ?? null),
    givenUp: Number(found.givenUp),
    reason: JSON.parse(found.reason ?? '""') as string,
    at: found.at ?? '',
  };
}
