import type { Findings } from './findings';
import type { ImportedCourse } from './types';

/**
 * PostgreSQL stores neither the character NUL nor half a surrogate pair. JSON and YAML can write
 * both as an escape, so the finished tree is looked through once, and the file is named.
 */
export function refuseUnstorableText(course: ImportedCourse, findings: Findings): void {
  const waiting: { value: unknown; file: string }[] = [{ value: course, file: course.file }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value } = next;
    if (typeof value === 'string') {
      if (value.includes('\0') || !isWellFormed(value)) {
        findings.error('not-text', 'A text holds a character that cannot be stored.', next.file);
      }
    } else if (typeof value === 'object' && value !== null) {
      const file = 'file' in value && typeof value.file === 'string' ? value.file : next.file;
      for (const inner of Object.values(value)) waiting.push({ value: inner, file });
    }
  }
}

function isWellFormed(text: string): boolean {
  return !/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.test(text);
}
