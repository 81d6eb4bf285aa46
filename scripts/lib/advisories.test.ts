import { describe, expect, it } from 'vitest';
import { type AuditReport, type Exception, mustMend } from './advisories.ts';

const fault = (severity: string, fixAvailable: boolean | { name: string; version: string }) => ({
  severity,
  via: [{ title: 'Reads too far', url: 'https://github.com/advisories/GHSA-1111', severity }],
  fixAvailable,
});
const report = (entry: ReturnType<typeof fault>): AuditReport => ({
  vulnerabilities: { 'left-pad': entry },
});
const today = '2026-11-21';
const exception: Exception = { advisory: 'GHSA-1111', reason: 'Not reached.', until: today };

describe('known faults of packages', () => {
  it.each(['high', 'critical'])('must be mended when they are %s and have a fix', (severity) => {
    const fix = { name: 'left-pad', version: '2.0.1' };
    expect(mustMend(report(fault(severity, fix)), [], today)).toEqual([
      `left-pad: Reads too far (${severity}, https://github.com/advisories/GHSA-1111). Mended by: left-pad 2.0.1`,
    ]);
    expect(mustMend(report(fault(severity, true)), [], today)).toHaveLength(1);
  });

  it('may wait when they are lesser, or nobody has mended them', () => {
    expect(mustMend(report(fault('moderate', true)), [], today)).toEqual([]);
    expect(mustMend(report(fault('high', false)), [], today)).toEqual([]);
    expect(mustMend({}, [], today)).toEqual([]);
  });

  it('may wait under an exception, until its day is over', () => {
    expect(mustMend(report(fault('high', true)), [exception], today)).toEqual([]);
    expect(mustMend(report(fault('high', true)), [exception], '2026-11-22')).toHaveLength(1);
  });

  it('are named once, with the package they are in', () => {
    const both: AuditReport = {
      vulnerabilities: {
        'left-pad': fault('high', true),
        pads: { severity: 'high', via: ['left-pad'], fixAvailable: true },
      },
    };
    expect(mustMend(both, [], today)).toHaveLength(1);
  });
});
