import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../lib/database.ts';
import { freePort } from '../lib/ports.ts';
import { startPostgres } from '../lib/postgres.ts';
import { makeSecrets } from '../lib/secrets.ts';
import './provided.ts';

/** One PostgreSQL for the whole run, without fsync, in a folder that goes away with it. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ourshiksha-tests-'));
  chmodSync(dataDir, 0o711);
  mkdirSync(path.join(dataDir, 'logs'));
  const secrets = makeSecrets();
  const { part, adminUrl } = await startPostgres({
    dataDir,
    port: await freePort(),
    password: secrets.postgres,
    durable: false,
  });
  // When the run is cut short no teardown runs, but the server must not outlive it.
  const cut = () => {
    if (part.isRunning()) process.kill(part.pid, 'SIGINT');
  };
  process.once('exit', cut);
  const template = 'ourshiksha_template';
  try {
    await openDatabase(adminUrl, secrets, template);
  } catch (error) {
    await part.stop();
    throw error;
  }
  project.provide('postgres', { adminUrl, secrets, template });
  return async () => {
    process.off('exit', cut);
    await part.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
}
