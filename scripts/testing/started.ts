import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../lib/paths.ts';
import { until } from '../lib/processes.ts';
import { testPort } from './ports.ts';

/** One run of `npm start`, as a process of its own. */
export interface Run {
  readonly child: ChildProcess;
  /** What it printed so far, both streams. */
  output(): string;
  /** Its exit code, once it has ended. */
  readonly code: Promise<number | null>;
}

/** A data folder and ports for `npm start`, and the runs on them. */
export interface Start {
  readonly dataDir: string;
  readonly ports: { readonly cms: number; readonly learner: number; readonly postgres: number };
  /** `changes` are further environment variables of this run. */
  run(changes?: Readonly<Record<string, string>>): Run;
  /** Runs another command on the same folder and ports to its end. */
  command(
    name: string,
    ...args: readonly string[]
  ): Promise<{ code: number | null; output: string }>;
  /** The pids of the starter and of PostgreSQL, as both wrote them down. */
  processes(): number[];
  /** Ends whatever still runs. */
  end(): Promise<void>;
  /** Ends whatever still runs and removes the folder. */
  remove(): Promise<void>;
}

/** `settings` are environment variables of every run. */
export async function prepareStart(
  settings: Readonly<Record<string, string>> = {},
): Promise<Start> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'start-'));
  chmodSync(dataDir, 0o711);
  const ports = { cms: await testPort(), learner: await testPort(), postgres: await testPort() };
  const environment = {
    ...process.env,
    OURSHIKSHA_DATA: dataDir,
    CMS_PORT: String(ports.cms),
    LEARNER_PORT: String(ports.learner),
    MAIL_PORT: String(await testPort()),
    MAIL_WEB_PORT: String(await testPort()),
    POSTGRES_PORT: String(ports.postgres),
    DATABASE_URL: undefined,
    ...settings,
  };
  const runs: Run[] = [];
  const begin = (command: string, args: readonly string[], changes = {}): Run => {
    const child = spawn(
      process.execPath,
      [path.join(root, 'scripts', 'run.mjs'), command, ...args],
      {
        env: { ...environment, ...changes } as NodeJS.ProcessEnv,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
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
    runs.push(run);
    return run;
  };
  const end = async () => {
    for (const { child, code } of runs.splice(0)) {
      child.kill('SIGTERM');
      await code;
    }
  };
  return {
    dataDir,
    ports,
    run: (changes) => begin('start', [], changes),
    async command(name, ...args) {
      const run = begin(name, args);
      const code = await run.code;
      runs.splice(runs.indexOf(run), 1);
      return { code, output: run.output() };
    },
    processes: () =>
      ['running.pid', 'postgres/postmaster.pid']
        .map((name) => path.join(dataDir, name))
        .filter((file) => existsSync(file))
        .map((file) => Number.parseInt(readFileSync(file, 'utf8'), 10)),
    end,
    async remove() {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Waits until a run says that everything runs, or has ended; a build may come first. */
export const running = (run: Run): Promise<boolean> =>
  until(() => run.output().includes('Ctrl-C stops') || run.child.exitCode !== null, {
    within: 180_000,
  });

/** The child process of `parent` whose command line contains `word`. */
export function childOf(parent: number, word: string): number {
  const list = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  for (const line of list.split('\n')) {
    const [, pid, ppid, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    if (Number(ppid) === parent && command.includes(word)) return Number(pid);
  }
  throw new Error(`Process ${parent} has no child with “${word}” in its command.`);
}
