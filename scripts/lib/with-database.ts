import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { databaseName } from '../../cms/database/roles.ts';
import { claimDataFolder } from './data-folder.ts';
import { type DatabaseUrls, databaseUrls, openDatabase } from './database.ts';
import { startPostgres } from './postgres.ts';
import { findPostgresHome } from './postgres-home.ts';
import { Refusal } from './refusal.ts';
import type { Secrets } from './secrets.ts';
import type { Settings } from './settings.ts';

/**
 * Runs `work` on the database of the system that runs, or on the same database started for this
 * alone. What it does is said to `say`.
 */
export async function withDatabase(
  settings: Settings,
  secrets: Secrets,
  say: (line: string) => void,
  work: (database: DatabaseUrls) => Promise<number>,
): Promise<number> {
  if (settings.databaseUrl !== undefined)
    return work((await openDatabase(settings.databaseUrl, secrets)).urls);
  return withServer(settings, secrets, say, async (adminUrl, { running }) =>
    work(
      running
        ? databaseUrls(adminUrl, databaseName, secrets)
        : (await openDatabase(adminUrl, secrets)).urls,
    ),
  );
}

/**
 * Runs `work` on the embedded server of the system that runs, or on the same server started for
 * this alone, whose database is as it was left.
 */
export async function withServer<T>(
  settings: Settings,
  secrets: Secrets,
  say: (line: string) => void,
  work: (adminUrl: string, server: { readonly running: boolean }) => Promise<T>,
): Promise<T> {
  const { dataDir } = settings;
  const port = runningPort(dataDir);
  if (port !== undefined) {
    say('Using the database of the system that runs');
    return work(adminUrl(port, secrets), { running: true });
  }
  const release = claimDataFolder(dataDir);
  try {
    say('Starting PostgreSQL');
    const postgres = await startPostgres({
      dataDir,
      port: settings.ports.postgres,
      password: secrets.postgres,
      durable: true,
    });
    try {
      return await work(postgres.adminUrl, { running: false });
    } finally {
      await postgres.part.stop();
    }
  } finally {
    release();
  }
}

/** The port of the server that a running system keeps, from the line PostgreSQL wrote itself. */
function runningPort(dataDir: string): number | undefined {
  try {
    claimDataFolder(dataDir)();
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const file = path.join(findPostgresHome(dataDir).data, 'postmaster.pid');
    const port = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[3]) : Number.NaN;
    if (Number.isInteger(port)) return port;
    throw new Refusal(
      'The system is just starting or stopping: wait until it runs, and try again.',
    );
  }
}

function adminUrl(port: number, secrets: Secrets): string {
  return `postgres://postgres:${encodeURIComponent(secrets.postgres)}@127.0.0.1:${port}/postgres`;
}
