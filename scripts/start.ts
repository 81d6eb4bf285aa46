import { credentialsFile, credentialsText } from './lib/first-start.ts';
import { root } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { runCommand } from './lib/refusal.ts';
import { capital, type Mode } from './lib/services.ts';
import { readSettings } from './lib/settings.ts';
import { whenAskedToStop } from './lib/stopping.ts';
import { startSystem } from './lib/system.ts';

const mode: Mode = process.argv.includes('--dev') ? 'dev' : 'start';

await runCommand(async () => {
  const say = progress();
  const asked = whenAskedToStop();
  const settings = readSettings(process.env, root);
  const system = await startSystem({ ...settings, mode, say }, asked.signal).catch(
    (error: unknown) => {
      if (asked.signal.aborted) return undefined;
      throw error;
    },
  );
  if (system === undefined) return 130;

  say('Everything runs');
  console.log(`
  Learner site   ${system.learnerUrl}
  Admin          ${system.cmsUrl}/admin
  Mails          ${system.mail.webUrl}
`);
  if (system.filledNow) {
    console.log(`${credentialsText(system.credentials)}\n`);
    console.log(`These two accounts are also kept in ${credentialsFile(system.dataDir)}.`);
  } else {
    console.log(`The accounts of the first start are in ${credentialsFile(system.dataDir)}.`);
  }
  console.log('Ctrl-C stops everything.\n');

  const death = await Promise.race([system.died, asked.happened]);
  if (asked.signal.aborted) say('Stopping');
  await system.stop();
  if (asked.signal.aborted || death === undefined) {
    say('Stopped');
    return 0;
  }
  console.error(`${capital(death)}\nEverything else was stopped.`);
  return 1;
});
