// The one entry of every command, readable by any Node from 20 on and by nothing but built-ins:
// installs the root room when it changed, then goes on under Node 24 with scripts/<command>.ts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { chooseNode, isTooOld } from './lib/choose-node.mjs';
import { installRoom } from './lib/install.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const [command = '', ...rest] = process.argv.slice(2);

function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}

const script = path.join(root, 'scripts', `${command}.ts`);
if (!/^[a-z-]+$/.test(command) || !existsSync(script)) {
  refuse(`There is no command "${command}": see "scripts" in package.json for those there are.`);
}
if (isTooOld(process.versions.node)) {
  refuse(
    `Node ${process.versions.node} is too old: install Node 24 (or any from 20 on) and start again.`,
  );
}

try {
  await installRoom(root, { say: (line) => console.log(line) });
} catch (error) {
  refuse(error instanceof Error ? error.message : String(error));
}

const node = chooseNode({
  version: process.versions.node,
  execPath: process.execPath,
  platform: process.platform,
  arch: process.arch,
  packages: path.join(root, 'node_modules'),
  exists: existsSync,
});
if (node === undefined) {
  refuse(
    `Node ${process.versions.node} cannot run this project and there is no ready-made Node 24 for ${process.platform} ${process.arch}: install Node 24 and start again.`,
  );
}

const child = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
    script,
    ...rest,
  ],
  {
    // The channel tells the child when this process is gone, even when it was killed outright.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}`,
    },
  },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => child.kill(signal));
}
child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
