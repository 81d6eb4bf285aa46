// @ts-check
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/**
 * What an installation depends on, as one string: it is repeated only when this changes.
 * @param {string} folder
 */
export function installationMark(folder) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\n`);
  for (const name of ['package.json', 'package-lock.json']) {
    const file = path.join(folder, name);
    hash.update(existsSync(file) ? readFileSync(file) : 'none').update('\0');
  }
  return hash.digest('hex');
}

/**
 * Runs `npm install` in a folder unless what it would install is there already.
 * @param {string} folder
 * @param {{ say: (line: string) => void, name?: string, signal?: AbortSignal | undefined }} options
 * @returns {Promise<boolean>} whether anything was installed
 */
export async function installRoom(folder, { say, name = 'the tools', signal }) {
  const mark = path.join(folder, 'node_modules', '.installed-from');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === installationMark(folder)) return false;
  try {
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Error(
      `The folder ${folder} cannot be written by this user: change its owner, or clone the project into a folder of yours.`,
    );
  }
  say(`Installing ${name} (npm install in ${path.basename(folder)})`);
  const { code, output } = await npm(
    ['install', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error'],
    folder,
    signal,
  );
  if (code !== 0) {
    throw new Error(
      `npm install failed in ${folder}; is the network reachable? npm said:\n${output.trim()}`,
    );
  }
  // npm may have completed the lock file, so the mark is taken afterwards.
  writeFileSync(mark, installationMark(folder));
  return true;
}

/**
 * @param {string[]} args
 * @param {string} cwd
 * @param {AbortSignal | undefined} signal
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function npm(args, cwd, signal) {
  // Under `npm start` npm says where it is itself; called by hand, it is the one in PATH.
  const own = process.env.npm_execpath;
  const inPath = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const [command, first] = own?.endsWith('.js') ? [process.execPath, [own]] : [inPath, []];
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...first, ...args], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
      shell: process.platform === 'win32' && first.length === 0,
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (/** @type {string} */ chunk) => {
        output = (output + chunk).slice(-8000);
      });
    }
    child.on('error', (error) => reject(new Error(`npm could not be started: ${error.message}`)));
    child.on('close', (code) => resolve({ code, output }));
  });
}
