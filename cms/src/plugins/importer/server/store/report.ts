import type { Finding, ImportedCourse } from '../read';

export interface ImportCounts {
  modules: number;
  lessons: number;
  tests: number;
  questions: number;
  projects: number;
  labs: number;
  warnings: number;
}

export interface ImportReport {
  counts: ImportCounts;
  findings: Finding[];
  /** The draft course; null when nothing was written. */
  documentId: string | null;
  created: number;
  updated: number;
  unchanged: number;
}

/** The source has errors, or the cms refused a part of it: nothing was stored. */
export class ImportRefused extends Error {
  override name = 'ImportRefused';
  readonly findings: Finding[];

  constructor(findings: Finding[]) {
    const errors = findings.filter((finding) => finding.severity === 'error').length;
    super(`Nothing was imported: ${errors} ${errors === 1 ? 'error' : 'errors'} in the source.`);
    this.findings = findings;
  }
}

export function countsOf(course: ImportedCourse | null, findings: Finding[]): ImportCounts {
  const modules = course?.modules ?? [];
  const lessons = modules.flatMap((module) => module.lessons);
  const tests = [...modules.flatMap((module) => module.tests), ...(course?.tests ?? [])];
  return {
    modules: modules.length,
    lessons: lessons.length,
    tests: tests.length,
    questions: tests.reduce((sum, test) => sum + test.questions.length, 0),
    projects: modules.reduce(
      (sum, module) => sum + module.projects.length,
      course?.projects.length ?? 0,
    ),
    labs: [...modules, ...lessons].reduce((sum, holder) => sum + holder.practice_labs.length, 0),
    warnings: findings.filter((finding) => finding.severity === 'warning').length,
  };
}

/** `error  2-basics/quiz.json:14  No answer … is marked as correct.` */
export function findingLine(finding: Finding): string {
  const place = finding.line === undefined ? finding.file : `${finding.file}:${finding.line}`;
  return `${finding.severity}  ${place}  ${finding.message}`;
}
