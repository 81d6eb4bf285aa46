import { type Rule, theEntry } from './rule';

/**
 * Entries with text that a machine wrote and nobody has reviewed, by the database's own account of it. Looked
 * for only where the school has chosen this rule's severity.
 */
const unreviewed = (isRequired: boolean): string =>
  `select w.kind, w.draft_id as id, w.document_id, left(btrim(w.title), 200) as called, null::integer as place,
    min(w.field) as field, jsonb_build_object('fields', count(*)) as details
  from cms.machine_written($1::integer) w
  where not w.is_reviewed and (select s.requires_review from ai.settings s) = ${isRequired}
  group by w.kind, w.draft_id, w.document_id, w.title`;

const inFields = (fields: unknown): string =>
  Number(fields) === 1 ? 'one field' : `${fields} fields`;

/** Whether somebody stands behind what a language model wrote. */
export const reviewRules: readonly Rule[] = [
  {
    name: 'ai-unreviewed',
    severity: 'warning',
    find: unreviewed(false),
    message: (finding) =>
      `${theEntry(finding)} has text by the AI author in ${inFields(finding.details.fields)} that nobody has reviewed. Read it and mark it as reviewed.`,
  },
  {
    name: 'ai-review-required',
    severity: 'error',
    find: unreviewed(true),
    message: (finding) =>
      `${theEntry(finding)} has text by the AI author in ${inFields(finding.details.fields)} that nobody has reviewed, and the school publishes none. Read it and mark it as reviewed.`,
  },
];
