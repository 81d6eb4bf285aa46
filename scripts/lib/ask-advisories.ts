import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type AuditReport, type Exception, mustMend } from './advisories.ts';
import { root } from './paths.ts';

/**
 * Asks the registry for known faults of the packages in each lock file. What we live with stands in
 * advisory-exceptions.json, with the reason and the day until which. Where the registry tells none,
 * that is said and is no failure.
 */
export async function checkAdvisories(): Promise<{ ok: boolean; output: string }> {
  const exceptions = JSON.parse(
    readFileSync(path.join(root, 'scripts', 'advisory-exceptions.json'), 'utf8'),
  ) as readonly Exception[];
  const today = new Date().toISOString().slice(0, 10);
  const output: string[] = [];
  let ok = true;
  for (const room of ['.', 'contract', 'cms', 'learner']) {
    const report = await ask(path.join(root, room));
    if (typeof report === 'string') {
      output.push(`${room}: NOT CHECKED, the registry tells no advisories (${report}).`);
      continue;
    }
    const lines = mustMend(report, exceptions, today);
    ok &&= lines.length === 0;
    const all = Object.keys(report.vulnerabilities ?? {}).length;
    output.push(`${room}: ${lines.length} to mend, ${all} packages with known faults in all.`);
    output.push(...lines.map((line) => `${room}: ${line}`));
  }
  return { ok, output: output.join('\n') };
}

/** The report, or in a few words why there is none; npm's exit code only says that it found something. */
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
