import type { Core } from '@strapi/strapi';
import { type GuruDatabase, inGuruTransaction } from '../../../../lib/guru';
import { membersOf } from '../draft-rows';
import { type Kind, type KindName, tree } from '../tree';
import type { Change, ChangedNode, Difference, Side } from '../wire';
import { movedOf } from './longest-run';
import { type Course, courseOf, parametersOf, refuseUnknown, rowsOf } from './sides';

/** How many changed things are named; the counts are of all. */
export const limit = 500;

/** What is compared; absent sides are the current version and the drafts. */
export interface Sides {
  readonly from?: Side | undefined;
  readonly to?: Side | undefined;
}

/**
 * What is different between two states of a course. Everything is compared in the database; only
 * what changed comes out, and of siblings in another order their ids.
 *
 * @throws Refusal `publish.not-found`, `version.not-found`
 */
export function differenceOf(
  app: Core.Strapi,
  documentId: string,
  sides: Sides,
): Promise<Difference> {
  return inGuruTransaction(app, {}, async (database) => {
    const course = await courseOf(database, documentId);
    const from = sides.from ?? (course.version === 0 ? null : course.version);
    const to = sides.to ?? 'draft';
    await refuseUnknown(database, course, [from, to]);
    await compare(database, course, from, to);
    await markMoved(database);
    const counts = await countsOf(database);
    const rows = await changedNodes(database);
    const documentIds = await documentIdsOf(database, course, rows);
    return {
      from,
      to,
      counts: {
        added: counts.added,
        removed: counts.removed,
        moved: counts.moved,
        changed: counts.changed,
      },
      nodes: rows.map((row) => ({ ...row, documentId: documentIds.get(nameOf(row)) ?? null })),
      more: Math.max(0, counts.all - rows.length),
    };
  });
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];
const parentColumns = unique(
  tree.flatMap(({ parents }) => parents.flatMap(({ column }) => (column === null ? [] : [column]))),
);
const orderColumns = unique(tree.flatMap(({ order }) => (order === null ? [] : [order])));

/** What names a thing's place and version, and is not its content. */
const place = `array[${['version', 'course_id', ...parentColumns, ...orderColumns].map((name) => `'${name}'`).join(', ')}]`;

const fieldsOf = (kind: Kind): string[] =>
  [...kind.columns, ...(kind.hidden?.columns ?? [])].map(({ name }) => name);

/** The field a kind is called by; notes have none and are called as their lesson. */
const titleField = (kind: Kind): string | undefined =>
  ['name', 'title', 'question_text'].find((name) => fieldsOf(kind).includes(name));

const text = (value: string): string => `'${value}'`;
const kinds = tree
  .map((kind, rank) => {
    const title = titleField(kind);
    return `('${kind.name}', ${rank}, ${title === undefined ? 'null' : text(title)}, array[${fieldsOf(kind).map(text).join(', ')}])`;
  })
  .join(', ');

/** The nearest parent that is named: a lab in a lesson carries the lesson's module too. */
function parentOf(what: 'kind' | 'id'): string {
  const nearest = ['lesson_id', 'test_id', 'project_id', 'module_id'];
  const cases = nearest.map((column) => {
    const kind = column.replace(/_id$/, '');
    return `when s.row ->> '${column}' is not null then ${what === 'kind' ? text(kind) : `(s.row ->> '${column}')::integer`}`;
  });
  return `case ${cases.join(' ')} when s.kind <> 'course' then ${what === 'kind' ? `'course'` : '$3::integer'} end`;
}

const sideOf = (rows: string): string => `select s.kind, (s.row ->> 'id')::integer as id,
    ${parentOf('kind')} as parent_kind, ${parentOf('id')} as parent_id,
    coalesce(${orderColumns.map((name) => `(s.row ->> '${name}')::integer`).join(', ')}, 0) as position,
    left(s.row ->> k.title, 200) as title, s.row - ${place} as content
  from (${rows}) s join kinds k using (kind)`;

/** Empty is empty: an older version may not know a field at all. */
const filled = (value: string): string => `nullif(nullif(nullif(${value}, '""'), '[]'), 'null')`;

/**
 * Puts every thing of both sides, with its place on each and the fields that differ, into a
 * temporary table that goes with the transaction. Content stays in the two sides.
 */
async function compare(
  database: GuruDatabase,
  course: Course,
  from: Side | null,
  to: Side,
): Promise<void> {
  await database.change(`create temporary table difference (
      kind text, id integer, rank integer, title text, is_before boolean, is_after boolean,
      before_kind text, before_id integer, before_position integer,
      after_kind text, after_id integer, after_position integer,
      fields text[], is_moved boolean) on commit drop`);
  await database.change(
    `with kinds (kind, rank, title, fields) as (values ${kinds}),
      before as (${sideOf(rowsOf(from))}),
      after as (${sideOf(rowsOf(to))})
    insert into pg_temp.difference
    select kind, id, k.rank, coalesce(a.title, b.title), b.id is not null, a.id is not null,
      b.parent_kind, b.parent_id, b.position, a.parent_kind, a.parent_id, a.position,
      case when a.content = b.content or a.id is null or b.id is null then '{}'
        else array(select field from unnest(k.fields) field
          where ${filled('a.content -> field')} is distinct from ${filled('b.content -> field')}) end,
      a.id is not null and b.id is not null
        and (a.parent_kind, a.parent_id) is distinct from (b.parent_kind, b.parent_id)
    from before b full join after a using (kind, id) join kinds k using (kind)`,
    parametersOf(course),
  );
}

interface Siblings {
  readonly kind: KindName;
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Marks those that stand elsewhere among the siblings that are on both sides. */
async function markMoved(database: GuruDatabase): Promise<void> {
  const groups = await database.rows<Siblings>(
    `select kind, to_json(before) as before, to_json(after) as after from (
      select kind, array_agg(id order by before_position, id) as before, array_agg(id order by after_position, id) as after
      from pg_temp.difference
      where is_before and is_after and not is_moved
      group by kind, after_kind, after_id) siblings
    where before <> after`,
  );
  for (const { name } of tree) {
    const moved = groups
      .filter(({ kind }) => kind === name)
      .flatMap(({ before, after }) => movedOf(before, after));
    if (moved.length === 0) continue;
    await database.change(
      'update pg_temp.difference set is_moved = true where kind = $1 and id = any($2::integer[])',
      [name, moved],
    );
  }
}

const differs = `(not is_before or not is_after or is_moved or fields <> '{}')`;

async function countsOf(database: GuruDatabase): Promise<Record<Change | 'all', number>> {
  const [counts] = await database.rows<Record<Change | 'all', number>>(
    `select count(*) filter (where not is_before) as added,
      count(*) filter (where not is_after) as removed,
      count(*) filter (where is_moved) as moved,
      count(*) filter (where fields <> '{}') as changed,
      count(*) filter (where ${differs}) as all
    from pg_temp.difference`,
  );
  return counts ?? { added: 0, removed: 0, moved: 0, changed: 0, all: 0 };
}

/** The first of what changed in the course's order; what was removed stands where it was. */
function changedNodes(database: GuruDatabase): Promise<Omit<ChangedNode, 'documentId'>[]> {
  return database.rows(
    `with recursive placed as (
      select *, case when is_after then after_kind else before_kind end as parent_kind,
        case when is_after then after_id else before_id end as parent_id,
        case when is_after then after_position else before_position end as position
      from pg_temp.difference
    ), walk as (
      select kind, id, '{}'::integer[] as way, '[]'::jsonb as path, title
      from placed where parent_kind is null
      union all
      select p.kind, p.id, w.way || array[p.rank, p.position, p.id],
        w.path || jsonb_build_object('kind', w.kind, 'id', w.id, 'title', w.title),
        coalesce(p.title, w.title)
      from walk w join placed p on p.parent_kind = w.kind and p.parent_id = w.id
    )
    select d.kind, d.id, coalesce(w.title, d.title, '') as title,
      to_json(array_remove(array[
        case when not is_before then 'added' end, case when not is_after then 'removed' end,
        case when is_moved then 'moved' end, case when fields <> '{}' then 'changed' end], null)) as changes,
      to_json(d.fields) as fields, coalesce(w.path, '[]') as path
    from pg_temp.difference d left join walk w using (kind, id)
    where ${differs}
    order by w.way nulls last, d.rank, d.id
    limit ${limit}`,
  );
}

const nameOf = ({ kind, id }: { kind: KindName; id: number }): string => `${kind} ${id}`;

/** The draft entries behind changed things, by `nameOf`. */
async function documentIdsOf(
  database: GuruDatabase,
  { draftId }: Course,
  nodes: readonly Pick<ChangedNode, 'kind' | 'id'>[],
): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const kind of tree) {
    const ids = nodes.filter(({ kind: name }) => name === kind.name).map(({ id }) => id);
    if (ids.length === 0) continue;
    const rows = await database.rows<{ id: number; document_id: string }>(
      `select coalesce(d.${kind.liveIdColumn}, -d.id) as id, d.document_id
      from cms.${kind.draftTable} d
      where coalesce(d.${kind.liveIdColumn}, -d.id) = any($2::integer[]) and d.id in (${membersOf(kind)})`,
      [draftId, ids],
    );
    for (const row of rows) found.set(nameOf({ kind: kind.name, id: row.id }), row.document_id);
  }
  return found;
}
