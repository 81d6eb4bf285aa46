import path from 'node:path';
import { findChromium } from './lib/chromium.ts';
import { root } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { runCommand } from './lib/refusal.ts';
import { buildRooms, installRooms } from './lib/rooms.ts';
import { runRootTool } from './lib/tool.ts';

await runCommand(async () => {
  const say = progress();
  await installRooms(say);
  await buildRooms(say, { admin: true, learner: true });
  const chromium = findChromium(process.env);
  say('Running the tests');
  const code = await runRootTool(
    'vitest',
    [
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${path.join(root, '.data', 'test-report.json')}`,
      ...process.argv.slice(2),
    ],
    {
      CHROMIUM_PATH: chromium,
      NODE_ENV: 'test',
      // Strapi is loaded some sixty times; compiled once, that is an eighth of the time less.
      NODE_COMPILE_CACHE: path.join(root, '.data', 'compiled'),
    },
  );
  if (chromium === undefined) {
    say(
      'Left out: the browser tests, because no Chromium was found. Install one (Debian: apt-get install chromium) or set CHROMIUM_PATH to it.',
    );
  }
  return code;
});
