import { spawn } from 'node:child_process';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import { checkAdvisories } from './lib/ask-advisories.ts';
import { findWrongAstroImports } from './lib/astro-imports.ts';
import { root } from './lib/paths.ts';
import { progress } from './lib/progress.ts';
import { messageOf, runCommand } from './lib/refusal.ts';
import { buildContract, buildRooms, installRooms, quiet } from './lib/rooms.ts';

type Check = () => Promise<{ ok: boolean; output: string }>;

/** A program of a room, run in that room. */
function program(room: string, name: string, ...args: readonly string[]): Check {
  return () =>
    new Promise((resolve) => {
      const cwd = path.join(root, room);
      const file = realpathSync(path.join(cwd, 'node_modules', '.bin', name));
      const child = spawn(process.execPath, [file, ...args], {
        cwd,
        env: { ...process.env, ...quiet },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (chunk: string) => {
          output += chunk;
        });
      }
      child.on('error', (error) => resolve({ ok: false, output: error.message }));
      child.on('close', (code) => resolve({ ok: code === 0, output }));
    });
}

/** The cms's types are checked as it is compiled; what is built is there for the tests that follow. */
const builds: Check = async () => {
  try {
    await buildRooms(() => undefined, { admin: true, learner: true });
    return { ok: true, output: '' };
  } catch (error) {
    return { ok: false, output: messageOf(error) };
  }
};

const checks: readonly (readonly [what: string, check: Check])[] = [
  ['Every room can be built', builds],
  ['Types of the scripts and all tests', program('.', 'tsc', '--noEmit', '-p', 'tsconfig.json')],
  ['Types of the contract', program('contract', 'tsc', '--noEmit', '-p', 'tsconfig.json')],
  ["Types of the cms's admin pages", program('cms', 'tsc', '-p', 'src/admin/tsconfig.json')],
  ['Lint and format', program('.', 'biome', 'check', '--error-on-warnings')],
  [
    'Import directions',
    program(
      '.',
      'depcruise',
      '--config',
      '.dependency-cruiser.mjs',
      'contract',
      'cms',
      'learner',
      'scripts',
      'e2e',
    ),
  ],
  // After the build by then: both write the types that Astro derives.
  ['Types of the learner site', program('learner', 'astro', 'check')],
  [
    'Import directions of .astro files',
    async () => {
      const wrong = findWrongAstroImports(path.join(root, 'learner', 'src'));
      return { ok: wrong.length === 0, output: wrong.join('\n') };
    },
  ],
];

await runCommand(async () => {
  const say = progress();
  await installRooms(say);
  await buildContract(say);
  let failed = 0;
  const left = checks.values();
  const work = async () => {
    for (const [what, check] of left) {
      const { ok, output } = await check();
      say(`${ok ? 'ok    ' : 'FAILED'}  ${what}`);
      if (!ok) {
        failed += 1;
        console.log(output.trim());
      }
    }
  };
  // Each keeps one core busy.
  await Promise.all([work(), work()]);
  const advisories = await checkAdvisories();
  say(`${advisories.ok ? 'ok    ' : 'FAILED'}  Known faults of the packages`);
  // Also when all is well: where nothing could be asked, nobody is to believe that it was.
  console.log(advisories.output);
  if (!advisories.ok) failed += 1;
  say(failed === 0 ? 'All checks passed' : `${failed} of ${checks.length + 1} checks failed`);
  return failed === 0 ? 0 : 1;
});
