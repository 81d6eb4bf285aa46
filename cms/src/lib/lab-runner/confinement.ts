import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What this machine can put around a process besides the runtime's own walls. */
export interface Confinement {
  /** Stands before the command of the process; empty where the system offers nothing. */
  readonly prefix: readonly string[];
  /** The process sits behind one more, in a process table of its own. */
  readonly hasOwnProcessTable: boolean;
  /** Takes from a running process what it needs no more: see `lockIn`. */
  readonly canLimit: boolean;
}

// The root is made read-only where that is permitted; what comes next stands in the arguments.
const readOnly = 'mount -o remount,bind,ro / 2>/dev/null; exec "$0" "$@"';
const diesWithParent = ['setpriv', '--pdeathsig', 'KILL'];
const namespaces = ['unshare', '--user', '--map-root-user', '--net', '--mount', '--ipc'];
const powerless = [
  ...diesWithParent,
  '--no-new-privs',
  '--bounding-set',
  '-all',
  '--inh-caps',
  '-all',
];

/** From the best to none: the first one that works here is used. */
const offers: readonly Omit<Confinement, 'canLimit'>[] = [
  {
    prefix: [
      ...diesWithParent,
      ...namespaces,
      '--pid',
      '--fork',
      '--kill-child=KILL',
      '--',
      'sh',
      '-c',
      readOnly,
      ...powerless,
    ],
    hasOwnProcessTable: true,
  },
  { prefix: [...namespaces, '--', 'sh', '-c', readOnly, ...powerless], hasOwnProcessTable: false },
  { prefix: [...diesWithParent, '--no-new-privs'], hasOwnProcessTable: false },
];

const works = async ([command = '', ...words]: readonly string[]): Promise<boolean> => {
  try {
    await run(command, words, { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
};

/** Tries what this machine permits. Takes some tens of milliseconds. */
export async function findConfinement(): Promise<Confinement> {
  const canLimit = await works(['prlimit', '--pid', String(process.pid)]);
  for (const offer of offers) {
    if (await works([...offer.prefix, process.execPath, '--version']))
      return { ...offer, canLimit };
  }
  return { prefix: [], hasOwnProcessTable: false, canLimit };
}

/** One sentence for the log: what is in force. */
export function describeConfinement({ prefix, hasOwnProcessTable, canLimit }: Confinement): string {
  const measures = [
    'WebAssembly',
    ...(prefix.includes('unshare') ? ['no network', 'files read-only'] : []),
    ...(hasOwnProcessTable ? ['own process table'] : []),
    ...(prefix.includes('setpriv') ? ['no privileges'] : []),
    ...(canLimit ? ['no new files, sockets or processes', 'limits on memory and CPU'] : []),
  ];
  return `Labs run in processes with: ${measures.join(', ')}.`;
}

/** The process that the command became, as this process numbers it. */
async function pidOfInmate(pid: number, { hasOwnProcessTable }: Confinement): Promise<number> {
  if (!hasOwnProcessTable) return pid;
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim();
  const inmate = Number(children);
  if (!Number.isInteger(inmate) || inmate < 1)
    throw new Error(`Process ${pid} has no single child.`);
  return inmate;
}

/** Seconds of CPU time in all, loading included; the jailer's clock ends a run long before. */
const cpuSeconds = 60;

/**
 * Called when the runtime is loaded and nothing of others has run: from now on the process opens no file,
 * no socket and no pipe, starts no process and no thread, writes no file, and gets `megabytes` more.
 */
export async function lockIn(
  pid: number,
  megabytes: number,
  confinement: Confinement,
): Promise<void> {
  if (!confinement.canLimit) return;
  const inmate = await pidOfInmate(pid, confinement);
  const status = await readFile(`/proc/${inmate}/status`, 'utf8');
  const kilobytes = Number(/^VmData:\s+(\d+) kB$/m.exec(status)?.[1]);
  if (!Number.isFinite(kilobytes)) throw new Error('The memory of an inmate cannot be read.');
  const bytes = kilobytes * 1024 + megabytes * 1024 * 1024;
  const none = ['nofile', 'nproc', 'fsize', 'core', 'msgqueue', 'memlock'].map(
    (name) => `--${name}=0:0`,
  );
  await run('prlimit', [
    '--pid',
    String(inmate),
    ...none,
    `--data=${bytes}:${bytes}`,
    `--cpu=${cpuSeconds}:${cpuSeconds}`,
  ]);
}
