import type { KindName } from './tree';

/** Something wrong in the draft, with the way to the entry that has it. Errors stop a publish. */
export interface Problem {
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly kind: KindName;
  readonly documentId: string;
  /** The entry's own name, so that a list of problems can be read without opening each. */
  readonly title: string;
  readonly field: string | null;
  readonly message: string;
}
