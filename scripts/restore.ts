import { parseArgs } from 'node:util';
import { keptHere, meant } from './backup/kept.ts';
import { restoreBackup } from './backup/restore.ts';
import { progress } from './lib/progress.ts';
import { messageOf, Refusal, runCommand } from './lib/refusal.ts';

const usage = 'Usage: npm run restore -- FILE [--replace]';

/** `npm run restore -- FILE [--replace]`: puts a backup back where `npm start` finds it. */
await runCommand(async () => {
  const { file, replace } = readWishes();
  const say = progress();
  const { manifest, before, keptAside } = await restoreBackup(keptHere(), file, { replace }, say);
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
  return 0;
});

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
