import path from 'node:path';
import { auditFolder } from '../lib/data-folder.ts';
import { room, root } from '../lib/paths.ts';
import { Refusal } from '../lib/refusal.ts';
import { loadSecrets } from '../lib/secrets.ts';
import { readSettings } from '../lib/settings.ts';
import type { Kept } from './make.ts';

/** What the commands `backup` and `restore` work on: the system that `npm start` starts. */
export function keptHere(): Kept {
  const settings = readSettings(process.env, root);
  if (settings.databaseUrl !== undefined) {
    throw new Refusal(
      'With DATABASE_URL the server is yours, and so are its tools: see docs/operations.md, “A server of yours”.',
    );
  }
  return {
    settings,
    secrets: loadSecrets(settings.dataDir),
    uploads: path.join(settings.publicFolder ?? path.join(room('cms'), 'public'), 'uploads'),
    checkpoints: auditFolder(settings.dataDir),
  };
}

/** Where a person means a file to be: npm runs scripts in the project's root. */
export const meant = (file: string): string =>
  path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
