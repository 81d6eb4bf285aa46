import { PGlite, type Results } from '@electric-sql/pglite';
import type { CodeError, Value } from './protocol.ts';
import { asJson, fileOf, messageOf, moduleOf, type Run, serve } from './worker-side.ts';

type Row = Record<string, unknown>;

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/** A result as a table of text, its columns as wide as their longest entry. */
function table({ fields, rows }: Results<Row>): string {
  const names = fields.map(({ name }) => name);
  const lines = [names, ...rows.map((row) => names.map((name) => cell(row[name])))];
  const widths = names.map((_, column) =>
    Math.max(...lines.map((line) => (line[column] ?? '').length)),
  );
  const drawn = lines.map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column] ?? 0))
      .join(' | ')
      .trimEnd(),
  );
  drawn.splice(1, 0, widths.map((width) => '-'.repeat(width)).join('-+-'));
  return `${drawn.join('\n')}\n(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})\n`;
}

/** PostgreSQL tells where in the text an error is, counted in characters from 1. */
function toldOf(error: unknown, code: string): CodeError {
  const position = Number((error as { position?: unknown }).position);
  const line = position > 0 ? code.slice(0, position - 1).split('\n').length : null;
  return { message: error instanceof Error ? error.message : messageOf(error), line };
}

serve(async (files): Promise<Run> => {
  const database = await PGlite.create({
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
