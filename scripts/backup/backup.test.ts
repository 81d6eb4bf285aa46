import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseName, urlFor, withClient } from '../../cms/database/roles.ts';
import { openDatabase } from '../lib/database.ts';
import { root } from '../lib/paths.ts';
import { startPostgres } from '../lib/postgres.ts';
import { commandOf, until } from '../lib/processes.ts';
import { silent } from '../lib/progress.ts';
import { loadSecrets } from '../lib/secrets.ts';
import { insertLiveCourse } from '../testing/live-course.ts';
import { testPort } from '../testing/ports.ts';
import { ArchiveWriter, inspectArchive, type Manifest } from './archive.ts';
import { countRows } from './contents.ts';
import { type Kept, makeBackup } from './make.ts';
import { restoreBackup } from './restore.ts';

let folder: string;
let kept: Kept;
let file: string;
let manifest: Manifest;
/** Rows of the table that was written to all the while, as acknowledged before and after the copy. */
let written: { before: number; after: number };

const whatIsKept = ['checkpoints', 'logs', 'postgres', 'secrets.json', 'uploads'];
const neverAsked = new AbortController().signal;
const names = (place: string) => (existsSync(place) ? readdirSync(place).sort() : []);

async function newKept(name: string): Promise<Kept> {
  const dataDir = path.join(folder, name);
  mkdirSync(path.join(dataDir, 'logs'), { recursive: true });
  chmodSync(dataDir, 0o711);
  const port = await testPort();
  return {
    settings: {
      dataDir,
      host: '127.0.0.1',
      ports: { cms: 1, learner: 1, mail: 1, mailWeb: 1, postgres: port },
      databaseUrl: undefined,
    },
    secrets: loadSecrets(dataDir),
    uploads: path.join(dataDir, 'uploads'),
    checkpoints: path.join(dataDir, 'checkpoints'),
  };
}

/** Runs `work` on the server of a data folder, as `npm start` would run it. */
async function onServer<T>(of: Kept, work: (adminUrl: string) => Promise<T>): Promise<T> {
  const { part, adminUrl } = await startPostgres({
    dataDir: of.settings.dataDir,
    port: of.settings.ports.postgres,
    password: of.secrets.postgres,
    durable: false,
  });
  try {
    return await work(adminUrl);
  } finally {
    await part.stop();
  }
}

/** A process that the data folder takes for `npm start`. */
async function pretendToRun({ settings }: Kept): Promise<ChildProcess> {
  const forLong = 'setTimeout(() => {}, 600_000)';
  const child = spawn(process.execPath, ['-e', forLong, 'scripts'], { stdio: 'ignore' });
  // A process that is just being loaded has no command line, by which it is known.
  const { pid = 0 } = child;
  await until(() => commandOf(pid)?.includes('scripts') === true, { within: 30_000, every: 5 });
  writeFileSync(path.join(settings.dataDir, 'running.pid'), String(pid));
  return child;
}

function endPretending({ settings }: Kept, child: ChildProcess): void {
  child.kill('SIGKILL');
  rmSync(path.join(settings.dataDir, 'running.pid'));
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'backup-'));
  chmodSync(folder, 0o711);
  kept = await newKept('first');
  file = path.join(folder, 'backup.tar');
  mkdirSync(path.join(kept.uploads, 'sub'), { recursive: true });
  writeFileSync(path.join(kept.uploads, 'picture.png'), 'a picture');
  writeFileSync(path.join(kept.uploads, 'sub', 'more.pdf'), 'a certificate');
  writeFileSync(path.join(kept.uploads, '.gitkeep'), '');
  mkdirSync(kept.checkpoints);
  writeFileSync(path.join(kept.checkpoints, 'checkpoints.jsonl'), '{"seal":1}\n{"seal":2');

  await onServer(kept, async (adminUrl) => {
    const { urls } = await openDatabase(adminUrl, kept.secrets);
    await withClient(urls.guru, (guru) => insertLiveCourse(guru));
    await withClient(urls.admin, async (admin) => {
      await admin.query('create table public.going_on (id integer primary key, filler text)');
      const system = await pretendToRun(kept);
      let last = 0;
      let over = false;
      const writer = (async () => {
        while (!over) {
          await admin.query(`insert into public.going_on values ($1, repeat('x', 500))`, [
            last + 1,
          ]);
          last += 1;
        }
      })();
      const before = last;
      try {
        manifest = await makeBackup(kept, file, silent, neverAsked);
      } finally {
        over = true;
        await writer;
        endPretending(kept, system);
      }
      written = { before, after: last };
    });
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a backup', () => {
  it('is made while others write, and leaves nothing but the file', () => {
    expect(manifest.rows['live.courses']).toBe(1);
    expect(manifest.rows['public.going_on']).toBeGreaterThanOrEqual(written.before);
    expect(manifest.rows['public.going_on']).toBeLessThanOrEqual(written.after);
    expect(Object.keys(manifest.parts).sort()).toEqual([
      'READ-ME.txt',
      'checkpoints/checkpoints.jsonl',
      'database.tar.gz',
      'uploads/picture.png',
      'uploads/sub/more.pdf',
    ]);
    expect(names(folder)).toEqual(['backup.tar', 'first']);
    expect(names(kept.settings.dataDir)).toEqual(whatIsKept);
  });

  it('holds no secret of the system', () => {
    const bytes = readFileSync(file);
    for (const secret of Object.values(kept.secrets)) expect(bytes.includes(secret)).toBe(false);
  });

  it('is refused when any byte of it is another, or missing, or too many', async () => {
    expect(await inspectArchive(file)).toEqual(manifest);
    const bytes = readFileSync(file);
    const altered = path.join(folder, 'altered.tar');
    const last = bytes.length - 1;
    const places = [0, 140, 600, last, last - 1024, last - 2000];
    for (let n = 0; n < 6; n += 1) places.push(randomInt(bytes.length));
    for (const at of places) {
      const copy = Buffer.from(bytes);
      copy[at] = (copy[at] ?? 0) ^ 0x01;
      writeFileSync(altered, copy);
      await expect(inspectArchive(altered), `byte ${at}`).rejects.toThrow('not a whole backup');
    }
    const sizes = [bytes.subarray(0, -1), bytes.subarray(0, 5000), Buffer.alloc(0)];
    for (const others of [...sizes, Buffer.concat([bytes, Buffer.from('\n')])]) {
      writeFileSync(altered, others);
      await expect(inspectArchive(altered)).rejects.toThrow('not a whole backup');
    }
    rmSync(altered);
  });

  it('never takes the place of a file', async () => {
    await expect(makeBackup(kept, file, silent, neverAsked)).rejects.toThrow('is there already');
  });

  it('leaves nothing that looks like one when it is stopped', async () => {
    const asked = AbortSignal.timeout(300);
    const stopped = path.join(folder, 'stopped.tar');
    await expect(makeBackup(kept, stopped, silent, asked)).rejects.toThrow();
    expect(names(folder)).toEqual(['backup.tar', 'first']);
    expect(names(kept.settings.dataDir)).toEqual(whatIsKept);
  });

  it('leaves nothing when it is killed outright but what the next one takes away', async () => {
    const { dataDir } = kept.settings;
    const killed = path.join(folder, 'killed.tar');
    await onServer(kept, async (adminUrl) => {
      // Whoever counts the rows of the copy waits at its door, so that it is open when the backup is
      // killed, however late that is.
      const admin = urlFor(adminUrl, databaseName);
      await withClient(admin, (client) =>
        client.query(`create function public.wait_in_copy() returns event_trigger language plpgsql as
          $$ begin if current_setting('data_directory') like '%.copy' then perform pg_sleep(300); end if; end $$;
          create event trigger wait_in_copy on login execute function public.wait_in_copy()`),
      );
      const system = await pretendToRun(kept);
      const child = spawn(process.execPath, [path.join(root, 'scripts', 'backup.ts'), killed], {
        env: {
          ...process.env,
          OURSHIKSHA_DATA: dataDir,
          OURSHIKSHA_PUBLIC: dataDir,
          POSTGRES_PORT: String(kept.settings.ports.postgres),
          DATABASE_URL: undefined,
        } as NodeJS.ProcessEnv,
        stdio: 'ignore',
      });
      const ended = once(child, 'exit');
      // The next backup knows the server that stays behind by what this file says.
      const pidFile = path.join(dataDir, 'postgres.copy', 'postmaster.pid');
      const isOpen = () => (statSync(pidFile, { throwIfNoEntry: false })?.size ?? 0) > 0;
      const wasOpen = await until(isOpen, { within: 60_000, every: 10 });
      child.kill('SIGKILL');
      await ended;
      endPretending(kept, system);
      await withClient(admin, (client) =>
        client.query('drop function public.wait_in_copy() cascade'),
      );
      expect(wasOpen).toBe(true);
    });
    expect(names(folder)).toEqual(['backup.tar', 'first', 'killed.tar.unfinished']);
    expect(names(dataDir)).toContain('postgres.copy');
    await makeBackup(kept, killed, silent, neverAsked);
    await inspectArchive(killed);
    rmSync(killed);
    expect(names(folder)).toEqual(['backup.tar', 'first']);
    expect(names(dataDir)).toEqual(whatIsKept);
  });

  it.runIf(existsSync('/dev/full'))('fails on a full disk, and says so', async () => {
    const place = path.join(folder, 'full.tar');
    symlinkSync('/dev/full', `${place}.unfinished`);
    await expect(makeBackup(kept, place, silent, neverAsked)).rejects.toThrow('The disk is full');
    expect(names(folder)).toEqual(['backup.tar', 'first']);
  });
});

describe('restoring', () => {
  it('puts everything back where nothing was, whatever the secrets there', async () => {
    const other = await newKept('other');
    await restoreBackup(other, file, { replace: false }, silent);
    expect(readFileSync(path.join(other.uploads, 'sub', 'more.pdf'), 'utf8')).toBe('a certificate');
    // Without the line that was just being written.
    const checkpoints = readFileSync(path.join(other.checkpoints, 'checkpoints.jsonl'), 'utf8');
    expect(checkpoints).toBe('{"seal":1}\n');
    await onServer(other, async (adminUrl) => {
      await withClient(urlFor(adminUrl, databaseName), async (admin) => {
        const rows = await countRows(admin);
        // One line: that it was restored.
        const lines = (manifest.rows['audit.log'] ?? 0) + 1;
        expect(rows).toEqual({ ...manifest.rows, 'audit.log': lines });
        const { rows: log } = await admin.query(
          'select action, subject, details from audit.log order by id desc limit 1',
        );
        expect(log).toEqual([
          {
            action: 'backup.restored',
            subject: 'system',
            details: { made_at: manifest.made_at, server: manifest.server.version },
          },
        ]);
        // Every row that was written, none twice, none of those in between missing.
        const { rows: sound } = await admin.query(
          'select count(*)::integer as count, max(id) as last from public.going_on',
        );
        const count = manifest.rows['public.going_on'];
        expect(sound).toEqual([{ count, last: count }]);
      });
    });
  });

  it('does not run over a database, unless told to, and then keeps it', async () => {
    const again = () => restoreBackup(kept, file, { replace: false }, silent);
    await expect(again()).rejects.toThrow('--replace');
    const newer = JSON.stringify({
      seal: 9,
      note: 'ourshiksha-audit/9\nids {[1,5),[7,8001)}\nat …\n',
    });
    writeFileSync(path.join(kept.checkpoints, 'checkpoints.jsonl'), newer);
    writeFileSync(path.join(kept.uploads, 'picture.png'), 'spoilt');
    const { before, keptAside } = await restoreBackup(kept, file, { replace: true }, silent);
    expect(names(before ?? '')).toContain('PG_VERSION');
    expect(readFileSync(path.join(kept.uploads, 'picture.png'), 'utf8')).toBe('a picture');
    expect(keptAside).toEqual([path.join(kept.checkpoints, 'checkpoints.jsonl')]);
    expect(readFileSync(keptAside[0] ?? '', 'utf8')).toBe(newer);
    // Line 8000 was sealed and is lost: its number is not given to another.
    await onServer(kept, async (adminUrl) => {
      await withClient(urlFor(adminUrl, databaseName), async (admin) => {
        const { rows } = await admin.query(
          `select id::integer from audit.log where action = 'backup.restored'`,
        );
        expect(rows).toEqual([{ id: 8001 }]);
      });
    });
  });

  it('changes nothing when the file is damaged, strange, or a system runs', async () => {
    const { dataDir } = kept.settings;
    const there = names(dataDir);
    const strange = path.join(folder, 'strange.tar');
    const writer = await ArchiveWriter.create(strange);
    await writer.finish({ ...manifest, server: { ...manifest.server, major: 12 } });
    await writer.close();
    const attempt = (from: string) => restoreBackup(kept, from, { replace: true }, silent);
    await expect(attempt(strange)).rejects.toThrow('PostgreSQL');
    writeFileSync(strange, readFileSync(file).subarray(0, 100_000));
    await expect(attempt(strange)).rejects.toThrow('not a whole backup');
    await expect(attempt(path.join(folder, 'none.tar'))).rejects.toThrow('There is no file');
    rmSync(strange);
    const system = await pretendToRun(kept);
    await expect(attempt(file)).rejects.toThrow('A system already runs');
    endPretending(kept, system);
    expect(names(dataDir)).toEqual(there);
  });
});
