import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openDataFolder } from './lib/data-folder.ts';
import { room, root } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { messageOf, runCommand } from './lib/refusal.ts';
import { buildRooms, installRooms } from './lib/rooms.ts';
import { loadSecrets } from './lib/secrets.ts';
import { cmsEnvironment, cmsUrl } from './lib/services.ts';
import { readSettings } from './lib/settings.ts';
import { withDatabase } from './lib/with-database.ts';

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
  return withDatabase(settings, secrets, say, (database) =>
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
