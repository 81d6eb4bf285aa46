/**
 * What the routes of the records answer and its admin pages read. Moments are ISO 8601 in UTC, shares
 * are whole per cents; names and texts of students are theirs and never trusted as HTML.
 */

export interface Paged<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export type StudentStatus = 'active' | 'suspended';

export interface StudentLine {
  readonly id: number;
  readonly name: string;
  readonly email: string;
  readonly status: StudentStatus;
  readonly createdAt: string;
  readonly lastActiveAt: string | null;
  readonly courses: number;
}

/** The door a student comes in by: whether the account is there and blocked, and its open sessions. */
export interface Account {
  readonly exists: boolean;
  readonly blocked: boolean;
  readonly sessions: number;
}

export interface EnrollmentLine {
  readonly id: number;
  readonly studentId: number;
  readonly studentName: string;
  readonly studentEmail: string;
  readonly courseId: number;
  readonly courseName: string;
  readonly version: number;
  /** The version new learners get; above `version` where this one is behind. */
  readonly currentVersion: number;
  readonly status: 'active' | 'completed' | 'dropped';
  readonly percentage: number;
  readonly enrolledAt: string;
  readonly lastActivityAt: string;
  readonly completedAt: string | null;
}

export interface LabLine {
  readonly id: number;
  readonly courseName: string;
  readonly title: string;
  readonly status: 'not_started' | 'in_progress' | 'completed';
  readonly attempts: number;
  readonly hintsUsed: number;
  readonly completedAt: string | null;
}

export interface CertificateLine {
  readonly number: string;
  readonly courseName: string;
  readonly grade: string;
  readonly issuedAt: string;
  readonly revokedAt: string | null;
  /** The number of the one that took its place. */
  readonly replacedBy: string | null;
}

export interface StudentRecord {
  readonly student: StudentLine;
  readonly account: Account;
  readonly enrollments: readonly EnrollmentLine[];
  readonly labs: readonly LabLine[];
  readonly submissions: readonly SubmissionLine[];
  readonly certificates: readonly CertificateLine[];
}

export interface LogLine {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly details: Readonly<Record<string, unknown>>;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

/** The newest first; `next` is what to ask for older ones with, null at the end. */
export interface LogPage {
  readonly lines: readonly LogLine[];
  readonly next: number | null;
}

export interface CourseChoice {
  readonly id: number;
  readonly name: string;
  readonly tests: readonly { readonly id: number; readonly title: string }[];
}

export type SubmissionStatus = 'submitted' | 'under_review' | 'approved' | 'rejected';

export interface SubmissionLine {
  readonly id: number;
  readonly studentId: number;
  readonly studentName: string;
  readonly courseId: number;
  readonly courseName: string;
  readonly projectTitle: string;
  readonly number: number;
  readonly status: SubmissionStatus;
  readonly score: number | null;
  readonly submittedAt: string;
  readonly withdrawnAt: string | null;
  readonly takenBy: string | null;
  /** The account behind the name, which may be another's too. */
  readonly takenById: number | null;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
}

/** Figures are those that count now; `score` is in questions and may have a fraction. */
export interface AttemptLine {
  readonly id: number;
  readonly studentId: number;
  readonly studentName: string;
  readonly courseName: string;
  readonly testTitle: string;
  readonly number: number;
  readonly version: number;
  readonly startedAt: string;
  /** Null while the attempt is open, and with it all that follows from submitting. */
  readonly submittedAt: string | null;
  readonly closedBy: 'student' | 'deadline' | null;
  readonly score: number | null;
  readonly maxScore: number;
  readonly percentage: number | null;
  readonly passed: boolean | null;
  /** When a corrected key last changed the figures. */
  readonly regradedAt: string | null;
}

export interface Regrade {
  readonly at: string;
  readonly score: number;
  readonly percentage: number;
  readonly passed: boolean;
  readonly correctionId: number;
  readonly reason: string;
  readonly actor: string;
}

export type QuestionType = 'mcq' | 'true_false' | 'fill_blank' | 'multiple_select';

export interface AnsweredQuestion {
  readonly id: number;
  readonly text: string;
  readonly type: QuestionType;
  readonly options: readonly string[];
  readonly answer: string | readonly string[] | null;
  readonly correct: boolean;
  /** 0 to 1. */
  readonly points: number;
  readonly answeredAt: string | null;
}

export interface AttemptRecord {
  readonly attempt: AttemptLine & {
    readonly deadline: string | null;
    readonly timeTakenSeconds: number | null;
    /** As the attempt was graded when it was submitted; never changes. */
    readonly original: {
      readonly score: number;
      readonly percentage: number;
      readonly passed: boolean;
    } | null;
    /** How many questions have a saved answer so far. */
    readonly answered: number;
  };
  readonly regrades: readonly Regrade[];
  /** In the order in which the student saw them; null while the attempt is open. */
  readonly questions: readonly AnsweredQuestion[] | null;
}

export interface QuestionLine {
  readonly id: number;
  readonly text: string;
  readonly type: QuestionType;
  readonly corrections: number;
}

export interface Correction {
  readonly id: number;
  readonly at: string;
  readonly actor: string;
  readonly reason: string;
  readonly correctAnswer: string;
  readonly furtherAnswers: readonly string[];
  /** How many attempts it regraded. */
  readonly regraded: number;
}

export interface QuestionRecord {
  readonly id: number;
  readonly courseName: string;
  readonly testTitle: string;
  readonly text: string;
  readonly type: QuestionType;
  readonly options: readonly string[];
  /** Versions that ask it in this very form; a correction is for all of them. */
  readonly versions: readonly number[];
  /** Versions that ask it in another form, which this correction does not touch. */
  readonly otherVersions: readonly number[];
  /** What the draft holds now, which need not be what the versions were published with. */
  readonly draft: {
    readonly documentId: string;
    readonly correctAnswer: string;
    readonly furtherAnswers: readonly string[];
  } | null;
  /** The newest first; the newest is what is graded by. */
  readonly corrections: readonly Correction[];
}

export interface MarkChange {
  readonly attemptId: number;
  readonly studentId: number;
  readonly studentName: string;
  readonly number: number;
  readonly version: number;
  readonly scoreBefore: number;
  readonly scoreAfter: number;
  readonly percentageBefore: number;
  readonly percentageAfter: number;
  readonly passedBefore: boolean;
  readonly passedAfter: boolean;
}

/** What a correction would do. `changes` begins with those whose “passed” changes and is capped. */
export interface CorrectionPreview {
  readonly changes: readonly MarkChange[];
  readonly attempts: number;
  readonly students: number;
  readonly newlyPassed: number;
  readonly newlyFailed: number;
}

export interface SubmissionFile {
  readonly id: number;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
}

export interface SubmissionRecord {
  readonly submission: SubmissionLine & {
    readonly projectId: number;
    readonly version: number;
    readonly studentEmail: string;
    /** `http:` or `https:`. */
    readonly url: string | null;
    readonly notes: string;
    readonly feedback: string | null;
    readonly takenAt: string | null;
    readonly checklist: readonly ChecklistEntry[];
  };
  readonly project: {
    readonly description: string;
    readonly problemStatement: string;
    readonly deliverables: string;
    readonly criteria: readonly Criterion[];
  };
  readonly files: readonly SubmissionFile[];
  /** Of the same student and project, the newest first, this one not among them. */
  readonly others: readonly (SubmissionLine & { readonly feedback: string | null })[];
}

export interface Criterion {
  readonly criterion: string;
  readonly description: string;
}

export interface ChecklistEntry {
  readonly criterion: string;
  readonly met: boolean;
  readonly comment?: string;
}
