import type { ClientBase, QueryResultRow } from 'pg';

let opened = 0;

/** About so many bytes are to be in memory at a time. */
const pieceBytes = 2_000_000;
const mostRows = 2000;

/**
 * The rows of a statement in pieces, so that never all of them are in memory: few at a time where
 * `bytesOf` says that they are large.
 */
export async function* inPieces<Row extends QueryResultRow>(
  client: ClientBase,
  statement: string,
  bytesOf: (row: Row) => number,
): AsyncGenerator<Row[], void, undefined> {
  opened += 1;
  const name = `seals_${opened}`;
  await client.query(`declare ${name} no scroll cursor for ${statement}`);
  for (let size = 10; ; ) {
    const { rows } = await client.query<Row>(`fetch ${size} from ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
    const bytes = rows.reduce((sum, row) => sum + bytesOf(row), 0);
    size = Math.max(1, Math.min(mostRows, Math.floor((pieceBytes * rows.length) / bytes)));
  }
  await client.query(`close ${name}`);
}
