import type { Core } from '@strapi/strapi';
import type { Source } from '../../../../lib/source';
import { liveColumns, selectDraftRows } from '../draft-rows';
import { type Kind, tree } from '../tree';

/** The course a preview shows: its draft's row, and what its rows would be called in live. */
export interface PreviewedCourse {
  readonly draftId: number;
  /** The live id, or the negative of the draft's while there is none. */
  readonly courseId: number;
  /** The version that a publish would make now. */
  readonly version: number;
}

/**
 * The drafts of one course as the rows of live they would become. The numbers of `course` are
 * written into the statements, so that a reader's parameters stay its own.
 *
 * Hidden columns are not in them. A blank field has its default, or the empty text, because a
 * preview must show drafts that could not be published yet.
 */
export function draftSource(app: Core.Strapi, course: PreviewedCourse): Source {
  const draftRows = (table: string): string => {
    const kind = tree.find(({ liveTable }) => liveTable === table);
    if (kind === undefined) throw new Error(`The tree has no kind that becomes live.${table}.`);
    const rows = selectDraftRows(kind, { includeHidden: false, identity: 'provisional' });
    return `(select ${shownColumns(app, kind, course).join(', ')} from (${bound(rows, course)}) d)`;
  };
  return {
    rows(table) {
      if (table === 'courses') return asPublished(draftRows('course_contents'));
      if (table === 'tests') return withQuestionCount(draftRows('tests'), draftRows('questions'));
      return draftRows(table);
    },
    questionCount: (test) => `${test}.question_count`,
    hintCount: (lab) => `jsonb_array_length(${lab}.hints)`,
  };
}

/** Tests with the number of their questions, counted once for all of them. */
const withQuestionCount = (tests: string, questions: string): string =>
  `(select t.*, coalesce(n.question_count, 0) as question_count
    from ${tests} t
    left join (select test_id, count(*) as question_count from ${questions} q group by test_id) n
      on n.test_id = t.id)`;

/** A version's course as the catalogue's row of it, published at this very moment. */
const asPublished = (contents: string): string =>
  `(select c.*, c.credit_cost = 0 as is_free, 'published' as status, now() as published_at,
      null::timestamptz as deleted_at
    from ${contents} c)`;

function shownColumns(app: Core.Strapi, kind: Kind, course: PreviewedCourse): string[] {
  // Said again out here, where the planner sees that all rows have them. From inside it takes “this
  // course in this version” to leave one row, and loops over thousands for each of thousands.
  const same: Readonly<Record<string, number>> = {
    version: course.version,
    course_id: course.courseId,
  };
  const mayBeBlank = new Set(
    kind.columns.filter(({ form }) => form === 'value').map(({ name }) => name),
  );
  return liveColumns(kind, false).map((name) => {
    if (same[name] !== undefined) return `(${same[name]})::integer as ${name}`;
    const blank = mayBeBlank.has(name) ? blankOf(app, kind, name) : null;
    return blank === null ? name : `coalesce(${name}, ${blank}) as ${name}`;
  });
}

/** What stands for a field that was left blank, as SQL; null where nothing may stand there. */
function blankOf(app: Core.Strapi, kind: Kind, name: string): string | null {
  const attribute: { type?: string; default?: unknown } =
    app.contentType(kind.uid as Parameters<typeof app.contentType>[0])?.attributes[name] ?? {};
  const initial = attribute.default;
  if (typeof initial === 'string') return `'${initial.replaceAll("'", "''")}'`;
  if (typeof initial === 'number' || typeof initial === 'boolean') return String(initial);
  return attribute.type === 'string' || attribute.type === 'text' ? `''` : null;
}

/** Writes a course's numbers in the place of `$1` to `$3`; whole numbers need no quoting. */
function bound(statement: string, { draftId, version, courseId }: PreviewedCourse): string {
  const numbers = [draftId, version, courseId];
  if (!numbers.every(Number.isSafeInteger)) throw new Error('A course has whole numbers only.');
  return statement.replace(/\$([123])\b/g, (_, place: string) => `(${numbers[Number(place) - 1]})`);
}
