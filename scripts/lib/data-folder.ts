import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { commandOf } from './processes.ts';
import { Refusal } from './refusal.ts';

/** Logs begin anew with every start; those of the start before stay readable beside them. */
export function turnLogs(folder: string): void {
  const logs = path.join(folder, 'logs');
  for (const name of readdirSync(logs)) {
    if (!name.endsWith('.log') || name.endsWith('.previous.log')) continue;
    const file = path.join(logs, name);
    renameSync(file, file.replace(/\.log$/, '.previous.log'));
  }
}

/** Makes the folder for everything a system keeps, and proves that it can be written. */
export function openDataFolder(folder: string): void {
  try {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
    const probe = path.join(folder, '.writable');
    writeFileSync(probe, '');
    rmSync(probe);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'error';
    throw new Refusal(
      `The folder ${folder} cannot be written (${code}): change its owner, or choose another with OURSHIKSHA_DATA=<folder>.`,
    );
  }
  // PostgreSQL may run as another user, who must be able to pass; the files inside are 0600.
  if (process.getuid?.() === 0) chmodSync(folder, 0o711);
}

/** Lets only one system at a time work in a data folder. Returns how to give it free again. */
export function claimDataFolder(folder: string): () => void {
  return claimFile(
    path.join(folder, 'running.pid'),
    `A system already runs from ${folder} (process %d): stop it, or choose another folder with OURSHIKSHA_DATA=<folder>.`,
  );
}

/**
 * Lets only one process of ours have a file at a time. Returns how to give it free again.
 *
 * @param refusal what a second one is told; %d stands for the number of the first
 */
export function claimFile(file: string, refusal: string): () => void {
  const other = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  if (Number.isInteger(other) && other !== process.pid && commandOf(other)?.includes('scripts'))
    throw new Refusal(refusal.replace('%d', String(other)));
  writeFileSync(file, String(process.pid));
  return () => rmSync(file, { force: true });
}

/** The checkpoints of the audit log, which must outlive the database beside them. */
export const auditFolder = (dataDir: string): string => path.join(dataDir, 'checkpoints');
