import type { Problem } from '../problem';
import type { KindName } from '../tree';

/** What a rule's SQL says of one entry. */
export interface Finding {
  readonly kind: KindName;
  readonly title: string;
  readonly field: string | null;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * A check before publishing. `find` selects the entries that have the problem, from the queries of
 * `courseTree`: the columns of `entry`, then the field and the details that the message needs.
 */
export interface Rule {
  readonly name: string;
  readonly severity: Problem['severity'];
  readonly find: string;
  readonly message: (finding: Finding) => string;
}

/** The first columns of every `find`: which entry, and where it stands. */
export const entry = (kind: KindName, alias: string): string =>
  `'${kind}' as kind, ${alias}.id, ${alias}.document_id, ${alias}.called, ${alias}.place`;

export const nothing = `'{}'::jsonb as details`;
export const field = (name: string | null): string =>
  `${name === null ? 'null' : `'${name}'`}::text as field`;

/** Each kind as an editor calls it. */
export const kindTitle: Readonly<Record<KindName, string>> = {
  course: 'course',
  module: 'module',
  lesson: 'lesson',
  ai_note: 'lesson note',
  test: 'test',
  question: 'question',
  practice_lab: 'practice lab',
  project: 'project',
  project_step: 'project step',
  certificate: 'certificate',
};

export const quoted = ({ title }: Pick<Finding, 'title'>): string =>
  `“${title || 'without a title'}”`;
/** “The lesson “Springs””: the entry as it begins a sentence. */
export const theEntry = (finding: Finding): string =>
  `The ${kindTitle[finding.kind]} ${quoted(finding)}`;
