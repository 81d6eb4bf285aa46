import type { Core } from '@strapi/strapi';
import { Client, Pool } from 'pg';
import { environment } from '../environment';
import { recallNumbers } from './certificate-numbers';
import { readSigningKeys } from './keys';
import { noteStop, type Sealing, SealingStopped, sealAll } from './sealer';

/** Milliseconds between two looks at the log. */
const pause = 1000;

const sealerKey = 'ourshiksha.sealer';

interface Sealer {
  stop(): Promise<void>;
}

/**
 * Seals the log about once a second, on a connection of its own. Every instance of the cms does, one
 * at a time, because none must be the one that has to live. Throws where the signing key is none.
 */
export function startSealing(app: Core.Strapi): void {
  const { auditFolder, auditSigningKey, databaseUrlGuru } = environment();
  const sealing: Sealing = { folder: auditFolder, keys: readSigningKeys(auditSigningKey) };
  const pool = new Pool({
    connectionString: databaseUrlGuru,
    application_name: 'ourshiksha-sealer',
    max: 1,
    connectionTimeoutMillis: 5000,
    statement_timeout: 60_000,
  });
  // One that breaks is opened anew at the next look.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  let said = '';
  const look = async () => {
    try {
      await sealWaiting(pool, sealing);
      said = '';
    } catch (error) {
      // Said once, not every second. What is not sealed yet stays due.
      const why = error instanceof Error ? error.message : String(error);
      if (why !== said) app.log.error(`The audit log is not sealed: ${why}`);
      said = why;
    }
  };

  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  const next = () => {
    timer = setTimeout(() => {
      running = look().then(() => {
        if (!isStopped) next();
      });
    }, pause);
  };
  next();
  const stop = async () => {
    isStopped = true;
    clearTimeout(timer);
    await running;
    // What was written while the instance was stopping.
    await look();
    await pool.end();
  };
  app.add(sealerKey, { stop } satisfies Sealer);
}

/**
 * Before anything is issued: a database that was put back gives no number of a certificate again that was
 * given after its backup. Throws where the folder cannot be read, because then nobody knows.
 */
export async function settleCertificateNumbers(app: Core.Strapi): Promise<void> {
  const { auditFolder, databaseUrlGuru } = environment();
  const client = new Client({ connectionString: databaseUrlGuru });
  await client.connect();
  try {
    const givenUp = await recallNumbers(client, auditFolder);
    if (givenUp > 0)
      app.log.warn(`The database was put back: ${givenUp} numbers of certificates are given up.`);
  } finally {
    await client.end();
  }
}

async function sealWaiting(pool: Pool, sealing: Sealing): Promise<void> {
  const client = await pool.connect();
  try {
    await sealAll(client, sealing);
  } catch (error) {
    if (error instanceof SealingStopped) await noteStop(client, sealing.folder, error);
    throw error;
  } finally {
    client.release();
  }
}

/** Seals what is left, and closes the connection. To be called after everything else has ended. */
export async function stopSealing(app: Core.Strapi): Promise<void> {
  if (app.has(sealerKey)) await (app.get(sealerKey) as Sealer).stop();
}
