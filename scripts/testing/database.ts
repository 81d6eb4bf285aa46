import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { prepareDatabase, withClient } from '../../cms/database/roles.ts';
import { type DatabaseUrls, databaseUrls } from '../lib/database.ts';
import './provided.ts';

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
    drop: () =>
      withClient(adminUrl, async (client) => {
        await client.query(`drop database if exists ${name} with (force)`);
      }),
  };
}
