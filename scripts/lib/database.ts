import { migrate } from '../../cms/database/migrate.ts';
import {
  databaseName,
  ensureDatabase,
  ensureRoles,
  prepareDatabase,
  urlFor,
} from '../../cms/database/roles.ts';
import { migrationsFolder } from './paths.ts';
import { messageOf, Refusal } from './refusal.ts';
import type { Secrets } from './secrets.ts';

/** One database, as each of those who may reach it. */
export interface DatabaseUrls {
  readonly admin: string;
  readonly guru: string;
  readonly shishya: string;
}

export function databaseUrls(adminUrl: string, name: string, secrets: Secrets): DatabaseUrls {
  return {
    admin: urlFor(adminUrl, name),
    guru: urlFor(adminUrl, name, 'guru', secrets.guru),
    shishya: urlFor(adminUrl, name, 'shishya_login', secrets.shishya),
  };
}

/** Roles, database, schemas: whatever is missing on the server is made, in this order. */
export async function openDatabase(
  adminUrl: string,
  secrets: Secrets,
  name: string = databaseName,
): Promise<{ urls: DatabaseUrls; migrations: number }> {
  try {
    await ensureRoles(adminUrl, secrets);
    await ensureDatabase(adminUrl, name);
  } catch (error) {
    const server = new URL(adminUrl);
    throw new Refusal(
      `The PostgreSQL at ${server.host} could not be set up (${messageOf(error)}): check that it runs and that the connection's user may create roles and databases.`,
    );
  }
  const urls = databaseUrls(adminUrl, name, secrets);
  await prepareDatabase(urls.admin);
  const applied = await migrate(urls.admin, migrationsFolder);
  return { urls, migrations: applied.length };
}
