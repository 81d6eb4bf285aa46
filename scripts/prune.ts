import { runDatabaseCommand } from './lib/database-command.ts';
import { runCommand } from './lib/refusal.ts';

/**
 * `npm run prune -- [--course <id>] [--dry-run] [--yes]`: takes old versions that nothing uses out
 * of live, in the system that runs or in its database.
 */
await runCommand(() => runDatabaseCommand('prune', ({ guru }) => ({ DATABASE_URL_GURU: guru })));
