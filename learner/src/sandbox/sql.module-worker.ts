import { PGlite, type Results, types } from '@electric-sql/pglite';
import { plain } from './plain.ts';
import type { CodeError, Value } from './protocol.ts';
import { asJson, fileOf, messageOf, moduleOf, type Run, serve } from './worker-side.ts';

type Row = Record<string, unknown>;

/** Numbers as numbers, times as PostgreSQL writes them: the server has the same. */
const parsers = {
  [types.NUMERIC]: Number,
  [types.DATE]: String,
  [types.TIMESTAMP]: String,
  [types.TIMESTAMPTZ]: String,
};

/** As psql prints unaligned: nothing for null, t and f. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  return typeof value === 'object' ? JSON.stringify(plain(value)) : String(value);
}

function table({ fields, rows }: Results<Row>): string {
  const names = fields.map(({ name }) => name);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  return lines.map((line) => `${line.join('|')}\n`).join('');
}

/** PostgreSQL tells where in the text an error is, counted in characters from 1. */
function toldOf(error: unknown, code: string): CodeError {
  const position = Number((error as { position?: unknown }).position);
  const line = position > 0 ? code.slice(0, position - 1).split('\n').length : null;
  return { message: `ERROR: ${error instanceof Error ? error.message : String(error)}`, line };
}

serve(async (files): Promise<Run> => {
  const database = await PGlite.create({
    parsers,
    pgliteWasmModule: moduleOf(files, 'pglite.wasm'),
    initdbWasmModule: moduleOf(files, 'initdb.wasm'),
    fsBundle: new Blob([fileOf(files, 'pglite.data')]),
  });
  return async ({ setup, code, expressions }, output) => {
    try {
      if (setup.trim()) await database.exec(setup);
      for (const result of await database.exec(code)) {
        if (result.fields.length > 0) output.print(table(result as Results<Row>));
      }
    } catch (error) {
      return { error: toldOf(error, code), values: [] };
    }
    const values: Value[] = [];
    for (const expression of expressions) {
      try {
        values.push(asJson((await database.query<Row>(expression)).rows));
      } catch (error) {
        values.push({ ok: false, error: messageOf(error) });
      }
    }
    return { error: null, values };
  };
});
