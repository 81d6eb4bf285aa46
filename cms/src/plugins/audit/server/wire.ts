/**
 * What the routes of the log answer and its admin pages read. Moments are ISO 8601 in UTC. Whatever
 * somebody else has chosen (names, addresses, browsers, values) is to be shown through `inert`.
 */

/** On whose behalf something was done. */
export type Actor =
  | { readonly kind: 'administrator'; readonly id: string; readonly name: string | null }
  /** `id` is the account's, `student` the record's where there is one. */
  | {
      readonly kind: 'student';
      readonly id: string;
      readonly name: string | null;
      readonly student: number | null;
    }
  /** A program of somebody's; the name begins with the token's number. */
  | { readonly kind: 'token'; readonly name: string }
  /** A request of somebody who was not signed in, or not yet. */
  | { readonly kind: 'visitor' }
  /** Nobody asked for it: a job, the start, or somebody at the database itself under this login. */
  | { readonly kind: 'system'; readonly login: string };

export interface LogLine {
  readonly id: number;
  readonly at: string;
  /** `insert`, `update`, `delete`, or an event in dotted words. */
  readonly action: string;
  /** A table, or what an event was about. */
  readonly subject: string;
  readonly subjectId: string | null;
  readonly actor: Actor;
  readonly ipAddress: string | null;
  /** The columns that an update changed. */
  readonly changed: readonly string[];
}

export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Where the next older page begins; null where there is none. */
  readonly next: number | null;
}

/** One column of a row, or one detail of an event. */
export interface Value {
  readonly name: string;
  /** As JSON; null where the row was not there. */
  readonly before: string | null;
  readonly after: string | null;
  readonly changed: boolean;
}

export interface LogEntry extends LogLine {
  readonly login: string;
  readonly userAgent: string | null;
  readonly values: readonly Value[];
  readonly details: readonly Pick<Value, 'name' | 'after'>[];
  /** What was personal in it was taken out when its student was erased. */
  readonly isErased: boolean;
  readonly seal: { readonly id: number; readonly at: string } | null;
}

/** Somebody whose lines can be looked for. */
export interface Administrator {
  readonly id: string;
  readonly name: string;
}

export interface Choices {
  readonly administrators: readonly Administrator[];
  readonly subjects: readonly string[];
  readonly actions: readonly string[];
}

export interface LogState {
  /** Null while nothing is sealed. */
  readonly lastSeal: { readonly id: number; readonly at: string } | null;
  /** Lines after the last one that is sealed, counted up to a thousand, and when the first was written. */
  readonly unsealed: { readonly count: number; readonly since: string | null };
  /** Where the checkpoints are kept outside the database. */
  readonly folders: readonly {
    readonly folder: string;
    readonly lastSealId: number;
    readonly exportedAt: string | null;
    readonly failingSince: string | null;
    readonly error: string | null;
  }[];
  readonly verification: {
    readonly at: string;
    readonly isSound: boolean;
    readonly rows: number;
    readonly seals: number;
    readonly findingCount: number;
    /** The first of them, each a sentence. */
    readonly findings: readonly string[];
  } | null;
}
