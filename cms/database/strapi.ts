import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** The one thing needed of Strapi's database: a transaction of its own connection, as `guru`. */
export interface StrapiDatabase {
  transaction(
    work: (scope: { trx: { raw(sql: string): PromiseLike<unknown> } }) => Promise<void>,
  ): Promise<unknown>;
}

/**
 * Functions and triggers on Strapi's own tables. They cannot be migrations, because the tables are
 * made by Strapi's schema sync after those; so every file here can be run again at every boot.
 */
export async function applyStrapiSql(database: StrapiDatabase, folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(path.join(folder, name), 'utf8') })),
  );
  await database.transaction(async ({ trx }) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtext('ourshiksha strapi sql'))`);
    for (const { sql } of files) {
      // knex takes every question mark for a parameter; `\?` is how it is told not to.
      await trx.raw(sql.replaceAll('?', '\\?'));
    }
  });
  return names;
}
