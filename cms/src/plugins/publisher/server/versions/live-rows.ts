import { liveColumns } from '../draft-rows';
import { type Kind, tree } from '../tree';

/**
 * The rows that a snapshot stands for, table by table, parents first. Writing a version, putting a
 * lost one back and comparing live with its snapshot all read the snapshot through here.
 */
export interface LiveTable {
  readonly kind: Kind;
  /** With its schema, `live` or `keys`. */
  readonly table: string;
  readonly idColumn: string;
  /** What is written; what the table makes by itself (times, a course's own id) is not named. */
  readonly columns: readonly string[];
}

export const liveTables: readonly LiveTable[] = tree.flatMap((kind): LiveTable[] => {
  const shown: LiveTable = {
    kind,
    table: `live.${kind.liveTable}`,
    idColumn: 'id',
    columns: liveColumns(kind, false),
  };
  if (kind.hidden === null) return [shown];
  const { table, idColumn, columns } = kind.hidden;
  const hidden: LiveTable = {
    kind,
    table: `keys.${table}`,
    idColumn,
    columns: [idColumn, 'version', 'course_id', ...columns.map(({ name }) => name)],
  };
  return [shown, hidden];
});

/**
 * A select of a table's rows as the snapshot has them, in its order.
 *
 * @param snapshot SQL of one jsonb value
 * @param version SQL of the version the rows belong to, which may be another than the snapshot's
 * @param courseId SQL of the course they belong to
 */
export function rowsOfSnapshot(
  { kind, table, idColumn, columns }: LiveTable,
  snapshot: string,
  version: string,
  courseId: string,
): string {
  return `select ${columns.map((name) => `${cell(kind, name)} as ${name}`).join(', ')}
    from (select ${snapshot} as snapshot) source
    cross join lateral jsonb_array_elements(source.snapshot -> '${kind.liveTable}') with ordinality element (value, place)
    cross join lateral jsonb_populate_record(null::${table}, element.value || jsonb_build_object(
      '${idColumn}', element.value -> 'id', 'version', ${version}, 'course_id', ${courseId})) row
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
    case 'flag':
      return `coalesce(row.${name}, false)`;
    default:
      return column?.fallback === undefined
        ? `row.${name}`
        : `coalesce(row.${name}, ${column.fallback})`;
  }
}
