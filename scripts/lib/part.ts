import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { until } from './processes.ts';
import { messageOf } from './refusal.ts';

export interface PartOptions {
  /** As a person calls it: "the cms". */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logFile: string;
  readonly uid?: number;
  readonly gid?: number;
  /** PostgreSQL wants SIGINT for a quick and clean end; the others SIGTERM, for their whole group. */
  readonly stopSignal?: 'SIGTERM' | 'SIGINT';
  /** How long a clean end may take before it is forced. */
  readonly patience?: number;
  /** Node programs hold a channel to us and leave when it closes, however we ended. */
  readonly channel?: boolean;
}

export interface Part {
  readonly name: string;
  readonly pid: number;
  readonly logFile: string;
  /** Says how it ended, and never rejects. */
  readonly ended: Promise<string>;
  isRunning(): boolean;
  logTail(lines?: number): string;
  stop(): Promise<void>;
}

/** Starts a program in a process group of its own, so that Ctrl-C reaches only us and we decide. */
export function startPart(options: PartOptions): Part {
  const log = openSync(options.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: options.env as NodeJS.ProcessEnv,
      stdio: options.channel ? ['ignore', log, log, 'ipc'] : ['ignore', log, log],
      detached: true,
      ...(options.uid === undefined ? {} : { uid: options.uid }),
      ...(options.gid === undefined ? {} : { gid: options.gid }),
    });
  } finally {
    closeSync(log);
  }
  let running = true;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      running = false;
      resolve(how);
    };
    child.once('error', (error) => end(`could not be started (${messageOf(error)})`));
    child.once('exit', (code, signal) =>
      end(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`),
    );
  });
  const pid = child.pid ?? -1;

  const signalGroup = (signal: NodeJS.Signals) => {
    if (pid <= 0) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // The group is gone, which is what was wanted.
    }
  };

  return {
    name: options.name,
    pid,
    logFile: options.logFile,
    ended,
    isRunning: () => running,
    logTail: (lines = 15) => tail(options.logFile, lines),
    async stop() {
      if (running) {
        if (options.stopSignal === 'SIGINT') child.kill('SIGINT');
        else signalGroup('SIGTERM');
        await until(() => !running, { within: options.patience ?? 10_000, every: 20 });
      }
      // Also what the program itself started and left behind.
      signalGroup('SIGKILL');
      await ended;
    },
  };
}

export function tail(file: string, lines: number): string {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-lines).join('\n');
  } catch {
    return '';
  }
}
