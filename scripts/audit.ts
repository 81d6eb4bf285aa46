import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { auditFolder, openDataFolder } from './lib/data-folder.ts';
import { runDatabaseCommand } from './lib/database-command.ts';
import { room, root } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { runCommand } from './lib/refusal.ts';
import { buildRooms, installRooms } from './lib/rooms.ts';
import { loadSecrets } from './lib/secrets.ts';
import { readSettings } from './lib/settings.ts';

/**
 * `npm run audit -- verify | proof <row> | check-proof <file> | key | seal | accept-restore`: what
 * the seals of the audit log prove, of the system that runs or of its database.
 */
await runCommand(async () => {
  const { dataDir } = readSettings(process.env, root);
  openDataFolder(dataDir);
  const sealing = {
    AUDIT_FOLDER: auditFolder(dataDir),
    AUDIT_SIGNING_KEY: loadSecrets(dataDir).auditSigningKey,
  };
  const [, , command = ''] = process.argv;
  if (['verify', 'proof', 'seal', 'accept-restore'].includes(command)) {
    return runDatabaseCommand('audit', ({ guru }) => ({ DATABASE_URL_GURU: guru, ...sealing }));
  }
  const say = progress(Date.now, (line) => console.error(line));
  await installRooms(say);
  await buildRooms(say, { admin: false, learner: false });
  // A file named by the caller is found from the caller's folder.
  const args = process.argv
    .slice(2)
    .map((word, n) => (command === 'check-proof' && n === 1 ? path.resolve(word) : word));
  const { status } = spawnSync(
    process.execPath,
    [path.join('dist', 'commands', 'audit.js'), ...args],
    {
      cwd: room('cms'),
      env: { PATH: process.env.PATH, ...sealing },
      stdio: 'inherit',
    },
  );
  return status ?? 2;
});
