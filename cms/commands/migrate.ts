import path from 'node:path';
import { migrate } from '../database/migrate';
import {
  databaseName,
  ensureDatabase,
  ensureRoles,
  prepareDatabase,
  urlFor,
} from '../database/roles';

/**
 * Makes roles, database and schemas where they are missing and runs the migrations, then ends. It
 * is the only program that gets the administrator's connection (DATABASE_URL); the cms itself runs
 * later with the two roles whose passwords are set here. It may be run again at any time.
 */
const required = ['DATABASE_URL', 'GURU_PASSWORD', 'SHISHYA_PASSWORD'] as const;

function setting(name: (typeof required)[number]): string {
  const value = process.env[name]?.trim();
  if (!value) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

async function main() {
  const [adminUrl, guru, shishya] = [
    setting('DATABASE_URL'),
    setting('GURU_PASSWORD'),
    setting('SHISHYA_PASSWORD'),
  ];
  await ensureRoles(adminUrl, { guru, shishya });
  await ensureDatabase(adminUrl, databaseName);
  const database = urlFor(adminUrl, databaseName);
  await prepareDatabase(database);
  const applied = await migrate(database, path.resolve('database', 'migrations'));
  const names = applied.map(({ name }) => name).join(', ');
  console.log(applied.length === 0 ? 'The database is up to date.' : `Migrated: ${names}.`);
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
