// @ts-check
import path from 'node:path';

/** @param {string} version */
function parts(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return { major, minor };
}

/** @param {string} version */
export function isTooOld(version) {
  return !(parts(version).major >= 20);
}

/**
 * Whether a Node runs TypeScript files as they are and everything we depend on.
 * @param {string} version
 */
export function runsEverything(version) {
  const { major, minor } = parts(version);
  return (major === 22 && minor >= 18) || (major >= 24 && major <= 26);
}

/**
 * The Node that runs the commands: the one at hand when it will do, else the one that npm
 * installed as a package. Undefined when there is neither.
 * @param {{ version: string, execPath: string, platform: string, arch: string, packages: string,
 *   exists: (file: string) => boolean }} machine
 * @returns {string | undefined}
 */
export function chooseNode({ version, execPath, platform, arch, packages, exists }) {
  if (runsEverything(version)) return execPath;
  const name = `node-${platform === 'win32' ? 'win' : platform}-${arch}`;
  const file = path.join(packages, name, 'bin', platform === 'win32' ? 'node.exe' : 'node');
  return exists(file) ? file : undefined;
}
