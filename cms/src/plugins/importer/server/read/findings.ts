import type { Finding } from './types';

/** Collects what was found while reading; the same sentence about the same place is kept once. */
export class Findings {
  readonly list: Finding[] = [];
  private readonly seen = new Set<string>();

  error(code: string, message: string, file: string, line?: number): void {
    this.add({ severity: 'error', code, message, file, ...(line === undefined ? {} : { line }) });
  }

  warning(code: string, message: string, file: string, line?: number): void {
    this.add({ severity: 'warning', code, message, file, ...(line === undefined ? {} : { line }) });
  }

  get hasErrors(): boolean {
    return this.list.some((finding) => finding.severity === 'error');
  }

  private add(finding: Finding): void {
    const key = JSON.stringify(finding);
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.list.push(finding);
  }
}
