import type { GuruDatabase } from '../../../../lib/guru';
import { liveColumns } from '../draft-rows';
import { checksumOf } from '../snapshot';
import { pointerStatement } from '../statements';
import { type Kind, tree } from '../tree';

/** Where a snapshot comes from: SQL that yields one jsonb value, with its own parameters from `$1`. */
export interface SnapshotSource {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** The rows of a kind inside the snapshot, as rows of `table` in another version. */
function rowsAs(table: string, kind: Kind, idColumn: string, first: number): string {
  return `jsonb_array_elements(source.snapshot -> '${kind.liveTable}') with ordinality element (value, place)
    cross join lateral jsonb_populate_record(null::${table}, element.value || jsonb_build_object(
      '${idColumn}', element.value -> 'id', 'version', $${first}::integer, 'course_id', $${first + 1}::integer)) row
    order by element.place`;
}

/** A snapshot taken before a column was there holds nothing for it: its row gets what a blank draft would. */
function cell(kind: Kind, name: string): string {
  const column = [...kind.columns, ...(kind.hidden?.columns ?? [])].find(
    (known) => known.name === name,
  );
  switch (column?.form) {
    case 'text':
      return `coalesce(row.${name}, '')`;
    case 'list':
      return `coalesce(row.${name}, '[]'::jsonb)`;
    default:
      return `row.${name}`;
  }
}

function insertLive(kind: Kind, source: string, first: number): string {
  const names = liveColumns(kind, false);
  return `insert into live.${kind.liveTable} (${names.join(', ')})
    select ${names.map((name) => cell(kind, name)).join(', ')}
    from (select ${source} as snapshot) source
    cross join lateral ${rowsAs(`live.${kind.liveTable}`, kind, 'id', first)}`;
}

function insertHidden(kind: Kind, source: string, first: number): string | null {
  const { hidden } = kind;
  if (hidden === null) return null;
  const names = [
    hidden.idColumn,
    'version',
    'course_id',
    ...hidden.columns.map(({ name }) => name),
  ];
  return `insert into keys.${hidden.table} (${names.join(', ')})
    select ${names.map((name) => cell(kind, name)).join(', ')}
    from (select ${source} as snapshot) source
    cross join lateral ${rowsAs(`keys.${hidden.table}`, kind, hidden.idColumn, first)}`;
}

/** The same course as another version: every row of the snapshot names it. */
const renumbered = (first: number): string =>
  `(select jsonb_object_agg(part.name, (
      select coalesce(jsonb_agg(element.value || jsonb_build_object('version', $${first}::integer) order by element.place), '[]')
      from jsonb_array_elements(part.rows) with ordinality element (value, place)))
    from jsonb_each(source.snapshot) part (name, rows))`;

/**
 * Writes a snapshot as a course's next version: rows, keys, its own snapshot, and the pointer. No
 * row passes through Node. The caller holds the lock on the course, chooses the next number and
 * puts the history down.
 *
 * @returns how many rows of each kind were written
 */
export async function writeVersionFrom(
  database: GuruDatabase,
  { courseId, version }: { courseId: number; version: number },
  source: SnapshotSource,
  by: { publishedBy: string; message: string },
): Promise<Record<string, number>> {
  const first = source.parameters.length + 1;
  const parameters = [...source.parameters, version, courseId];
  const counts: Record<string, number> = {};
  for (const kind of tree) {
    counts[kind.name] = await database.change(insertLive(kind, source.sql, first), parameters);
    const hidden = insertHidden(kind, source.sql, first);
    if (hidden !== null) await database.change(hidden, parameters);
  }
  await database.change(
    `insert into live.course_versions (course_id, version, snapshot, checksum, published_by, message)
    select $${first + 1}::integer, $${first}::integer, made.snapshot, ${checksumOf('made.snapshot')}, $${first + 2}, $${first + 3}
    from (select ${renumbered(first)} as snapshot from (select ${source.sql} as snapshot) source) made`,
    [...parameters, by.publishedBy, by.message],
  );
  const pointer = pointerStatement({ courseId, version });
  await database.change(pointer.text, pointer.parameters);
  return counts;
}
