/** What a credential says: the frozen row of the register, and where this school is on the web. */
export interface CredentialFacts {
  readonly certificate_number: string;
  readonly certificate_name: string;
  readonly student_name: string;
  readonly course_id: number;
  readonly course_name: string;
  readonly course_version: number;
  readonly type: 'completion' | 'assessment';
  readonly outcomes: readonly string[];
  /** An instant, ISO 8601. */
  readonly issue_date: string;
  /** A day, `2026-11-21`. */
  readonly completed_on: string;
  readonly final_score: number | null;
  readonly grade: string;
  readonly issuer_name: string;
  /** The school's own site; where it is null, the learner site stands for it. */
  readonly issuer_url: string | null;
  /** The page that verifies it, `…/c/<secret>`. */
  readonly verification_url: string;
}

/** Where a credential's bit lies. */
export interface StatusEntry {
  /** The list's number, from 1. */
  readonly list: number;
  /** The bit in it, from 0. */
  readonly index: number;
}
