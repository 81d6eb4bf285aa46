import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { databaseName } from '../cms/database/roles.ts';
import { claimDataFolder, openDataFolder } from './lib/data-folder.ts';
import { type DatabaseUrls, databaseUrls, openDatabase } from './lib/database.ts';
import { room, root } from './lib/paths.ts';
import { startPostgres } from './lib/postgres.ts';
import { findPostgresHome } from './lib/postgres-home.ts';
import { progress } from './lib/progress.ts';
import { messageOf, Refusal, runCommand } from './lib/refusal.ts';
import { buildRooms, installRooms } from './lib/rooms.ts';
import { loadSecrets, type Secrets } from './lib/secrets.ts';
import { cmsEnvironment, cmsUrl } from './lib/services.ts';
import { readSettings, type Settings } from './lib/settings.ts';

/**
 * `npm run import -- <folder> [--publish] [--dry-run] [--json]`: makes drafts of a curriculum in
 * the database of the system that runs, or in the same database started for this alone.
 */
const usage = 'Usage: npm run import -- <folder> [--publish] [--dry-run] [--json]';

interface Wishes {
  readonly folder: string;
  readonly publish: boolean;
  readonly dryRun: boolean;
  readonly json: boolean;
}

function readWishes(args: string[]): Wishes | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        publish: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const [given, ...more] = positionals;
    if (given === undefined) return 'Give the folder of the course.';
    if (more.length > 0) return `Give one folder, not ${positionals.length}.`;
    // npm runs scripts in the project's root; a path is meant from where the person stands.
    const folder = path.resolve(process.env.INIT_CWD ?? process.cwd(), given);
    if (!existsSync(folder)) return `There is no folder ${given}.`;
    if (!statSync(folder).isDirectory())
      return `${given} is a file; give the folder of the course.`;
    if (values.publish && values['dry-run'])
      return 'A dry run stores nothing, so it cannot publish.';
    return {
      folder,
      publish: values.publish ?? false,
      dryRun: values['dry-run'] ?? false,
      json: values.json ?? false,
    };
  } catch (error) {
    return messageOf(error);
  }
}

/** stdout belongs to the report; what happens meanwhile goes to stderr. */
const say = progress(Date.now, (line) => console.error(line));

await runCommand(async () => {
  const wishes = readWishes(process.argv.slice(2));
  if (typeof wishes === 'string') {
    console.error(`${wishes}\n${usage}`);
    return 2;
  }
  await installRooms(say);
  await buildRooms(say, { admin: false, learner: false });
  if (wishes.dryRun) return runImport(wishes, { PATH: process.env.PATH });

  const settings = readSettings(process.env, root);
  openDataFolder(settings.dataDir);
  const secrets = loadSecrets(settings.dataDir);
  return withDatabase(settings, secrets, (database) =>
    runImport(
      wishes,
      cmsEnvironment({
        host: settings.host,
        port: settings.ports.cms,
        learnerUrl: cmsUrl({ host: settings.host, port: settings.ports.learner }),
        smtpUrl: `smtp://127.0.0.1:${settings.ports.mail}`,
        database,
        secrets,
        logsFolder: path.join(settings.dataDir, 'logs'),
      }),
    ),
  );
});

async function withDatabase(
  settings: Settings,
  secrets: Secrets,
  work: (database: DatabaseUrls) => Promise<number>,
): Promise<number> {
  const { dataDir, databaseUrl } = settings;
  if (databaseUrl !== undefined) return work((await openDatabase(databaseUrl, secrets)).urls);
  const port = runningPort(dataDir);
  if (port !== undefined) {
    say('Using the database of the system that runs');
    return work(databaseUrls(adminUrl(port, secrets), databaseName, secrets));
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
      return await work((await openDatabase(postgres.adminUrl, secrets)).urls);
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
      'The system is just starting or stopping: wait until it runs, and import then.',
    );
  }
}

function adminUrl(port: number, secrets: Secrets): string {
  return `postgres://postgres:${encodeURIComponent(secrets.postgres)}@127.0.0.1:${port}/postgres`;
}

function runImport(
  { folder, publish, dryRun, json }: Wishes,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const flags = [
    ...(publish ? ['--publish'] : []),
    ...(dryRun ? ['--dry-run'] : []),
    ...(json ? ['--json'] : []),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [path.join('dist', 'commands', 'import.js'), ...flags, '--', folder],
      {
        cwd: room('cms'),
        env: { ...environment, NODE_ENV: 'production' },
        // What the cms logs at its start is not part of the report.
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-1_000_000);
    });
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.on(signal, () => child.kill(signal));
    child.on('error', reject);
    child.on('close', (code) => {
      const counts = output.split('\n').findLast((line) => line.startsWith('{"modules"'));
      if (json && counts !== undefined) console.log(counts);
      resolve(code ?? 130);
    });
  });
}
