import type { Trace } from '@ourshiksha/contract/certificate';

/** How the school's papers look and who answers for them: one row of `activity.certificate_designs`. */
export interface Design {
  readonly issuer_name: string;
  readonly issuer_url: string | null;
  /** `#rrggbb`; text in it is darkened until it can be read on white paper. */
  readonly accent: string;
  readonly paper: 'a4' | 'letter';
  /** A PNG or a JPEG. */
  readonly logo: Uint8Array | null;
  readonly signatories: readonly Signatory[];
}

export interface Signatory {
  readonly name: string;
  readonly title: string;
  /** A PNG of the signature, transparent or on white. */
  readonly signature: Uint8Array | null;
}

/** A file that travels inside the PDF. */
export interface Attachment {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

/** What is printed on a certificate: the frozen row of the register and the addresses that verify it. */
export interface CertificateFacts {
  readonly certificate_number: string;
  readonly certificate_name: string;
  readonly student_name: string;
  readonly course_name: string;
  readonly course_version: number;
  readonly type: 'completion' | 'assessment';
  /** An instant; its day in UTC is printed. */
  readonly issue_date: string;
  /** A day, `2026-11-21`. */
  readonly completed_on: string;
  /** In percent. */
  readonly final_score: number | null;
  readonly grade: string;
  readonly outcomes: readonly string[];
  /** `classic`, `modern` or `plain`; anything else is drawn as classic. */
  readonly template_id: string;
  readonly qr_verification: boolean;
  /** Holds the certificate's secret: in the QR code and behind links, never printed as words. */
  readonly verification_url: string;
  /** Where the number is typed in: printed. */
  readonly verify_url: string;
  /** The number of the certificate that this one replaces. */
  readonly replaces: string | null;
  readonly design: Design;
  /** The credential, attached to the PDF. */
  readonly credential?: Attachment;
}

/** What is printed on a marksheet. */
export interface MarksheetFacts {
  readonly certificate_number: string;
  readonly student_name: string;
  readonly course_name: string;
  readonly certificate_name: string;
  readonly course_version: number;
  /** Of the certificate; an instant. */
  readonly issue_date: string;
  /** Of this revision; an instant. */
  readonly generated_at: string;
  /** From 1. */
  readonly revision: number;
  readonly replaces_revision: number | null;
  readonly reason: string | null;
  /** How each figure came about, frozen with the certificate or this revision. */
  readonly trace: Trace;
  readonly verification_url: string;
  readonly verify_url: string;
  readonly design: Design;
}
