import { Refusal } from '../../../../lib/refusal';
import { kindNamed, linkOf } from '../../../publisher/server/tree';
import type { Entry, Fields, KindName } from '../wire';
import type { Reader } from './command';
import { levels } from './shapes';

/** A draft as the model may know it: what students will read, and what is hidden from them. */
export interface Draft extends Entry {
  readonly id: number;
  readonly fields: Fields;
}

/** A module of the course's outline, in the editor's order. */
export interface OutlineModule {
  readonly documentId: string;
  readonly title: string;
  readonly lessons: readonly {
    readonly documentId: string;
    readonly title: string;
    readonly objectives: readonly string[];
  }[];
}

/** A draft with everything above it and the outline it stands in. */
export interface Place {
  readonly target: Draft;
  /** From the target's parent up to the course; empty for a course. */
  readonly above: readonly Draft[];
  readonly course: Draft;
  readonly outline: readonly OutlineModule[];
}

interface Row {
  readonly id: number;
  readonly document_id: string;
  readonly row: Record<string, unknown>;
}

/** Names of a draft's content: what the tree knows of it, and its place among its siblings. */
const contentOf = (name: KindName): string[] => {
  const kind = kindNamed(name);
  return [
    ...kind.columns.map((column) => column.name),
    ...(kind.hidden?.columns ?? []).map((column) => column.name),
    ...(kind.order === null ? [] : [kind.order]),
    ...(name === 'course' ? ['ai_command'] : []),
  ];
};

const draftOf = (kind: KindName, { id, document_id, row }: Row): Draft => ({
  kind,
  id,
  documentId: document_id,
  fields: Object.fromEntries(contentOf(kind).map((name) => [name, row[name] ?? null])),
});

/** A draft by its document id, or undefined. */
export async function findDraft(reader: Reader, entry: Entry): Promise<Draft | undefined> {
  const { draftTable } = kindNamed(entry.kind);
  const [row] = await reader.rows<Row>(
    `select d.id, d.document_id, to_jsonb(d) as row from cms.${draftTable} d where d.document_id = $1`,
    [entry.documentId],
  );
  return row === undefined ? undefined : draftOf(entry.kind, row);
}

/** The draft a draft hangs on, the nearest of several kinds. */
async function parentOf(reader: Reader, child: Draft): Promise<Draft | undefined> {
  const kind = kindNamed(child.kind);
  for (const parent of kind.parents) {
    const link = linkOf(kind, parent);
    const [row] = await reader.rows<Row>(
      `select p.id, p.document_id, to_jsonb(p) as row
      from cms.${link.table} l join cms.${kindNamed(parent.kind).draftTable} p on p.id = l.${link.parent}
      where l.${link.child} = $1`,
      [child.id],
    );
    if (row !== undefined) return draftOf(parent.kind, row);
  }
  return undefined;
}

/** Drafts of a kind below another, in the editor's order. */
export async function childrenOf(
  reader: Reader,
  parent: Pick<Draft, 'kind' | 'id'>,
  name: KindName,
): Promise<Draft[]> {
  const kind = kindNamed(name);
  const relation = kind.parents.find((one) => one.kind === parent.kind);
  if (relation === undefined) return [];
  const link = linkOf(kind, relation);
  const order = kind.order === null ? '' : `d.${kind.order} nulls last, `;
  const rows = await reader.rows<Row>(
    `select d.id, d.document_id, to_jsonb(d) as row
    from cms.${link.table} l join cms.${kind.draftTable} d on d.id = l.${link.child}
    where l.${link.parent} = $1 order by ${order}d.id`,
    [parent.id],
  );
  return rows.map((row) => draftOf(name, row));
}

async function outlineOf(reader: Reader, courseId: number): Promise<OutlineModule[]> {
  return reader.rows<OutlineModule>(
    `select m.document_id as "documentId", coalesce(m.title, '') as title, coalesce((
        select jsonb_agg(jsonb_build_object('documentId', l.document_id, 'title', coalesce(l.title, ''),
            'objectives', case when jsonb_typeof(l.objectives) = 'array' then l.objectives else '[]' end)
          order by l.order_index nulls last, l.id)
        from cms.draft_lessons_draft_module_lnk k join cms.draft_lessons l on l.id = k.draft_lesson_id
        where k.draft_module_id = m.id), '[]') as lessons
    from cms.draft_modules_draft_course_lnk c join cms.draft_modules m on m.id = c.draft_module_id
    where c.draft_course_id = $1 order by m.order_index nulls last, m.id`,
    [courseId],
  );
}

/**
 * Reads a draft with its course. Refuses what is not there any more (`ai.draft-gone`) and what hangs
 * on no course, because nobody could say whose it is (`ai.no-course`).
 */
export async function readPlace(reader: Reader, entry: Entry): Promise<Place> {
  const target = await findDraft(reader, entry);
  if (target === undefined) throw new Refusal(409, 'ai.draft-gone');
  const above: Draft[] = [];
  for (let at: Draft | undefined = target; at !== undefined && at.kind !== 'course'; ) {
    at = await parentOf(reader, at);
    if (at !== undefined) above.push(at);
  }
  const course = above.at(-1) ?? target;
  if (course.kind !== 'course') throw new Refusal(409, 'ai.no-course');
  return { target, above, course, outline: await outlineOf(reader, course.id) };
}

/** A text of a draft, empty where there is none. */
export const textField = ({ fields }: Pick<Draft, 'fields'>, name: string): string => {
  const value = fields[name];
  return typeof value === 'string' ? value : '';
};
/** A list of texts of a draft. */
export const listField = ({ fields }: Pick<Draft, 'fields'>, name: string): string[] => {
  const value = fields[name];
  return Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
};
/** A course's level; the first where it says another, which an import may. */
export const levelOf = (course: Draft): (typeof levels)[number] =>
  levels.find((level) => level === course.fields.level) ?? levels[0];
export const titleOf = (draft: Draft): string =>
  textField(draft, draft.kind === 'course' || draft.kind === 'certificate' ? 'name' : 'title');
