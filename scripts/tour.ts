import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { sampleFolder } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { messageOf, runCommand } from './lib/refusal.ts';
import { whenAskedToStop } from './lib/stopping.ts';
import { startSystem, throwAwaySettings } from './lib/system.ts';
import { playAnybody } from './tour/anybody.ts';
import { playGuru } from './tour/guru.ts';
import { startReport } from './tour/report.ts';
import { playStudent } from './tour/student.ts';

/**
 * `npm run tour [-- <folder>]`: plays a course the whole way through the front doors of a throw-away
 * system, from the folder (or our own sample) to a certificate that anybody can verify. stdout has a
 * JSON line a step; the exit code is 0 only when everything held.
 */
const say = progress(Date.now, (line) => console.error(line));

await runCommand(async () => {
  const given = process.argv[2];
  // npm runs scripts in the project's root; a path is meant from where the person stands.
  const base = process.env.INIT_CWD ?? process.cwd();
  const folder = given === undefined ? sampleFolder : path.resolve(base, given);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    console.error(`There is no folder ${given}.\nUsage: npm run tour [-- <folder>]`);
    return 2;
  }

  const asked = whenAskedToStop();
  const settings = await throwAwaySettings();
  const { step, end } = startReport(asked.signal);
  const starting = startSystem({ ...settings, fill: 'accounts', say }, asked.signal);
  try {
    const system = await step('start', async () => {
      const result = await starting;
      return { detail: `${result.learnerUrl}, ${result.cmsUrl}`, result };
    });
    const course = await playGuru(step, system, settings, folder, asked.signal);
    const certificate = await playStudent(step, system, course);
    await playAnybody(step, system, certificate);
  } catch (error) {
    say(messageOf(error));
  } finally {
    // A start that failed or was given up has stopped what it began before it settles.
    const system = await starting.catch(() => undefined);
    await system?.stop();
  }
  return end() ? 0 : 1;
});
