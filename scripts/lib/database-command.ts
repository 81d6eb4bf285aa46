import { spawn } from 'node:child_process';
import path from 'node:path';
import { openDataFolder } from './data-folder.ts';
import type { DatabaseUrls } from './database.ts';
import { room, root } from './paths.ts';
import { progress } from './progress.ts';
import { buildRooms, installRooms } from './rooms.ts';
import { loadSecrets } from './secrets.ts';
import { readSettings } from './settings.ts';
import { withDatabase } from './with-database.ts';

/**
 * Runs a command of the cms that needs its database and nothing else, with this process's terminal, so
 * that it may ask.
 *
 * @param name of the file in `cms/commands`, without its ending
 * @param environment the connections it gets, and no others
 * @param args those this process got, unless others are given
 * @returns the command's exit code
 */
export async function runDatabaseCommand(
  name: string,
  environment: (urls: DatabaseUrls) => Readonly<Record<string, string>>,
  args: readonly string[] = process.argv.slice(2),
): Promise<number> {
  // stdout belongs to the report.
  const say = progress(Date.now, (line) => console.error(line));
  await installRooms(say);
  await buildRooms(say, { admin: false, learner: false });
  const settings = readSettings(process.env, root);
  openDataFolder(settings.dataDir);
  const secrets = loadSecrets(settings.dataDir);
  return withDatabase(
    settings,
    secrets,
    say,
    (urls) =>
      new Promise((resolve, reject) => {
        const child = spawn(
          process.execPath,
          [path.join('dist', 'commands', `${name}.js`), ...args],
          {
            cwd: room('cms'),
            env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment(urls) },
            stdio: 'inherit',
          },
        );
        for (const signal of ['SIGINT', 'SIGTERM'] as const)
          process.on(signal, () => child.kill(signal));
        child.on('error', reject);
        child.on('close', (code) => resolve(code ?? 130));
      }),
  );
}
