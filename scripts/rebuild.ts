import { runDatabaseCommand } from './lib/database-command.ts';
import { runCommand } from './lib/refusal.ts';

/**
 * `npm run rebuild -- [--check]`: compares live with its snapshots, and without `--check` puts back
 * what is missing, in the system that runs or in its database.
 */
await runCommand(() => runDatabaseCommand('rebuild', ({ admin }) => ({ DATABASE_URL: admin })));
