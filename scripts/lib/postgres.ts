import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { escapeLiteral } from 'pg';
import { withClient } from '../../cms/database/roles.ts';
import { type Part, startPart } from './part.ts';
import { findPostgresHome, type PostgresHome } from './postgres-home.ts';
import { commandOf, isAlive, until } from './processes.ts';
import { messageOf, Refusal } from './refusal.ts';

export interface PostgresOptions {
  readonly dataDir: string;
  readonly port: number;
  readonly password: string;
  /** False for throw-away systems: quicker, and worthless after a power cut. */
  readonly durable: boolean;
  /** Where its data lie, when not in the data folder's own place: a copy, looked at beside it. */
  readonly home?: PostgresHome;
}

export interface Postgres {
  readonly part: Part;
  /** As the superuser `postgres`. */
  readonly adminUrl: string;
}

export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = options.home ?? findPostgresHome(options.dataDir);
  const logFile = path.join(options.dataDir, 'logs', `${path.basename(home.data)}.log`);
  await endLeftover(home);
  if (!existsSync(path.join(home.data, 'PG_VERSION'))) await initialise(home, options);

  const adminUrl = `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/postgres`;
  const part = await launch(home, options, logFile);
  try {
    await withClient(adminUrl, (client) => client.query('select 1'));
  } catch (error) {
    await part.stop();
    throw new Refusal(
      `The database in ${home.data} does not accept the password kept in ${options.dataDir}/secrets.json (${messageOf(error)}): put the secrets.json back that was made with it, or move ${options.dataDir} away to begin anew.`,
    );
  }
  return { part, adminUrl };
}

function programEnvironment(): NodeJS.ProcessEnv {
  // Variables like PGDATA or PGPORT of the surroundings would speak into our server.
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}

async function initialise(home: PostgresHome, { dataDir, password, durable }: PostgresOptions) {
  // Made beside its place and moved there when complete: one that was killed half-way never counts.
  const fresh = `${home.data}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700, recursive: true });
  if (home.user) chownSync(fresh, home.user.uid, home.user.gid);
  const passwordFile = path.join(path.dirname(home.data), '.initial-password');
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
  try {
    const result = await run(home, path.join(home.programs, 'bin', 'initdb'), [
      `--pgdata=${fresh}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--auth=scram-sha-256',
      ...(durable ? [] : ['--no-sync']),
    ]);
    if (result.code !== 0) {
      throw new Refusal(`PostgreSQL could not be set up in ${dataDir}:\n${result.output.trim()}`);
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  rmSync(home.data, { recursive: true, force: true });
  renameSync(fresh, home.data);
}

/** Ends the server that a killed starter left in this place, and takes its data away. */
export async function removePostgres(home: PostgresHome): Promise<void> {
  await endLeftover(home);
  rmSync(home.data, { recursive: true, force: true });
}

/** The major version of the server's programs. */
export async function serverMajor(home: PostgresHome): Promise<number> {
  const { output } = await run(home, path.join(home.programs, 'bin', 'postgres'), ['--version']);
  return Number(/\d+/.exec(output)?.[0]);
}

/** Gives the superuser of data that stand still this password, whatever it was before. */
export async function setPassword(home: PostgresHome, password: string): Promise<void> {
  const result = await run(
    home,
    path.join(home.programs, 'bin', 'postgres'),
    ['--single', '-D', home.data, '-c', 'exit_on_error=on', 'postgres'],
    `alter role postgres password ${escapeLiteral(password)};\n`,
  );
  if (result.code !== 0)
    throw new Refusal(`PostgreSQL could not open ${home.data}:\n${result.output.trim()}`);
}

function run(home: PostgresHome, command: string, args: readonly string[], input = '') {
  return new Promise<{ code: number | null; output: string }>((resolve) => {
    // Some archives lose the bit that makes a file a program.
    if ((statSync(command).mode & 0o111) !== 0o111) chmodSync(command, 0o755);
    const child = spawn(command, args, { env: programEnvironment(), cwd: '/', ...home.user });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
      });
    }
    child.on('error', (error) => resolve({ code: null, output: error.message }));
    child.on('close', (code) => resolve({ code, output }));
    // A program that has ended says so by its code.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** A server whose starter was killed still runs, or left its pid file behind. Either is ended here. */
async function endLeftover(home: PostgresHome): Promise<void> {
  const file = path.join(home.data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number.parseInt(readFileSync(file, 'utf8'), 10);
  const ours = Number.isInteger(pid) && pid > 1 && commandOf(pid)?.includes(home.data);
  if (ours) {
    process.kill(pid, 'SIGINT');
    const gone = await until(() => !isAlive(pid) || !existsSync(file), { within: 15_000 });
    if (!gone) {
      throw new Refusal(
        `A PostgreSQL left over from an earlier start (process ${pid}) does not end: end it with "kill -9 ${pid}" and start again.`,
      );
    }
  }
  // The number may belong to another program by now, for which PostgreSQL would refuse to start.
  rmSync(file, { force: true });
}

async function launch(
  home: PostgresHome,
  options: PostgresOptions,
  logFile: string,
): Promise<Part> {
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    // A copy that is only looked at must not write into the archive of what it was copied from.
    ...(options.home ? ['archive_mode=off'] : []),
    ...(options.durable ? [] : ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
  ];
  const deadline = Date.now() + 20_000;
  for (;;) {
    const before = existsSync(logFile) ? statSync(logFile).size : 0;
    const news = () => readFileSync(logFile).subarray(before).toString('utf8');
    const part = startPart({
      name: 'PostgreSQL',
      command: path.join(home.programs, 'bin', 'postgres'),
      args: [
        '-D',
        home.data,
        '-p',
        String(options.port),
        ...settings.flatMap((setting) => ['-c', setting]),
      ],
      cwd: '/',
      env: programEnvironment(),
      logFile,
      stopSignal: 'SIGINT',
      ...home.user,
    });
    const ready = () => news().includes('ready to accept connections');
    await until(() => !part.isRunning() || ready(), { within: 60_000, every: 10 });
    if (part.isRunning() && ready()) return part;
    await part.stop();
    // The helpers of a server that was killed need a moment to notice it.
    const busy = /shared memory block|lock file .* already exists/.test(news());
    if (!busy || Date.now() > deadline) {
      throw new Refusal(`PostgreSQL did not start; its last words:\n${news().trim()}`);
    }
  }
}
