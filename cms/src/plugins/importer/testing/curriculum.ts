import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Small curricula for tests, written into a folder of their own that goes away afterwards. */
export type Files = Record<string, string | Uint8Array>;

const made: string[] = [];

export async function curriculum(files: Files): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'curriculum-'));
  made.push(folder);
  await writeFiles(folder, files);
  return folder;
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
}

export async function removeCurricula(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true, force: true });
}

/** The smallest PNG: one transparent point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** The real curriculum that lies beside the project where one is at hand. */
export const realSample = path.resolve(
  __dirname,
  '../../../../../../shared/samples/web-dev-for-beginners',
);
