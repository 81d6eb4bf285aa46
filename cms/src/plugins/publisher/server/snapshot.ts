import { type Identity, liveColumns, selectDraftRows } from './draft-rows';
import { type Kind, tree } from './tree';

/**
 * A snapshot is one JSON object: for every kind its live table's name with an array of rows, ordered
 * by id, answers and solutions included. It is the one form in which a whole course is kept,
 * compared, rolled back to, frozen for a schedule and carried to another system.
 */

const asSnapshot = (rowsOf: (kind: Kind) => string): string =>
  `jsonb_build_object(${tree
    .map(
      (kind) =>
        `'${kind.liveTable}', (select coalesce(jsonb_agg(to_jsonb(row) order by row.id), '[]') from (${rowsOf(kind)}) row)`,
    )
    .join(',\n      ')})`;

/**
 * The snapshot of a version that stands in live, for whoever may read the keys (guru may not);
 * `$2` the version, `$3` the course's live id.
 */
export const liveSnapshot: string = asSnapshot((kind) => {
  const { hidden } = kind;
  const shown = liveColumns(kind, false).map((name) => `n.${name}`);
  const secret = (hidden?.columns ?? []).map(({ name }) => `k.${name}`);
  return `select ${[...shown, ...secret].join(', ')} from live.${kind.liveTable} n
    ${hidden === null ? '' : `join keys.${hidden.table} k on k.${hidden.idColumn} = n.id and k.version = n.version`}
    where n.course_id = $3::integer and n.version = $2::integer`;
});

/**
 * The snapshot that publishing the drafts would make; `$1` the draft course's id, `$2` the version
 * written into the rows, `$3` the course's live id.
 */
export const draftSnapshot = (identity: Identity): string =>
  asSnapshot((kind) => selectDraftRows(kind, { includeHidden: true, identity }));

/** The checksum that stands beside a snapshot: SHA-256 of its canonical jsonb text, hexadecimal. */
export const checksumOf = (snapshot: string): string =>
  `encode(sha256(convert_to((${snapshot})::text, 'UTF8')), 'hex')`;
