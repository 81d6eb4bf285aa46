import { credentialsFile, credentialsText } from './first-start.ts';
import { root } from './paths.ts';
import { progress } from './progress.ts';
import { capital, type Mode } from './services.ts';
import { readSettings } from './settings.ts';
import { whenAskedToStop } from './stopping.ts';
import { startSystem } from './system.ts';

export interface Serving {
  readonly mode: Mode;
  /** Further variables of the cms. */
  readonly cmsExtra: Readonly<Record<string, string>>;
  /** Lines below the addresses. */
  readonly hints?: (addresses: { readonly cmsUrl: string }) => readonly string[];
}

/** Runs the whole system until it is asked to stop or a part dies; the exit code says which. */
export async function serve({ mode, cmsExtra, hints }: Serving): Promise<number> {
  const say = progress();
  const asked = whenAskedToStop();
  const settings = readSettings(process.env, root);
  const system = await startSystem({ ...settings, mode, say, cmsExtra }, asked.signal).catch(
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
  for (const line of hints?.(system) ?? []) console.log(line);
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
}
