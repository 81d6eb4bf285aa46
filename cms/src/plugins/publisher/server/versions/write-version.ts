import type { GuruDatabase } from '../../../../lib/guru';
import { checksumOf } from '../snapshot';
import { pointerStatement } from '../statements';
import { liveTables, rowsOfSnapshot } from './live-rows';

/** Where a snapshot comes from: SQL that yields one jsonb value, with its own parameters from `$1`. */
export interface SnapshotSource {
  readonly sql: string;
  readonly parameters: readonly unknown[];
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
  for (const place of liveTables) {
    const { kind, table, columns } = place;
    const rows = rowsOfSnapshot(place, source.sql, `$${first}::integer`, `$${first + 1}::integer`);
    const written = await database.change(
      `insert into ${table} (${columns.join(', ')}) ${rows}`,
      parameters,
    );
    counts[kind.name] ??= written;
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
