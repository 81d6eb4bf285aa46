import type { MarksheetChange } from '../../../server/wire';
import type { useWords, Word } from '../words';

type Words = Pick<ReturnType<typeof useWords>, 'say' | 'day' | 'number'>;

/** The fields of a record that a correction may change, by the word for each. */
const fields: Readonly<Record<string, Word>> = {
  attempts: 'change.attempts',
  score: 'change.score',
  max_score: 'change.max-score',
  percentage: 'change.percentage',
  passed: 'change.passed',
  completed: 'change.completed',
  status: 'change.status',
  grade: 'change.grade',
  hints_used: 'change.hints-used',
  submissions: 'change.submissions',
  checklist: 'change.checklist',
  completed_at: 'change.completed-at',
  required: 'change.required',
  verifiable: 'change.verifiable',
  share: 'change.share',
  weight: 'change.weight',
};

const parts: Readonly<Record<string, Word>> = {
  tests: 'trace.tests',
  labs: 'trace.labs',
  projects: 'trace.projects',
  total: 'change.total',
};

const statuses: Readonly<Record<string, Word>> = {
  submitted: 'change.status.submitted',
  under_review: 'change.status.under-review',
  approved: 'change.status.approved',
  rejected: 'change.status.rejected',
};

const isMet = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && 'met' in one && one.met === true;

/** One figure of a record, of whichever kind, as it is read. */
export function figure(value: unknown, { say, day, number }: Words): string {
  if (value === null || value === undefined) return say('change.none');
  if (typeof value === 'boolean') return say(value ? 'trace.yes' : 'trace.no');
  if (typeof value === 'number') return number(value);
  // A project's checklist.
  if (Array.isArray(value))
    return say('trace.of', {
      done: number(value.filter(isMet).length),
      of: number(value.length),
    });
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return day(text);
  const word = Object.hasOwn(statuses, text) ? statuses[text] : undefined;
  return word === undefined ? text : say(word);
}

/** What a correction changed, as a line; a field or part of a later time goes by its own name. */
export function changeLine(change: MarksheetChange, words: Words): string {
  const { part, title, field, before, after } = change;
  const { say } = words;
  const named = (names: Readonly<Record<string, Word>>, name: string): string => {
    const word = Object.hasOwn(names, name) ? names[name] : undefined;
    return word === undefined ? name : say(word);
  };
  return say('files.changed', {
    what: `${title ?? named(parts, part)}, ${named(fields, field)}`,
    before: figure(before, words),
    after: figure(after, words),
  });
}
