import { leafHashOfText } from './merkle';

/** The form's name stands in every leaf, so that a later form cannot be taken for this one. */
export const leafForm = 'ourshiksha.log/1';

/** Every column of audit.log, in the leaf's order, and how its value becomes a text. */
const texts = {
  id: 'id::text',
  // Seconds since 1970 with microseconds: one text for one instant, whatever the session's settings.
  at: 'extract(epoch from at)::text',
  transaction_id: 'transaction_id::text',
  login: 'login',
  user_id: 'user_id',
  admin_id: 'admin_id',
  ip_address: 'ip_address',
  user_agent: 'user_agent',
  action: 'action',
  subject: 'subject',
  subject_id: 'subject_id',
  before: 'before::text',
  after: 'after::text',
  details: 'details::text',
  personal: 'personal',
} as const;

export type LogColumn = keyof typeof texts;
export const logColumns = Object.keys(texts) as LogColumn[];

/**
 * The leaf of a row of audit.log, as SQL over its columns: a JSON array of the form's name and of each
 * column's text, null where the column is null. jsonb is written by PostgreSQL in one way only (keys by
 * length and bytes, numbers with their digits), so equal rows have equal leaves and others do not; and
 * as text inside a text, a JSON null differs from no value.
 */
export const leafSql = `json_build_array('${leafForm}', ${Object.values(texts).join(', ')})::text`;

/** The hash a seal holds of a leaf. */
export const hashOfLeaf = leafHashOfText;

/** The same as SQL, for whoever needs no leaf beside it: 32 bytes instead of a kilobyte to be sent and read. */
export const leafHashSql = `sha256('\\x00'::bytea || convert_to(${leafSql}, 'UTF8'))`;

export type LogLine = Readonly<Record<LogColumn, string | null>>;

/** The columns' texts, or undefined where `leaf` is no leaf. */
export function readLeaf(leaf: string): LogLine | undefined {
  let values: unknown;
  try {
    values = JSON.parse(leaf);
  } catch {
    return undefined;
  }
  if (!Array.isArray(values) || values.length !== logColumns.length + 1) return undefined;
  const [form, ...columns] = values as unknown[];
  const isText = (value: unknown) => value === null || typeof value === 'string';
  if (form !== leafForm || !columns.every(isText)) return undefined;
  return Object.fromEntries(logColumns.map((name, n) => [name, columns[n]])) as LogLine;
}
