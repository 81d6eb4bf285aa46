import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { ClientBase } from 'pg';
import { z } from 'zod';

/**
 * Which numbers of certificates were given, kept outside the database beside the checkpoints: by year the
 * last serial number, `{"2026": 42}`. A database that was put back to yesterday knows less than this
 * file; it then never gives the numbers between the two again (activity.void_numbers).
 */
export type Numbers = ReadonlyMap<number, number>;

export const numbersFile = (folder: string): string =>
  path.join(folder, 'certificate-numbers.json');

const form = z.record(z.string().regex(/^\d{4}$/), z.int().min(1).max(99_999_999));

/** @throws Error where the file is there and is not readable, so that nobody takes it for none. */
export async function readNumbers(folder: string): Promise<Numbers> {
  let text: string;
  try {
    text = await readFile(numbersFile(folder), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return new Map();
    throw error;
  }
  try {
    return new Map(
      Object.entries(form.parse(JSON.parse(text))).map(([year, last]) => [Number(year), last]),
    );
  } catch {
    throw new Error(`${numbersFile(folder)} is not what it should be: see docs/operations.md.`);
  }
}

/** Whole or not at all, and on the disk when it returns. */
async function writeNumbers(folder: string, numbers: Numbers): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const fresh = `${numbersFile(folder)}.new`;
  const file = await open(fresh, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(Object.fromEntries(numbers))}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(fresh, numbersFile(folder));
  const directory = await open(folder);
  await directory.sync().finally(() => directory.close());
}

async function givenNumbers(client: ClientBase): Promise<Numbers> {
  const { rows } = await client.query<{ year: number; last: number }>(
    'select year, last from activity.certificate_numbers',
  );
  return new Map(rows.map(({ year, last }) => [Number(year), Number(last)]));
}

/**
 * Keeps the database from giving a number again that the folder knows of and the database does not. To be
 * called before anything is issued, and as often as one likes: numbers only grow.
 *
 * @returns how many numbers are given up
 */
export async function recallNumbers(client: ClientBase, folder: string): Promise<number> {
  const given = await givenNumbers(client);
  let givenUp = 0;
  for (const [year, last] of await readNumbers(folder)) {
    if (last <= (given.get(year) ?? 0)) continue;
    const { rows } = await client.query<{ count: number }>(
      'select activity.void_numbers($1, $2, $3) as count',
      [year, last, 'Given before the database was put back to an earlier state.'],
    );
    givenUp += Number(rows[0]?.count ?? 0);
  }
  return givenUp;
}

/** Writes into the folder what it does not know yet. One at a time, which the sealer's lock sees to. */
export async function exportNumbers(client: ClientBase, folder: string): Promise<void> {
  const given = await givenNumbers(client);
  const known = await readNumbers(folder);
  if ([...given].every(([year, last]) => last <= (known.get(year) ?? 0))) return;
  const all = new Map(known);
  for (const [year, last] of given) all.set(year, Math.max(last, known.get(year) ?? 0));
  await writeNumbers(folder, all);
}
