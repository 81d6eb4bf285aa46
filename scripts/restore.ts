import { parseArgs } from 'node:util';
import { keptHere, meant } from './backup/kept.ts';
import type { Kept } from './backup/make.ts';
import { restoreBackup } from './backup/restore.ts';
import { runDatabaseCommand } from './lib/database-command.ts';
import { progress } from './lib/progress.ts';
import { messageOf, Refusal, runCommand } from './lib/refusal.ts';

const usage = 'Usage: npm run restore -- FILE [--replace]';

/** `npm run restore -- FILE [--replace]`: puts a backup back where `npm start` finds it. */
await runCommand(async () => {
  const { file, replace } = readWishes();
  const say = progress();
  const kept = keptHere();
  const { manifest, before, keptAside } = await restoreBackup(kept, file, { replace }, say);
  say('Done');
  const tables = Object.entries(manifest.rows).filter(([, count]) => count > 0);
  console.log(`\nRestored as of ${manifest.made_at}:\n`);
  for (const [table, count] of tables) console.log(`  ${String(count).padStart(9)}  ${table}`);
  for (const address of manifest.missing_media)
    console.error(`\nA row names ${address}, which was missing when the backup was made.`);
  for (const name of keptAside)
    console.log(`\n${name} stayed as it was: it knows of checkpoints that the backup may not.`);
  if (before !== undefined)
    console.log(`\nThe database of before lies in ${before}: take it away when you are content.`);
  return verifyLog(kept);
});

/** Seals what the backup had not sealed yet, and holds the log against seals and checkpoints. */
async function verifyLog({ secrets, checkpoints }: Kept): Promise<number> {
  console.log('\nThe audit log:');
  const audit = (command: string) =>
    runDatabaseCommand(
      'audit',
      ({ guru }) => ({
        DATABASE_URL_GURU: guru,
        AUDIT_FOLDER: checkpoints,
        AUDIT_SIGNING_KEY: secrets.auditSigningKey,
      }),
      [command],
    );
  await audit('seal');
  const code = await audit('verify');
  if (code !== 0) {
    console.error(`
The backup is restored, but its audit log does not agree with the checkpoints in ${checkpoints}.
If they know more, because the backup is older, and you meant to go back to it, say so:
npm run audit -- accept-restore --reason "…". See docs/audit.md.`);
  }
  return code;
}

function readWishes(): { file: string; replace: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { replace: { type: 'boolean' } },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new Refusal(usage);
    return { file: meant(file), replace: values.replace ?? false };
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(`${messageOf(error)}\n${usage}`);
  }
}
