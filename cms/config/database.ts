import { environment } from '../src/lib/environment';

export default () => ({
  connection: {
    client: 'postgres',
    // Strapi's tables live in a schema of their own; live, keys, activity and audit are not its.
    connection: { connectionString: environment().databaseUrlGuru, schema: 'cms' },
    pool: { min: 0, max: 10 },
    acquireConnectionTimeout: 30_000,
  },
  settings: {
    // Without the first, Strapi would take database/migrations, which is ours, for its own.
    useTypescriptMigrations: true,
    // With the second, a renamed attribute would silently lose its column.
    forceMigration: false,
  },
});
