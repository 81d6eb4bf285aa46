import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { databaseName, urlFor, withClient } from '../../cms/database/roles.ts';
import { claimDataFolder, openDataFolder } from '../lib/data-folder.ts';
import { openDatabase } from '../lib/database.ts';
import { freePort } from '../lib/ports.ts';
import { removePostgres, serverMajor, setPassword, startPostgres } from '../lib/postgres.ts';
import { findPostgresHome, type PostgresHome } from '../lib/postgres-home.ts';
import type { Say } from '../lib/progress.ts';
import { Refusal } from '../lib/refusal.ts';
import { archiveEntries, inspectArchive, type Manifest } from './archive.ts';
import { highestSealedLine } from './checkpoints.ts';
import { countRows } from './contents.ts';
import { unpackFolder } from './folders.ts';
import { aboutName, databasePart, foldersOf, type Kept, whenFull } from './make.ts';
import { through } from './streams.ts';
import { readTar } from './tar.ts';

export interface RestoreOptions {
  /** Whether a database that is there may give way; it is kept beside the new one. */
  readonly replace: boolean;
}

export interface Restored {
  readonly manifest: Manifest;
  /** Where the database lies that was there before. */
  readonly before: string | undefined;
  /** Files that were there with other bytes than in the backup, and stayed as they were. */
  readonly keptAside: readonly string[];
}

/**
 * Puts a backup back. Nothing is touched before every byte of the file has been checked; the database
 * is unpacked, opened and counted beside its place, and moving it there is the last step. Media are
 * added: one that is there already gives way only when its bytes are others.
 */
export async function restoreBackup(
  kept: Kept,
  file: string,
  options: RestoreOptions,
  say: Say,
): Promise<Restored> {
  const { dataDir } = kept.settings;
  openDataFolder(dataDir);
  const release = claimDataFolder(dataDir);
  try {
    const home = findPostgresHome(dataDir);
    const occupied = existsSync(path.join(home.data, 'PG_VERSION'));
    if (occupied && !options.replace) {
      throw new Refusal(
        `There is a database in ${home.data}: add --replace to put the backup in its place. It is kept beside it.`,
      );
    }
    say('Checking every byte of the file');
    const manifest = await inspectArchive(file);
    refuseStranger(manifest, await serverMajor(home));

    const fresh: PostgresHome = { ...home, data: `${home.data}.restoring` };
    await removePostgres(fresh);
    try {
      const keptAside = await unpack(kept, file, fresh, say);
      await openRestored(kept, fresh, manifest, say);
      const before = occupied ? `${home.data}.before-${stamp(new Date())}` : undefined;
      if (before) await rename(home.data, before);
      await rename(fresh.data, home.data);
      return { manifest, before, keptAside };
    } finally {
      await removePostgres(fresh);
    }
  } catch (error) {
    throw whenFull(error, dataDir);
  } finally {
    release();
  }
}

const stamp = (time: Date): string => time.toISOString().slice(0, 19).replaceAll(':', '-');

/** Database files are read by the same major version on the same kind of machine only. */
function refuseStranger({ server, ourshiksha }: Manifest, major: number): void {
  if (server.major !== major) {
    throw new Refusal(
      `This backup is of PostgreSQL ${server.version} and the one here is ${major}: restore it with OurShiksha ${ourshiksha}, which made it, and follow docs/operations.md, “Upgrades”, from there.`,
    );
  }
  const here = `${process.platform}-${process.arch}`;
  if (server.platform !== here) {
    throw new Refusal(
      `This backup was made on ${server.platform} and this machine is ${here}, where its database files cannot be read: restore it on a machine like the first, or follow docs/operations.md, “Another machine”.`,
    );
  }
}

async function unpack(kept: Kept, file: string, fresh: PostgresHome, say: Say): Promise<string[]> {
  const aside: string[] = [];
  const folders = foldersOf(kept);
  for await (const { name, content } of archiveEntries(file)) {
    if (name === aboutName) continue;
    if (name === databasePart) {
      say('Unpacking the database');
      await unpackFolder(readTar(through(content, createGunzip())), fresh.data, fresh.user);
      say('Putting media and checkpoints back');
      continue;
    }
    const [folder = '', ...below] = name.split('/');
    const place = folders[folder as keyof typeof folders];
    if (place === undefined)
      throw new Refusal(`${file} has a part “${name}” that is not known here.`);
    // A checkpoint that was exported later knows more than the backup: it is what tells that rows
    // are missing now.
    const target = path.join(place, ...below);
    if (folder === 'checkpoints' && existsSync(target)) {
      aside.push(target);
      continue;
    }
    await putFile(content, target);
  }
  return aside;
}

/** Whole or not at all: under another name first, which nobody serves. */
async function putFile(content: AsyncIterable<Buffer>, target: string): Promise<void> {
  const hidden = path.join(path.dirname(target), `.${path.basename(target)}.restoring`);
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await pipeline(content, createWriteStream(hidden));
    await rename(hidden, target);
  } finally {
    await rm(hidden, { force: true });
  }
}

/** Opens the unpacked database, holds it against the manifest and brings it up to date. */
async function openRestored(
  kept: Kept,
  fresh: PostgresHome,
  manifest: Manifest,
  say: Say,
): Promise<void> {
  const { dataDir } = kept.settings;
  say('Opening the restored database and counting its rows');
  // The secrets of this folder need not be those the backup was made with.
  await setPassword(fresh, kept.secrets.postgres);
  const { part, adminUrl } = await startPostgres({
    dataDir,
    port: await freePort(),
    password: kept.secrets.postgres,
    durable: true,
    home: fresh,
  });
  try {
    await withClient(urlFor(adminUrl, databaseName), async (admin) => {
      const rows = await countRows(admin);
      const different = Object.keys({ ...manifest.rows, ...rows }).filter(
        (table) => rows[table] !== manifest.rows[table],
      );
      if (different.length > 0) {
        throw new Refusal(
          `The restored database has other numbers of rows than the backup says (${different.join(', ')}): nothing was changed.`,
        );
      }
    });
    const { urls } = await openDatabase(adminUrl, kept.secrets);
    await withClient(urls.admin, async (admin) => {
      // No line written from here on has the number of one that was sealed and is lost.
      await admin.query('select setval($1, $2) from audit.log_id_seq where last_value < $2', [
        'audit.log_id_seq',
        Math.max(1, await highestSealedLine(kept.checkpoints)),
      ]);
      await admin.query('select audit.note($1, $2, null, $3)', [
        'backup.restored',
        'system',
        JSON.stringify({ made_at: manifest.made_at, server: manifest.server.version }),
      ]);
    });
  } finally {
    await part.stop();
  }
}
