import type { Core } from '@strapi/strapi';
import type { ClientBase } from 'pg';
import { pastCollisions } from './collisions';
import { ownTypes } from './types';

/** Statements as the role guru, on one connection of Strapi's pool. */
export interface GuruDatabase {
  rows<Row>(statement: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** The number of rows a statement wrote. */
  change(statement: string, parameters?: readonly unknown[]): Promise<number>;
}

const over = (client: ClientBase): GuruDatabase => ({
  rows: async <Row>(text: string, parameters: readonly unknown[] = []) =>
    (await client.query({ text, values: [...parameters], types: ownTypes })).rows as Row[],
  change: async (text, parameters = []) =>
    (await client.query({ text, values: [...parameters] })).rowCount ?? 0,
});

/** Runs `work` on a connection of Strapi's own pool and gives the connection back. */
async function withConnection<Result>(
  app: Core.Strapi,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const pool = app.db.connection.client as {
    acquireConnection(): Promise<ClientBase>;
    releaseConnection(client: ClientBase): Promise<void>;
  };
  const client = await pool.acquireConnection();
  try {
    return await work(client);
  } finally {
    await pool.releaseConnection(client);
  }
}

/** Single statements outside any transaction. */
export function asGuru<Result>(
  app: Core.Strapi,
  work: (database: GuruDatabase) => Promise<Result>,
): Promise<Result> {
  return withConnection(app, (client) => work(over(client)));
}

/**
 * Statements within a transaction of Strapi's own (`app.db.transaction`), on its connection: they and the
 * Document Service's writes are one.
 */
export async function withinTransaction(trx: { readonly client: unknown }): Promise<GuruDatabase> {
  const own = trx.client as { acquireConnection(): Promise<ClientBase> };
  return over(await own.acquireConnection());
}

type Isolation = 'repeatable read' | 'read committed';

/**
 * Runs `work` in one transaction. REPEATABLE READ: all its statements see one moment of the drafts. READ
 * COMMITTED is for what waits for a lock and must see what was committed meanwhile. A collision with
 * another transaction runs it again, a few times at most.
 */
export function inGuruTransaction<Result>(
  app: Core.Strapi,
  settings: Readonly<Record<string, string>>,
  work: (database: GuruDatabase) => Promise<Result>,
  isolation: Isolation = 'repeatable read',
): Promise<Result> {
  return pastCollisions(() =>
    withConnection(app, (client) => transaction(client, settings, work, isolation)),
  );
}

/** Runs `work` in one transaction that sees one moment and can write nothing. */
export function readAsGuru<Result>(
  app: Core.Strapi,
  work: (database: GuruDatabase) => Promise<Result>,
): Promise<Result> {
  const settings = { transaction_read_only: 'on', statement_timeout: '10s' };
  return withConnection(app, (client) => transaction(client, settings, work));
}

async function transaction<Result>(
  client: ClientBase,
  settings: Readonly<Record<string, string>>,
  work: (database: GuruDatabase) => Promise<Result>,
  isolation: Isolation = 'repeatable read',
): Promise<Result> {
  const database = over(client);
  try {
    await client.query(`begin isolation level ${isolation}`);
    for (const [name, value] of Object.entries(settings)) {
      await database.rows('select set_config($1, $2, true)', [name, value]);
    }
    const result = await work(database);
    await client.query('commit');
    return result;
  } catch (error) {
    // Where the connection is gone the server has rolled back already; the first error is the news.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}
