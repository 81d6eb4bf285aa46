import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { root } from './lib/paths.ts';
import { freePort } from './lib/ports.ts';
import { isAlive, until } from './lib/processes.ts';

let dataDir: string;
let environment: Record<string, string | undefined>;
let cmsPort: number;
let learnerPort: number;

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'start-'));
  chmodSync(dataDir, 0o711);
  cmsPort = await freePort();
  learnerPort = await freePort();
  environment = {
    ...process.env,
    OURSHIKSHA_DATA: dataDir,
    CMS_PORT: String(cmsPort),
    LEARNER_PORT: String(learnerPort),
    MAIL_PORT: String(await freePort()),
    MAIL_WEB_PORT: String(await freePort()),
    POSTGRES_PORT: String(await freePort()),
    DATABASE_URL: undefined,
  };
});
const started: Run[] = [];
afterEach(async () => {
  for (const run of started.splice(0)) {
    run.child.kill('SIGTERM');
    await run.code;
  }
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

interface Run {
  readonly child: ChildProcess;
  output(): string;
  readonly code: Promise<number | null>;
}

function start(changes: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [path.join(root, 'scripts', 'run.mjs'), 'start'], {
    env: { ...environment, ...changes } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
  }
  const run: Run = {
    child,
    output: () => output,
    code: new Promise((resolve) => child.on('close', resolve)),
  };
  started.push(run);
  return run;
}

const running = (run: Run) =>
  until(() => run.output().includes('Ctrl-C stops') || run.child.exitCode !== null, {
    within: 180_000,
  });

/** The processes of this data folder, from what PostgreSQL and we wrote down. */
function processes(): number[] {
  return ['running.pid', 'postgres/postmaster.pid']
    .map((name) => path.join(dataDir, name))
    .filter((file) => existsSync(file))
    .map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10));
}

async function answers(port: number): Promise<boolean> {
  try {
    await fetch(`http://127.0.0.1:${port}/`, { redirect: 'manual' });
    return true;
  } catch {
    return false;
  }
}

// A build may be stale when this file is run alone.
describe('npm start', { timeout: 200_000 }, () => {
  it('brings everything up, prints the accounts once, and SIGTERM ends it all', async () => {
    const run = start();
    await running(run);
    expect(run.output()).toContain(`http://127.0.0.1:${learnerPort}`);
    expect(run.output()).toContain(`http://127.0.0.1:${cmsPort}/admin`);
    expect(run.output()).toContain('admin@ourshiksha.example');
    expect(statSync(path.join(dataDir, 'credentials.txt')).mode & 0o777).toBe(0o600);
    const began = processes();
    expect(began).toHaveLength(2);

    run.child.kill('SIGTERM');
    expect(await run.code).toBe(0);
    expect(began.filter(isAlive)).toEqual([]);
    expect([await answers(cmsPort), await answers(learnerPort)]).toEqual([false, false]);
  });

  it('starts again, without the passwords; a part that dies takes the rest along by name', async () => {
    const run = start();
    await running(run);
    expect(run.output()).not.toContain('admin@ourshiksha.example');
    expect(run.output()).toContain('credentials.txt');
    const postmaster = processes()[1] ?? 0;

    process.kill(postmaster, 'SIGKILL');
    expect(await run.code).toBe(1);
    expect(run.output()).toMatch(/(PostgreSQL|The cms) (was ended|ended)/);
    expect([await answers(cmsPort), await answers(learnerPort)]).toEqual([false, false]);
  });

  it('leaves no server behind that holds a port when it is itself killed outright', async () => {
    const run = start();
    await running(run);
    const [starter = 0] = processes();
    process.kill(starter, 'SIGKILL');
    await run.code;
    const silent = async () => !(await answers(cmsPort)) && !(await answers(learnerPort));
    expect(await until(silent, { within: 15_000 })).toBe(true);
    // PostgreSQL itself goes on until the next start, which ends it and takes its place.
    const again = start();
    await running(again);
    expect(again.output()).toContain('Everything runs');
    again.child.kill('SIGINT');
    expect(await again.code).toBe(0);
  });

  it('says in one sentence which port is taken and what to do', async () => {
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(cmsPort, '127.0.0.1', resolve));
    const run = start();
    expect(await run.code).toBe(1);
    expect(run.output().trim()).toBe(
      `Port ${cmsPort}, where the cms should listen, is taken: stop the program that uses it, or choose another port with CMS_PORT=<number>.`,
    );
    await new Promise((resolve) => blocker.close(resolve));
  });

  it('says in one sentence that a folder cannot be written', async () => {
    // A file in the way is refused to every user, root included.
    const run = start({ OURSHIKSHA_DATA: path.join(dataDir, 'secrets.json', 'below') });
    expect(await run.code).toBe(1);
    expect(run.output().trim().split('\n')).toHaveLength(1);
    expect(run.output()).toContain('cannot be written');
    expect(run.output()).toContain('OURSHIKSHA_DATA');
  });

  it('says in one sentence that the given database is not reachable', async () => {
    const run = start({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none' });
    expect(await run.code).toBe(1);
    expect(run.output()).toContain('The PostgreSQL at 127.0.0.1:1 could not be set up');
    expect(run.output()).not.toContain('    at ');
  });
});
