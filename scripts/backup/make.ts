import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { databaseName, urlFor, withClient } from '../../cms/database/roles.ts';
import { claimFile, openDataFolder } from '../lib/data-folder.ts';
import { root } from '../lib/paths.ts';
import { freePort } from '../lib/ports.ts';
import { removePostgres, startPostgres } from '../lib/postgres.ts';
import { findPostgresHome, type PostgresHome } from '../lib/postgres-home.ts';
import type { Say } from '../lib/progress.ts';
import { Refusal } from '../lib/refusal.ts';
import type { Secrets } from '../lib/secrets.ts';
import type { Settings } from '../lib/settings.ts';
import { withServer } from '../lib/with-database.ts';
import { ArchiveWriter, type Manifest } from './archive.ts';
import { baseBackup } from './base-backup.ts';
import { countRows, mediaOfRows } from './contents.ts';
import { filesBelow, packFolder, unpackFolder } from './folders.ts';
import { chain, once, through, until, wholeLines } from './streams.ts';
import { endOfArchive, readTar } from './tar.ts';

/** What is backed up, and what a backup is put back to. */
export interface Kept {
  readonly settings: Settings;
  readonly secrets: Secrets;
  /** The folder of pictures, certificates and what students handed in. */
  readonly uploads: string;
  /** The folder the audit log's checkpoints are exported to. */
  readonly checkpoints: string;
}

/** The folders of a backup's file besides the database, and where they come from. */
export const foldersOf = ({ uploads, checkpoints }: Kept) => ({ uploads, checkpoints });

export const databasePart = 'database.tar.gz';
export const aboutName = 'READ-ME.txt';
const about = `A backup of an OurShiksha system. Put it back with: npm run restore -- FILE
Every part and its SHA-256 is in manifest.json; SHA256 is of all bytes before it. database.tar.gz is the
data folder of a PostgreSQL server that was stopped in order. docs/operations.md says more.
`;

/**
 * Writes everything a system keeps, except its secrets, into one file, while it runs or stands still.
 *
 * The database is copied by its server, and the copy is started beside it: what a backup says about
 * its rows was counted in the copy itself, which opened without a fault.
 */
export async function makeBackup(
  kept: Kept,
  file: string,
  say: Say,
  signal: AbortSignal,
): Promise<Manifest> {
  const { dataDir } = kept.settings;
  if (existsSync(file))
    throw new Refusal(`${file} is there already: give another name, or move it away.`);
  const home = findPostgresHome(dataDir);
  if (!existsSync(path.join(home.data, 'PG_VERSION')))
    throw new Refusal(`There is no database in ${home.data}, so there is nothing to back up.`);
  openDataFolder(dataDir);
  const copy: PostgresHome = { ...home, data: `${home.data}.copy` };
  const release = claimFile(
    path.join(dataDir, 'backup.pid'),
    'Another backup of this system is being made: wait until it is done.',
  );
  const unfinished = `${file}.unfinished`;
  let writer: ArchiveWriter | undefined;
  try {
    await mkdir(path.dirname(file), { recursive: true });
    // The first entry at once: a place that cannot be written to is known before the long work.
    writer = await ArchiveWriter.create(unfinished);
    await writer.add(aboutName, once(Buffer.from(about)));
    // Before the database, which may be ahead of its checkpoints but never behind them.
    await addFolder(writer, 'checkpoints', kept.checkpoints, signal);
    // What a backup that was killed left behind.
    await removePostgres(copy);
    const madeAt = await withServer(kept.settings, kept.secrets, say, async (adminUrl) => {
      say('Copying the database');
      const archive = until(signal, chain(baseBackup(adminUrl), endOfArchive));
      await unpackFolder(readTar(archive), copy.data, home.user);
      return new Date();
    });
    say('Opening the copy and counting its rows');
    const found = await lookInto(kept, copy);

    say('Packing the database');
    const packed = through(packFolder(copy.data), createGzip());
    await writer.add(databasePart, until(signal, packed));
    await rm(copy.data, { recursive: true });
    // After the database, so that what its rows name has been written.
    say('Packing media');
    const packedMedia = await addFolder(writer, 'uploads', kept.uploads, signal);
    const missing = [...found.media].filter((address) => !packedMedia.has(address.slice(1)));
    const manifest = await writer.finish({
      format: 1,
      made_at: madeAt.toISOString(),
      ourshiksha: productVersion(),
      server: found.server,
      rows: found.rows,
      missing_media: missing,
    });
    await rename(unfinished, file);
    return manifest;
  } catch (error) {
    throw whenFull(error, path.dirname(file));
  } finally {
    await writer?.close();
    await removePostgres(copy);
    await rm(unfinished, { force: true });
    release();
  }
}

/** Adds the files below a folder and says under which names. */
async function addFolder(
  writer: ArchiveWriter,
  name: string,
  folder: string,
  signal: AbortSignal,
): Promise<Set<string>> {
  const names = new Set<string>();
  for (const below of (await filesBelow(folder)).filter(isKept)) {
    const source = createReadStream(path.join(folder, below)) as AsyncIterable<Buffer>;
    const content = below.endsWith('.jsonl') ? wholeLines(source) : source;
    await writer.add(`${name}/${below}`, until(signal, content));
    names.add(`${name}/${below}`);
  }
  return names;
}

/** Not what hides (.gitkeep, a file that is just being put back). */
const isKept = (name: string): boolean => !path.basename(name).startsWith('.');

async function lookInto(kept: Kept, copy: PostgresHome) {
  const { part, adminUrl } = await startPostgres({
    dataDir: kept.settings.dataDir,
    port: await freePort(),
    password: kept.secrets.postgres,
    durable: true,
    home: copy,
  });
  try {
    return await withClient(urlFor(adminUrl, databaseName), async (admin) => ({
      rows: await countRows(admin),
      media: await mediaOfRows(admin),
      server: await serverOf(admin),
    }));
  } finally {
    await part.stop();
  }
}

export async function serverOf(admin: Client): Promise<Manifest['server']> {
  const { rows } = await admin.query<{ version: string; number: number }>(
    `select current_setting('server_version') as version,
      current_setting('server_version_num')::integer as number`,
  );
  const [row] = rows;
  return {
    major: Math.floor((row?.number ?? 0) / 10_000),
    version: row?.version ?? '',
    platform: `${process.platform}-${process.arch}`,
  };
}

export const productVersion = (): string =>
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string })
    .version;

/** A full disk is something a person can mend. */
export function whenFull(error: unknown, place: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error;
  return new Refusal(
    `The disk is full (${place}, or where the database lies): make room, or choose another place. Nothing was kept of this attempt.`,
  );
}
