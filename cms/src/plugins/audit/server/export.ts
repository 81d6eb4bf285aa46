import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { note } from '../../../lib/audit';
import { asGuru } from '../../../lib/guru';
import { csvLine } from './csv';
import type { LogFilter } from './filter';
import { fittingRows, type Row } from './lines';

const columns: readonly (readonly [string, (row: Row) => string | number | null])[] = [
  ['id', ({ id }) => id],
  ['at', ({ at }) => at],
  ['action', ({ action }) => action],
  ['subject', ({ subject }) => subject],
  ['subject_id', ({ subjectId }) => subjectId],
  ['login', ({ login }) => login],
  ['admin_id', ({ adminId }) => adminId],
  ['admin_name', ({ adminName }) => adminName],
  ['user_id', ({ userId }) => userId],
  ['student_name', ({ studentName }) => studentName],
  ['ip_address', ({ ipAddress }) => ipAddress],
  ['user_agent', ({ userAgent }) => userAgent],
  ['before', ({ before }) => (before === null ? null : JSON.stringify(before))],
  ['after', ({ after }) => (after === null ? null : JSON.stringify(after))],
  ['details', ({ details }) => (details === null ? null : JSON.stringify(details))],
];

/** Lines read at once; what is written is never more than this in memory. */
const batch = 1000;

/**
 * The lines that fit as CSV (RFC 4180, UTF-8 with its mark, because spreadsheets take it for something
 * else without), the newest first. Who took them, and which, is in the log before the first one goes out.
 */
export async function exportLog(app: Core.Strapi, filter: LogFilter): Promise<Readable> {
  await note(app, { action: 'export', subject: 'audit.log', details: { filter } });
  return Readable.from(csv(app, filter), { objectMode: false });
}

async function* csv(app: Core.Strapi, filter: LogFilter): AsyncGenerator<string> {
  yield `\ufeff${csvLine(columns.map(([name]) => name))}`;
  let before: number | undefined;
  for (;;) {
    const rows = await asGuru(app, (database) => fittingRows(database, filter, before, batch));
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => csvLine(columns.map(([, value]) => value(row)))).join('');
    before = last.id;
  }
}
