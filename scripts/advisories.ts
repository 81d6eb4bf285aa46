import { checkAdvisories } from './lib/ask-advisories.ts';
import { runCommand } from './lib/refusal.ts';

/** `npm run advisories`: known faults of the packages; high ones that have a fix must be mended. */
await runCommand(async () => {
  const { ok, output } = await checkAdvisories();
  console.log(output);
  return ok ? 0 : 1;
});
