import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { selectDraftRows } from '../draft-rows';
import { type Kind, tree } from '../tree';
import type { Side } from '../wire';

/** The course whose states are compared. */
export interface Course {
  readonly draftId: number;
  /** Its live id; the negative of the draft's id while it has none, as drafts are then named. */
  readonly id: number;
  /** Its current version, 0 while it was never published. */
  readonly version: number;
}

/** @throws Refusal `publish.not-found` */
export async function courseOf(database: GuruDatabase, documentId: string): Promise<Course> {
  const [course] = await database.rows<Course>(
    `select d.id as "draftId", coalesce(d.live_course_id, -d.id) as id, coalesce(c.version, 0) as version
    from cms.draft_courses d left join live.courses c on c.id = d.live_course_id
    where d.document_id = $1`,
    [documentId],
  );
  if (course === undefined) throw new Refusal(404, 'publish.not-found');
  return course;
}

/** @throws Refusal `version.not-found` where a version that is named was never published */
export async function refuseUnknown(
  database: GuruDatabase,
  course: Course,
  sides: readonly (Side | null)[],
): Promise<void> {
  for (const side of sides) {
    if (typeof side !== 'number') continue;
    const found = await database.rows(
      'select from live.course_versions where course_id = $1 and version = $2',
      [course.id, side],
    );
    if (found.length === 0) throw new Refusal(404, 'version.not-found');
  }
}

/** The parameters of every statement over sides; what a side needs more is written into it. */
export const parametersOf = (course: Course): number[] => [course.draftId, 0, course.id];

const kindsByTable = tree.map(({ name, liveTable }) => `('${name}', '${liveTable}')`).join(', ');

/**
 * A select of `kind` and `row` (jsonb, hidden columns included) of everything a side holds, or of
 * one kind. Nothing, where there is no side.
 */
export function rowsOf(side: Side | null, only?: Kind): string {
  if (side === null) return 'select null::text as kind, null::jsonb as row where false';
  if (side === 'draft') {
    return (only === undefined ? tree : [only])
      .map(
        (kind) =>
          `select '${kind.name}' as kind, to_jsonb(row) as row
          from (${selectDraftRows(kind, { includeHidden: true, identity: 'provisional' })}) row`,
      )
      .join(' union all ');
  }
  // jsonb_each reads the stored snapshot once, however many kinds are taken out of it.
  return `select t.kind, r.row
    from live.course_versions v
    cross join lateral jsonb_each(v.snapshot) e (key, rows)
    join (values ${kindsByTable}) t (kind, live_table) on t.live_table = e.key
    cross join lateral jsonb_array_elements(e.rows) r (row)
    where v.course_id = $3::integer and v.version = ${side}
      and $1::integer is not null and $2::integer is not null
      ${only === undefined ? '' : `and t.kind = '${only.name}'`}`;
}
