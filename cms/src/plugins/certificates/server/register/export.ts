import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { note } from '../../../../lib/audit';
import { asGuru } from '../../../../lib/guru';
import { csvLine } from '../../../audit/server/csv';
import type { CertificateLine } from '../wire';
import type { RegisterFilter } from './filter';
import { fittingCertificates } from './list';

const columns: readonly (readonly [string, (line: CertificateLine) => string | number | null])[] = [
  ['number', ({ number }) => number],
  ['name', ({ studentName }) => studentName],
  ['course', ({ courseName }) => courseName],
  ['issued', ({ issuedAt }) => issuedAt],
  ['score', ({ finalScore }) => finalScore],
  ['grade', ({ grade }) => grade],
  ['state', ({ state }) => state],
];

/** Lines read at once; what is written is never more than this in memory. */
const batch = 1000;

/**
 * The certificates that fit as CSV (RFC 4180, UTF-8 with its mark, because spreadsheets take it for
 * something else without), the newest first. Who took them, and which, is in the log before the first
 * line goes out.
 */
export async function exportRegister(app: Core.Strapi, filter: RegisterFilter): Promise<Readable> {
  await note(app, {
    action: 'export',
    subject: 'activity.issued_certificates',
    details: { filter },
  });
  return Readable.from(csv(app, filter), { objectMode: false });
}

async function* csv(app: Core.Strapi, filter: RegisterFilter): AsyncGenerator<string> {
  yield `\ufeff${csvLine(columns.map(([name]) => name))}`;
  let before: number | undefined;
  for (;;) {
    const lines = await asGuru(app, (database) =>
      fittingCertificates(database, filter, before, batch),
    );
    const last = lines.at(-1);
    if (last === undefined) return;
    yield lines.map((line) => csvLine(columns.map(([, value]) => value(line)))).join('');
    before = last.id;
  }
}
