import { randomBytes } from 'node:crypto';
import type { Client, DatabaseError } from 'pg';
import { inject } from 'vitest';
import { prepareDatabase, withClient } from '../../cms/database/roles.ts';
import { type DatabaseUrls, databaseUrls } from '../lib/database.ts';
import './provided.ts';

/** SQLSTATE object_in_use. */
const inUse = '55006';

export interface TestDatabase extends DatabaseUrls {
  readonly name: string;
  drop(): Promise<void>;
}

/** A database of the test file's own, with every migration applied: a clone, made in a moment. */
export async function createDatabase(template?: string): Promise<TestDatabase> {
  const { adminUrl, secrets, template: migrated } = inject('postgres');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await withClient(adminUrl, (client) =>
    client.query(`create database ${name} template ${template ?? migrated}`),
  );
  const urls = databaseUrls(adminUrl, name, secrets);
  await prepareDatabase(urls.admin);
  return {
    ...urls,
    name,
    drop: () => withClient(adminUrl, (client) => dropOf(client, name)),
  };
}

/**
 * A pool has ended before its connections have, and one that is cut off meanwhile throws where nobody
 * catches it. PostgreSQL waits five seconds for those that are leaving; by force only whoever stays then.
 */
async function dropOf(client: Client, name: string): Promise<void> {
  try {
    await client.query(`drop database if exists ${name}`);
  } catch (error) {
    if ((error as DatabaseError).code !== inUse) throw error;
    await client.query(`drop database if exists ${name} with (force)`);
  }
}

/**
 * The name of a template that holds what `make` did to a migrated database: made once in a run, by
 * whoever needs it first, because that takes as long as all else together.
 */
export async function madeOnce(
  name: string,
  make: (database: DatabaseUrls) => Promise<void>,
): Promise<string> {
  const { adminUrl, secrets, template } = inject('postgres');
  await withClient(adminUrl, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const found = await client.query('select from pg_database where datname = $1', [name]);
    if (found.rowCount !== 0) return;
    const unfinished = `${name}_unfinished`;
    await client.query(`drop database if exists ${unfinished} with (force)`);
    await client.query(`create database ${unfinished} template ${template}`);
    const database = databaseUrls(adminUrl, unfinished, secrets);
    await prepareDatabase(database.admin);
    await make(database);
    await client.query(`alter database ${unfinished} rename to ${name}`);
  });
  return name;
}
