import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import type { Value } from '../task';
import { asJson, cleanText, NotComparable } from './json';
import { type LoadedRuntime, type Print, ProgramError } from './runtime';

/** Numbers as numbers; times as PostgreSQL writes them. */
const parsers = {
  [types.NUMERIC]: Number,
  [types.DATE]: String,
  [types.TIMESTAMP]: String,
  [types.TIMESTAMPTZ]: String,
};

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/**
 * The files of an empty database, made when the cms is built: to set one up takes four times as long as
 * to start from them. Without it one is set up.
 */
const snapshot = join(__dirname, 'sql.snapshot');

/** Writes the snapshot; called when the cms is built (`commands/lab-snapshots.ts`). */
export async function writeSnapshot(): Promise<void> {
  const database = await PGlite.create();
  const files = await database.dumpDataDir('none');
  writeFileSync(snapshot, Buffer.from(await files.arrayBuffer()));
  await database.close();
}

/** SQL in PGlite: PostgreSQL within WebAssembly, in memory, empty at the beginning. */
export async function loadSql(print: Print): Promise<LoadedRuntime> {
  const database = await PGlite.create({
    parsers,
    ...(existsSync(snapshot) ? { loadDataDir: new Blob([readFileSync(snapshot)]) } : {}),
  });
  await database.query('select 1');
  const attempt = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      const text = messageOf(error);
      throw new ProgramError(/^out of memory/i.test(text) ? 'memory' : 'error', `ERROR: ${text}`);
    }
  };
  return {
    async run({ setup, code }) {
      await attempt(() => database.exec(setup));
      for (const result of await attempt(() => database.exec(code))) {
        if (result.fields.length === 0) continue;
        const names = result.fields.map(({ name }) => name);
        const lines = (result.rows as Record<string, unknown>[]).map((row) =>
          names.map((name) => cell(row[name])),
        );
        print([names, ...lines].map((line) => `${line.join('|')}\n`).join(''));
      }
    },
    async evaluate(expression): Promise<Value> {
      try {
        return { value: asJson((await attempt(() => database.query(expression))).rows) };
      } catch (error) {
        if (error instanceof ProgramError || error instanceof NotComparable) {
          return { error: cleanText(error.message).slice(0, 2000) };
        }
        throw error;
      }
    },
  };
}

/** As psql prints unaligned: nothing for null, t and f. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'object' ? JSON.stringify(asJson(value)) : String(value);
}
