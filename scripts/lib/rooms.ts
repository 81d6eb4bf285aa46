import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { installRoom } from './install.mjs';
import { room } from './paths.ts';
import type { Say } from './progress.ts';
import { messageOf, Refusal } from './refusal.ts';
import { hashOf } from './staleness.ts';

const names = { contract: 'the contract', cms: 'the cms', learner: 'the learner site' } as const;

/**
 * Installs what each room needs; the contract first, because the other two link to it. Those two load
 * and unpack at the same time.
 */
export async function installRooms(say: Say, signal?: AbortSignal): Promise<void> {
  const install = (name: keyof typeof names) =>
    installRoom(room(name), { say, name: names[name], signal });
  try {
    await install('contract');
    // Neither is left behind unwatched when the other fails.
    const ends = await Promise.allSettled([install('cms'), install('learner')]);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  } catch (error) {
    throw new Refusal(messageOf(error));
  }
}

export interface Built {
  /** The admin's pages as well, which take longest. */
  readonly admin: boolean;
  readonly learner: boolean;
}

/** Builds what is older than its sources, and nothing else. */
export async function buildRooms(
  say: Say,
  { admin, learner }: Built,
  signal?: AbortSignal,
): Promise<void> {
  const contract = await buildContract(say, signal);
  const ends = await Promise.allSettled([
    buildCms(say, contract, admin, signal),
    ...(learner ? [buildLearner(say, contract, signal)] : []),
  ]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

async function buildLearner(
  say: Say,
  contract: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sources = [
    'src',
    'build',
    'public',
    'astro.config.mjs',
    'astro.config.ts',
    'tsconfig.json',
    'package.json',
    'package-lock.json',
  ];
  const mark = hashOf(room('learner'), sources) + contract;
  await buildWhenStale('learner', 'dist', mark, async () => {
    say('Building the learner site');
    await tool('learner', 'astro', ['build'], signal);
  });
}

/** Returns what the contract is like now; the rooms that compile it in are stale without it. */
export async function buildContract(say: Say, signal?: AbortSignal): Promise<string> {
  const contract = hashOf(room('contract'), ['.']);
  await buildWhenStale('contract', 'dist', contract, async () => {
    say('Building the contract');
    rmSync(path.join(room('contract'), 'dist'), { recursive: true, force: true });
    await tool('contract', 'tsc', ['-p', 'tsconfig.json'], signal);
  });
  return contract;
}

async function buildCms(
  say: Say,
  contract: string,
  admin: boolean,
  signal: AbortSignal | undefined,
): Promise<void> {
  const cms = room('cms');
  // What is not the server's may enter the pages: the admin half, what both halves share, and the
  // package.json that says where they are.
  const pluginPages = readdirSync(path.join(cms, 'src', 'plugins'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) =>
      readdirSync(path.join(cms, 'src', 'plugins', name))
        .filter((part) => part !== 'server' && part !== 'testing' && !part.endsWith('.md'))
        .map((part) => path.join('src', 'plugins', name, part)),
    );
  const pages = hashOf(cms, [
    ...pluginPages,
    'src/admin',
    'config/plugins.ts',
    'package.json',
    'package-lock.json',
    'favicon.png',
  ]);
  const server = hashOf(cms, [
    'src',
    'config',
    'commands',
    'database',
    'tsconfig.json',
    'package-lock.json',
  ]);

  await buildWhenStale('cms', 'dist/src', server + contract, async () => {
    say('Building the cms');
    // A file whose source is gone would stay part of the app; only the admin's pages may stay.
    const dist = path.join(cms, 'dist');
    for (const name of existsSync(dist) ? readdirSync(dist) : []) {
      if (name !== 'build') rmSync(path.join(dist, name), { recursive: true });
    }
    await tool('cms', 'tsc', ['-p', 'tsconfig.json'], signal);
    await run('cms', [path.join('dist', 'commands', 'lab-snapshots.js')], signal);
  });
  if (admin) {
    await buildWhenStale('cms', 'dist/build', pages, async () => {
      say("Building the cms's admin pages (about a minute)");
      await run('cms', [path.join('commands', 'build.mjs')], signal);
    });
  }
}

async function buildWhenStale(
  name: 'contract' | 'cms' | 'learner',
  result: string,
  mark: string,
  build: () => Promise<void>,
): Promise<void> {
  const marks = path.join(room(name), 'node_modules', '.built-from');
  const file = path.join(marks, result.replaceAll('/', '-'));
  const present = existsSync(path.join(room(name), result));
  if (present && existsSync(file) && readFileSync(file, 'utf8') === mark) return;
  await build();
  mkdirSync(marks, { recursive: true });
  writeFileSync(file, mark);
}

/** The file of a program that a room's packages brought along, to be run by this Node. */
export function toolFile(name: 'contract' | 'cms' | 'learner', program: string): string {
  return realpathSync(path.join(room(name), 'node_modules', '.bin', program));
}

function tool(
  name: 'contract' | 'cms' | 'learner',
  program: string,
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  return run(name, [toolFile(name, program), ...args], signal);
}

/** Runs this Node in a room and shows what was printed only when it failed. */
function run(
  name: 'contract' | 'cms' | 'learner',
  args: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: room(name),
      // Whatever a shell says: pages built for development bring a phone two thirds more.
      env: { ...process.env, NODE_ENV: 'production', ...quiet },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output = (output + chunk).slice(-20_000);
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Refusal(`${names[name]} could not be built:\n${output.trim()}`));
    });
  });
}

/** Neither Strapi nor Astro reports to anybody. */
export const quiet = {
  STRAPI_TELEMETRY_DISABLED: 'true',
  ASTRO_TELEMETRY_DISABLED: '1',
  BROWSER: 'false',
} as const;
