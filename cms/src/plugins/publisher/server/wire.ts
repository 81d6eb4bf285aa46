/**
 * What the publisher's routes answer and its admin pages read. Moments are ISO 8601 in UTC; `kind`
 * and `id` name a thing across versions (`id` is its live identity, negative while it has none).
 */
import type { KindName } from './tree';

/** Where a course stands for students. `closed`: not even its learners may read it. */
export type CourseState = 'never' | 'published' | 'unpublished' | 'closed';

/** What happens to those who learn on an older version when a new one comes out. */
export type Learners = 'keep' | 'move';

/** A version in the list of versions, the newest first. */
export interface Version {
  readonly version: number;
  readonly publishedAt: string;
  readonly publishedBy: string;
  readonly message: string;
  readonly isCurrent: boolean;
  /** False once it was taken out of live; its snapshot stays, and it can come back. */
  readonly inLive: boolean;
  readonly learners: number;
  readonly openAttempts: number;
  /** Size of the snapshot as stored, in bytes. */
  readonly bytes: number;
}

/** One side of a comparison: a version, or the drafts as they would be published now. */
export type Side = number | 'draft';

export type Change = 'added' | 'removed' | 'moved' | 'changed';

/** A thing that is not the same on both sides. Whatever is missing here is the same. */
export interface ChangedNode {
  readonly kind: KindName;
  readonly id: number;
  readonly title: string;
  /** `moved` may stand beside `changed`. */
  readonly changes: readonly Change[];
  /** The fields that differ, as the draft calls them; empty unless `changed`. */
  readonly fields: readonly string[];
  /** The way down from the course, for the tree: kind and id of each parent with its title. */
  readonly path: readonly {
    readonly kind: KindName;
    readonly id: number;
    readonly title: string;
  }[];
  /** The draft entry, while there is one. */
  readonly documentId: string | null;
}

export interface Difference {
  readonly from: Side | null;
  readonly to: Side;
  readonly counts: Readonly<Record<Change, number>>;
  /** In the course's order, at most `limit`; `more` says how many are left out. */
  readonly nodes: readonly ChangedNode[];
  readonly more: number;
}

/** The fields of one changed thing with both texts. Lists come as JSON with two spaces. */
export interface NodeDifference {
  readonly kind: KindName;
  readonly id: number;
  readonly fields: readonly {
    readonly field: string;
    readonly before: string | null;
    readonly after: string | null;
  }[];
}

/** Whom a publish touches. */
export interface Impact {
  readonly learners: readonly { readonly version: number; readonly count: number }[];
  readonly openAttempts: number;
  /** What the certificate asks for, where it would change. */
  readonly certificateRules: readonly {
    readonly field: string;
    readonly before: string;
    readonly after: string;
  }[];
  readonly certificatesIssued: number;
}

export type ScheduleState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';

/** A publish that is to come. What goes out is what was frozen. */
export interface Schedule {
  readonly id: number;
  readonly runAt: string;
  /** IANA name of the editor's time zone, in which `runAt` is to be shown. */
  readonly timeZone: string;
  readonly state: ScheduleState;
  readonly learners: Learners;
  readonly message: string;
  readonly frozenAt: string;
  readonly frozenBy: string;
  /** The drafts were edited since; those edits do not go out unless they are taken in. */
  readonly isBehindDrafts: boolean;
  readonly tries: number;
  readonly lastError: string | null;
}

export interface HistoryLine {
  readonly id: number;
  readonly at: string;
  readonly action: string;
  readonly outcome: 'done' | 'refused' | 'failed';
  readonly courseId: number | null;
  readonly documentId: string;
  readonly courseName: string;
  readonly version: number | null;
  readonly actor: string;
  readonly message: string;
  readonly counts: Readonly<Record<string, number>> | null;
  readonly problems: readonly { readonly message: string }[] | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly durationMs: number;
}

export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  readonly total: number;
  readonly page: number;
  readonly pageSize: number;
}

export interface PreviewLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** A restore of a version into the drafts that can still be taken back. */
export interface RestoreState {
  readonly canUndo: boolean;
  readonly version: number | null;
  readonly at: string | null;
  readonly by: string | null;
}
