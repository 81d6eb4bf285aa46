/** A known fault that we live with for a while, and why. */
export interface Exception {
  /** As in the address of the advisory: GHSA-…. */
  readonly advisory: string;
  readonly reason: string;
  /** The last day it holds, like 2027-01-31. */
  readonly until: string;
}

/** What is used here of `npm audit --json` (auditReportVersion 2). */
export interface AuditReport {
  readonly vulnerabilities?: Readonly<
    Record<
      string,
      {
        readonly severity: string;
        /** Advisories, or names of packages whose faults this one has. */
        readonly via: readonly (
          | string
          | { readonly title: string; readonly url: string; readonly severity: string }
        )[];
        readonly fixAvailable: boolean | { readonly name: string; readonly version: string };
      }
    >
  >;
}

const grave = new Set(['high', 'critical']);

/**
 * What has to be mended: high and critical faults that have a fix and no exception, and exceptions
 * that have run out, a line each. `today` is a day like 2026-11-21.
 */
export function mustMend(
  report: AuditReport,
  exceptions: readonly Exception[],
  today: string,
): string[] {
  const accepted = new Set(
    exceptions.filter(({ until }) => until >= today).map(({ advisory }) => advisory),
  );
  const lines: string[] = [];
  for (const [name, { via, fixAvailable }] of Object.entries(report.vulnerabilities ?? {})) {
    if (fixAvailable === false) continue;
    for (const cause of via) {
      // A name: the package it names has an entry of its own, with the advisory.
      if (typeof cause === 'string' || !grave.has(cause.severity)) continue;
      const advisory = cause.url.split('/').at(-1) ?? cause.url;
      if (accepted.has(advisory)) continue;
      const fix =
        fixAvailable === true ? 'npm update' : `${fixAvailable.name} ${fixAvailable.version}`;
      lines.push(`${name}: ${cause.title} (${cause.severity}, ${cause.url}). Mended by: ${fix}`);
    }
  }
  return lines;
}
