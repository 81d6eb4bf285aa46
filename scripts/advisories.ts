import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AuditReport, type Exception, mustMend } from './lib/advisories.ts';
import { root } from './lib/paths.ts';
import { runCommand } from './lib/refusal.ts';

/**
 * `npm run advisories`: asks the registry for known faults of the packages in each lock file, and fails
 * on high ones that have a fix. What we live with stands in advisory-exceptions.json, with the reason
 * and the day until which. Where the registry does not answer, it says so and does not fail.
 */
await runCommand(async () => {
  const exceptions = JSON.parse(
    readFileSync(path.join(root, 'scripts', 'advisory-exceptions.json'), 'utf8'),
  ) as readonly Exception[];
  const today = new Date().toISOString().slice(0, 10);
  let found = 0;
  for (const room of ['.', 'contract', 'cms', 'learner']) {
    const report = await ask(path.join(root, room));
    if (typeof report === 'string') {
      console.log(`${room}: NOT CHECKED, the registry tells no advisories (${report}).`);
      continue;
    }
    const lines = mustMend(report, exceptions, today);
    for (const line of lines) console.error(`${room}: ${line}`);
    const all = Object.keys(report.vulnerabilities ?? {}).length;
    console.log(`${room}: ${lines.length} to mend, ${all} packages with known faults in all.`);
    found += lines.length;
  }
  return found === 0 ? 0 : 1;
});

/** The report, or in a few words why there is none. npm's own exit code only says that it found something. */
function ask(cwd: string): Promise<AuditReport | string> {
  return new Promise((resolve) => {
    const limits = { cwd, timeout: 60_000, maxBuffer: 64 * 1024 * 1024 };
    execFile('npm', ['audit', '--json', '--package-lock-only'], limits, (error, stdout) => {
      try {
        const answer = JSON.parse(stdout) as AuditReport & { message?: string };
        resolve(answer.vulnerabilities ? answer : (answer.message ?? 'no report'));
      } catch {
        resolve(error?.message.split('\n')[0] ?? 'no report');
      }
    });
  });
}
