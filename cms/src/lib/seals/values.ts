import { hash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { inPieces } from './cursor';
import type { Findings } from './findings';

/**
 * What is personal in a line stands in audit.personal_values, or in audit.origins where it is only from
 * where a student acted, so that a person can be erased; the line has SHA-256 of salt and values. An
 * erasure leaves a line that names the lines it emptied, and the origins.
 */
export interface ValuesRow {
  readonly personal: string | null;
  readonly salt: Buffer | null;
  readonly values: string | null;
  /** Of a line without its values: whether an erasure names it. */
  readonly erased: boolean | null;
}

/** Lines with their values, of `columns` of audit.log, one of which is `id` and one `personal`. */
export const withValues = (columns: string): string => `
  with erasures as materialized (
    select range_agg(case when pg_input_is_valid(details ->> 'lines', 'int8multirange')
      then (details ->> 'lines')::int8multirange end) as lines
    from audit.log where action = 'student.erased'),
  origins as materialized (
    select distinct jsonb_array_elements_text(details -> 'origins') as digest
    from audit.log where action = 'student.erased' and jsonb_typeof(details -> 'origins') = 'array')
  select line.*, coalesce(apart.salt, origin.salt) as salt, coalesce(apart."values", origin."values")::text as values,
    case when line.personal is not null and apart.log_id is null and origin.digest is null
      then coalesce(line.id <@ (select lines from erasures), false)
        or line.personal in (select digest from origins) end as erased
  from (select ${columns} from audit.log order by log.id) line
  left join audit.personal_values apart on apart.log_id = line.id
  left join audit.origins origin on origin.digest = line.personal
  order by line.id`;

/** Compares a line's values with the line. Returns whether they were erased. */
export function compareValues(row: ValuesRow, id: number, findings: Findings): boolean {
  const { personal, salt, values, erased } = row;
  if (salt === null || values === null) {
    if (erased === false)
      findings.row('values.deleted', id, 'personal values gone without an erasure');
    return erased === true;
  }
  if (personal === null) {
    findings.row('values.added', id, 'personal values that it was written without');
  } else if (digestOf(salt, values) !== personal) {
    findings.row('values.changed', id, 'personal values changed');
  }
  return false;
}

const digestOf = (salt: Buffer, values: string): string =>
  hash('sha256', Buffer.concat([salt, Buffer.from(values)]), 'hex');

/** Names values that have no line. */
export async function verifyStrayValues(client: ClientBase, findings: Findings): Promise<void> {
  const stray = inPieces<{ id: string }>(
    client,
    `select log_id as id from audit.personal_values v
    where not exists (select from audit.log l where l.id = v.log_id) order by log_id`,
    () => 8,
  );
  for await (const rows of stray) {
    for (const { id } of rows) {
      findings.row('values.added', Number(id), 'personal values without a row');
    }
  }
}
