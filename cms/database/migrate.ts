/** One numbered SQL file that ran. */
export interface AppliedMigration {
  readonly name: string;
}

/**
 * Brings live, keys, activity and audit up to date from the numbered files of `folder`, all of
 * them in one transaction and under node-pg-migrate's advisory lock, so that several instances may
 * start at once. Runs before the cms boots, as the administrator, and names no table of Strapi's.
 */
export async function migrate(databaseUrl: string, folder: string): Promise<AppliedMigration[]> {
  // The package is an ES module, this file is compiled to CommonJS as well: import() suits both.
  const { runner } = await import('node-pg-migrate');
  const notes: string[] = [];
  try {
    const applied = await runner({
      databaseUrl,
      dir: folder,
      // A README may lie beside the files.
      ignorePattern: '(?!.*\\.sql$).*',
      direction: 'up',
      migrationsTable: 'migrations',
      migrationsSchema: 'public',
      checkOrder: true,
      singleTransaction: true,
      advisoryLockMode: 'wait',
      log: (message) => notes.push(message),
    });
    return applied.map(({ name }) => ({ name }));
  } catch (error) {
    throw new Error(
      `A database migration failed and nothing of it was kept. ${notes.at(-1) ?? ''}`,
      {
        cause: error,
      },
    );
  }
}
