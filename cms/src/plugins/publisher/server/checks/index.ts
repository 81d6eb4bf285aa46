import type { GuruDatabase } from '../../../../lib/guru';
import type { Problem } from '../problem';
import type { KindName } from '../tree';
import { courseTree } from './course-tree';
import { reviewRules } from './review-rules';
import type { Rule } from './rule';
import { structureRules } from './structure-rules';
import { testRules } from './test-rules';
import { textRules, textTree } from './text-rules';
import { readNewTexts } from './texts';

/** Every check before publishing. A new one is one more entry of one of the lists. */
export const rules: readonly Rule[] = [
  ...structureRules,
  ...testRules,
  ...textRules,
  ...reviewRules,
];

/** Of a rule so many problems are listed; all of them are counted. */
const listed = 100;

/** What the checks found: how many problems, and those that are listed, errors first. */
export interface Findings {
  readonly errors: number;
  readonly warnings: number;
  readonly problems: readonly Problem[];
}

interface Row {
  readonly rule: number;
  readonly kind: KindName;
  readonly document_id: string;
  readonly called: string | null;
  readonly field: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly every: number;
}

/** Stands where a rule's number does, when there is a text whose facts are not known. */
const unread = -1;

const statement = `with ${courseTree},
  ${textTree}
select rule, kind, document_id, called, field, details, every from (
  select found.*, count(*) over (partition by rule) as every,
    row_number() over (partition by rule order by kind, place nulls last, id, field) as nth
  from (${rules
    .map(
      ({ find }, index) =>
        `select ${index} as rule, finding.* from (${find}) finding (kind, id, document_id, called, place, field, details)`,
    )
    .join('\n  union all ')}
  union all (select ${unread}, t.kind, t.id, t.document_id, t.called, t.place, t.field, '{}'
    from text t where t.facts is null limit 1)) found
) counted
where nth <= ${listed}
order by rule, nth`;

/**
 * Runs every check on a draft course, in a number of statements that does not depend on its size.
 * No text of a course that was checked before passes through Node.
 */
export async function checkCourse(database: GuruDatabase, draftId: number): Promise<Findings> {
  let rows = await database.rows<Row>(statement, [draftId]);
  if (rows.some(({ rule }) => rule === unread)) {
    await readNewTexts(database, draftId);
    rows = await database.rows<Row>(statement, [draftId]);
  }
  const problems = rows.flatMap((row): Problem[] => {
    const rule = rules[row.rule];
    if (rule === undefined) return [];
    const title = row.called ?? '';
    return [
      {
        rule: rule.name,
        severity: rule.severity,
        kind: row.kind,
        documentId: row.document_id,
        title,
        field: row.field,
        message: rule.message({ kind: row.kind, title, field: row.field, details: row.details }),
      },
    ];
  });
  const counts = new Map(rows.map(({ rule, every }) => [rule, every]));
  const countOf = (severity: Problem['severity']): number =>
    rules.reduce(
      (sum, rule, index) => sum + (rule.severity === severity ? (counts.get(index) ?? 0) : 0),
      0,
    );
  return {
    errors: countOf('error'),
    warnings: countOf('warning'),
    problems: [
      ...problems.filter(({ severity }) => severity === 'error'),
      ...problems.filter(({ severity }) => severity === 'warning'),
    ],
  };
}
