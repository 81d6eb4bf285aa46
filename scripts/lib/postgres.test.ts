import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withClient } from '../../cms/database/roles.ts';
import { freePort } from './ports.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { serverUser } from './postgres-home.ts';
import { isAlive, until } from './processes.ts';

let dataDir: string;
let server: Postgres | undefined;
const start = async (password = 'a secret') => {
  server = await startPostgres({ dataDir, port: await freePort(), password, durable: false });
  return server;
};
const ask = ({ adminUrl }: Postgres) => withClient(adminUrl, (client) => client.query('select 1'));

beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'postgres-'));
  chmodSync(dataDir, 0o711);
  mkdirSync(path.join(dataDir, 'logs'));
});
afterEach(async () => {
  await server?.part.stop();
  server = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next', async () => {
    await withClient((await start()).adminUrl, (client) => client.query('create table kept ()'));
    await server?.part.stop();
    await withClient((await start()).adminUrl, (client) => client.query('select from kept'));
  });

  it('starts again after it was killed outright', async () => {
    const { part } = await start();
    process.kill(part.pid, 'SIGKILL');
    await part.ended;
    await ask(await start());
  });

  it('takes over from a server whose starter was killed', async () => {
    const first = await start();
    const second = await start();
    expect(await until(() => !isAlive(first.part.pid), { within: 30_000 })).toBe(true);
    await ask(second);
  });

  it('is not put off by a stale pid file that names another program', async () => {
    const { part } = await start();
    await part.stop();
    const file = path.join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n`);
    await ask(await start());
  });

  it('refuses in one sentence when the secrets are not those it was made with', async () => {
    await (await start()).part.stop();
    await expect(start('another')).rejects.toThrow('secrets.json');
  });
});

describe('the user PostgreSQL runs as under root', () => {
  it('is postgres, else nobody, never root', () => {
    const nobody = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false';
    expect(serverUser(`${nobody}\npostgres:x:101:104::/:/bin/sh`)).toEqual({ uid: 101, gid: 104 });
    expect(serverUser(nobody)).toEqual({ uid: 65_534, gid: 65_534 });
    expect(serverUser('root:x:0:0::/root:/bin/sh')).toBeUndefined();
  });
});
