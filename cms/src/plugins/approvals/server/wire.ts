/**
 * What the routes of the approvals answer and the admin's pages read. Moments are ISO 8601 in UTC;
 * names and texts are people's own and never trusted as HTML.
 */

/** `void`: the payload is not the one that was asked for, so nothing will ever come of it. */
export type ApprovalState = 'waiting' | 'executed' | 'refused' | 'withdrawn' | 'expired' | 'void';

export interface ApprovalLine {
  readonly id: number;
  /** As registered: `certificate.revoke`. */
  readonly action: string;
  readonly state: ApprovalState;
  readonly requestedBy: string;
  readonly reason: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly endedAt: string | null;
  readonly endedBy: string | null;
  /** In favour, whether they count any more or not. */
  readonly votes: number;
  readonly votesNeeded: number;
  /** It is for me to vote. */
  readonly isForMe: boolean;
}

export interface ApprovalVote {
  readonly voter: string;
  readonly approve: boolean;
  readonly remark: string;
  readonly at: string;
  /** Whether the voter may still vote; one who may not does not count. */
  readonly counts: boolean;
}

/** What the record of a student comes to. */
export interface Result {
  /** Null where nothing is scored. */
  readonly percentage: number | null;
  readonly grade: string;
}

/** A certificate as it was issued, and whether it still stands. */
export interface CertificateFacts {
  readonly number: string;
  readonly studentId: number;
  readonly studentName: string;
  readonly courseName: string;
  readonly issuedAt: string;
  readonly grade: string;
  /** Null where nothing was scored. */
  readonly percentage: number | null;
  readonly isRevoked: boolean;
  /** The number of the one that took its place. */
  readonly replacedBy: string | null;
}

/** What would happen, looked up anew by the payload. `null` where it names something that is gone. */
export type Facts =
  | {
      readonly kind: 'certificate.revoke';
      readonly certificate: CertificateFacts | null;
      /** What everybody will read who looks the certificate up. */
      readonly publicReason: string;
    }
  | {
      readonly kind: 'certificate.reissue';
      readonly certificate: CertificateFacts | null;
      readonly publicReason: string;
      /** What the new one would be made out to, where that was asked to be the name of today. */
      readonly newName: string | null;
      /** That name is another by now, so this will be refused. */
      readonly isRenamedSince: boolean;
      readonly today: Result | null;
    }
  | {
      readonly kind: 'marksheet.correct';
      readonly certificate: CertificateFacts | null;
      readonly publicReason: string;
      /** The revision that stands now. */
      readonly revision: number;
      readonly today: Result | null;
    }
  | {
      readonly kind: 'key.correct';
      readonly question: {
        readonly id: number;
        readonly text: string;
        readonly courseName: string;
        readonly testTitle: string;
      } | null;
      readonly correctAnswer: string;
      readonly furtherAnswers: readonly string[];
      /** As of now; null once the key was corrected or where it can no longer be tried. */
      readonly impact: {
        readonly attempts: number;
        readonly students: number;
        readonly newlyPassed: number;
        readonly newlyFailed: number;
      } | null;
    }
  | {
      readonly kind: 'administrator.make';
      readonly person: {
        readonly name: string;
        readonly email: string;
        readonly roles: string;
      } | null;
      readonly role: {
        readonly name: string;
        /** The super admin's, which may do everything. */
        readonly isAdministrator: boolean;
      } | null;
    }
  | {
      readonly kind: 'learners.move';
      readonly course: { readonly name: string; readonly currentVersion: number } | null;
      readonly version: number;
      /** Who would be moved now. */
      readonly learners: number;
    }
  | {
      readonly kind: 'student.erase';
      readonly student: {
        readonly id: number;
        readonly name: string;
        readonly email: string;
      } | null;
      /** Names on certificates go as well. */
      readonly withCertificates: boolean;
    }
  /** An action of another room, shown by its payload. */
  | { readonly kind: 'other' };

export interface ApprovalRecord {
  readonly approval: ApprovalLine & {
    readonly payload: Readonly<Record<string, unknown>>;
    /** Sent back with a vote: what the voter saw. */
    readonly payloadHash: string;
    readonly byDelay: boolean;
    /** How it ended, in words for the log: `by delay, 0 voters existed`. */
    readonly note: string | null;
  };
  readonly facts: Facts;
  readonly votes: readonly ApprovalVote[];
  readonly mine: {
    readonly isMine: boolean;
    readonly mayVote: boolean;
    readonly hasVoted: boolean;
    /** Set where it may be carried out without votes: from then on. */
    readonly delayEndsAt: string | null;
    /** It may be carried out now, by pressing the button. */
    readonly mayExecute: boolean;
  };
}

/** Which roles are given by approval, and to whom they could be. */
export interface Candidates {
  readonly roles: readonly { readonly code: string; readonly name: string }[];
  readonly people: readonly {
    readonly id: number;
    readonly name: string;
    readonly email: string;
    /** Codes of the roles this person has. */
    readonly roles: readonly string[];
  }[];
}

/** What a request for approval answers. */
export interface Asked {
  /** The request's number. */
  readonly approval: number;
}
