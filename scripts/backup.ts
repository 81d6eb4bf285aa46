import path from 'node:path';
import { keptHere, meant } from './backup/kept.ts';
import { makeBackup } from './backup/make.ts';
import { progress } from './lib/progress.ts';
import { Refusal, runCommand } from './lib/refusal.ts';
import { whenAskedToStop } from './lib/stopping.ts';

/**
 * `npm run backup [-- FILE]`: the database, media and the audit log's checkpoints in one file, of the
 * system that runs or of one that stands still.
 */
await runCommand(async () => {
  const [given, ...more] = process.argv.slice(2);
  if (more.length > 0 || given?.startsWith('-'))
    throw new Refusal('Usage: npm run backup [-- FILE]');
  const kept = keptHere();
  const { dataDir } = kept.settings;
  const time = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  const file =
    given === undefined ? path.join(dataDir, 'backups', `ourshiksha-${time}.tar`) : meant(given);

  const say = progress();
  const asked = whenAskedToStop();
  try {
    const { rows, parts, missing_media: missing } = await makeBackup(kept, file, say, asked.signal);
    const count = Object.values(rows).reduce((sum, each) => sum + each, 0);
    const bytes = Object.values(parts).reduce((sum, part) => sum + part.bytes, 0);
    say(
      `Done: ${count} rows of ${Object.keys(rows).length} tables, ${(bytes / 1e6).toFixed(1)} MB`,
    );
    console.log(`\n  ${file}\n`);
    for (const address of missing)
      console.error(`A row names ${address}, but the uploads folder does not have it.`);
    console.log(`Its secrets are not in it. Keep a copy of ${dataDir}/secrets.json apart from it:
without them it can be restored, but everybody has to sign in again.`);
    return 0;
  } catch (error) {
    if (!asked.signal.aborted) throw error;
    console.error('Stopped. Nothing was kept of this attempt.');
    return 130;
  }
});
