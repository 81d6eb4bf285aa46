import type { ClientBase, QueryResultRow } from 'pg';

let opened = 0;

/** The rows of a statement, `size` at a time, so that never all of them are in memory. */
export async function* inPieces<Row extends QueryResultRow>(
  client: ClientBase,
  statement: string,
  size: number,
): AsyncGenerator<Row[], void, undefined> {
  opened += 1;
  const name = `seals_${opened}`;
  await client.query(`declare ${name} no scroll cursor for ${statement}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${size} from ${name}`);
    if (rows.length > 0) yield rows;
    if (rows.length < size) break;
  }
  await client.query(`close ${name}`);
}
