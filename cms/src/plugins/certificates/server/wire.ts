/**
 * What the routes of the certificates answer and the admin's pages read. Moments are ISO 8601 in UTC;
 * names and texts are people's own and never trusted as HTML.
 */
import type { Trace } from '@ourshiksha/contract/certificate';

/** `making`: issued, its PDF not drawn yet. `replaced` and `revoked` stay for ever. */
export const states = ['making', 'valid', 'revoked', 'replaced'] as const;
export type CertificateState = (typeof states)[number];

export interface CertificateLine {
  readonly id: number;
  readonly number: string;
  readonly studentName: string;
  readonly courseName: string;
  readonly issuedAt: string;
  /** Whole per cents; null where nothing was scored. */
  readonly finalScore: number | null;
  readonly grade: string;
  readonly state: CertificateState;
}

/** The newest first. */
export interface CertificatePage {
  readonly rows: readonly CertificateLine[];
  /** What the next, older page is asked for with; null where there is none. */
  readonly next: number | null;
}

export interface CourseName {
  readonly id: number;
  readonly name: string;
}

/** What was kept of a drawn PDF. */
export interface KeptFile {
  readonly sha256: string;
  readonly bytes: number;
  readonly drawnAt: string;
}

/** One figure that a correction changed: of a test, a lab or a project, or of the total. */
export interface MarksheetChange {
  readonly part: string;
  readonly title?: string;
  readonly field: string;
  /** A figure, a moment, a yes or no, or a checklist. */
  readonly before: unknown;
  readonly after: unknown;
}

export interface MarksheetRevision {
  readonly id: number;
  /** From 1. */
  readonly revision: number;
  readonly replacesRevision: number | null;
  /** Why it was computed anew; null for the first. */
  readonly reason: string | null;
  readonly generatedAt: string;
  readonly percentage: number | null;
  readonly grade: string;
  /** What is different from the revision before. */
  readonly changes: readonly MarksheetChange[];
  /** Its page on the learner site, with its secret; null where that was erased. */
  readonly url: string | null;
  readonly file: KeptFile | null;
}

/** A request of two approvers about a certificate. */
export interface RequestLine {
  readonly id: number;
  readonly action: string;
  readonly state: string;
  readonly requestedBy: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

export interface CertificateRecord {
  readonly certificate: CertificateLine & {
    readonly certificateName: string;
    readonly studentId: number;
    readonly courseId: number;
    readonly courseVersion: number;
    readonly type: 'completion' | 'assessment';
    readonly completedOn: string;
    readonly outcomes: readonly string[];
    readonly initials: string;
    readonly templateId: string;
    readonly issuerName: string;
    readonly designId: number;
    /** The page on the learner site that its QR code leads to, with its secret. */
    readonly url: string;
    readonly replaces: string | null;
    readonly replacedBy: string | null;
    readonly revokedAt: string | null;
    readonly revokedReason: string | null;
    readonly revokedBy: string | null;
    readonly file: KeptFile | null;
    /** Empty for certificates issued before traces were kept. */
    readonly trace: Trace;
    /** `the course` where it came by itself, `the student`, or a registrar's name. */
    readonly issuedBy: string;
    /** The student's name today, where it is another than the one printed. */
    readonly nameToday: string | null;
    /** Its student was erased: its files may be gone, and nothing is issued or corrected any more. */
    readonly isErased: boolean;
  };
  /** The newest first. */
  readonly marksheets: readonly MarksheetRevision[];
  /** What was asked for about it, the newest first. */
  readonly requests: readonly RequestLine[];
}

/** What became of a kept file, its bytes read and hashed anew. */
export type FileFinding = 'as issued' | 'altered' | 'lost' | 'in the making' | 'erased';

export interface FileCheck {
  readonly certificate: FileFinding;
  readonly marksheets: readonly { readonly revision: number; readonly finding: FileFinding }[];
}

/** How certificates look, as the form has it. */
export interface DesignForm {
  readonly issuerName: string;
  /** `http:` or `https:`. */
  readonly issuerUrl: string | null;
  /** `#rrggbb`. */
  readonly accent: string;
  readonly paper: 'a4' | 'letter';
  /** A PNG or a JPEG of at most 300 kB, in base 64. */
  readonly logo: string | null;
  /** At most three. */
  readonly signatories: readonly {
    readonly name: string;
    readonly title: string;
    /** A PNG of at most 100 kB, in base 64. */
    readonly signature: string | null;
  }[];
}

/** What a certificate of a design would look like. */
export interface Specimen {
  /** In base 64, because the admin's client takes nothing but JSON as the answer to a POST. */
  readonly pdf: string;
}

/** A design of the history; the newest is the one in use. */
export interface DesignLine {
  readonly id: number;
  readonly issuerName: string;
  /** Their names. */
  readonly signatories: readonly string[];
  readonly createdBy: string;
  readonly createdAt: string;
}

export interface DesignEntry {
  readonly id: number;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly form: DesignForm;
}

/** What one more requirement of a certificate asks for, and how much of it is there. */
export interface Part {
  readonly done: number;
  readonly of: number;
}

/** A learner of a course without its certificate, and how they stand. */
export interface Candidate {
  readonly studentId: number;
  readonly studentName: string;
  readonly isEligible: boolean;
  /** Gets none while suspended. */
  readonly isSuspended: boolean;
  readonly lessons: Part;
  /** Null where the certificate does not ask for it. */
  readonly tests: Part | null;
  readonly labs: Part | null;
  readonly projects: Part | null;
  readonly percentage: number | null;
  readonly grade: string;
}

/** Candidates by the number of their record; a dry run asks until there is no next page. */
export interface CandidatePage {
  readonly rows: readonly Candidate[];
  readonly next: number | null;
}

/** How far a batch is; the figures count students. */
export interface BatchLine {
  readonly id: number;
  readonly courseId: number;
  readonly courseName: string;
  readonly askedBy: string;
  readonly createdAt: string;
  readonly cancelledAt: string | null;
  /** Null while it runs. */
  readonly finishedAt: string | null;
  readonly total: number;
  readonly issued: number;
  /** They had one already. */
  readonly had: number;
  /** Not eligible any more. */
  readonly refused: number;
  readonly failed: number;
  readonly left: number;
}

export interface BatchItem {
  readonly studentId: number;
  readonly studentName: string;
  /** Null while it is to be done, or was cancelled before. */
  readonly outcome: 'issued' | 'had' | 'refused' | 'failed' | null;
  /** What it failed of, as a sentence or a code. */
  readonly reason: string | null;
}

export interface BatchRecord {
  readonly batch: BatchLine;
  readonly items: readonly BatchItem[];
  readonly next: number | null;
}
