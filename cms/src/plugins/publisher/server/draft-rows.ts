import { type Column, type Kind, kindNamed, linkOf, type Parent } from './tree';

/**
 * The drafts of one course, seen as the live rows they would become. Everything here is SQL text
 * with the same three parameters, so that no row passes through Node:
 * `$1` the draft course's id, `$2` the version, `$3` the course's live id.
 */

/** A select of the draft ids of a kind that hang on the course `$1` through any parent. */
export function membersOf(kind: Kind): string {
  if (kind.parents.length === 0) return 'select $1::integer';
  return kind.parents
    .map((parent) => {
      const link = linkOf(kind, parent);
      return `select ${link.child} from cms.${link.table}
        where ${link.parent} in (${membersOf(kindNamed(parent.kind))})`;
    })
    .join(' union ');
}

/**
 * How drafts are named that were never published. `assigned` expects that every draft has its live
 * identity already; `provisional` gives the others the negative of their draft id, for readers that
 * must not write (differences, previews).
 */
export type Identity = 'assigned' | 'provisional';

/** The value a live column gets from its draft. */
export function expression({ name, form, fallback }: Column): string {
  switch (form) {
    case 'text':
      return `coalesce(d.${name}, '')`;
    case 'optional':
      return `nullif(btrim(d.${name}), '')`;
    case 'list':
      return `coalesce(d.${name}, '[]'::jsonb)`;
    case 'flag':
      return `coalesce(d.${name}, false)`;
    case 'value':
      return fallback === undefined ? `d.${name}` : `coalesce(d.${name}, ${fallback})`;
  }
}

const idOf = (alias: string, kind: Kind, identity: Identity): string =>
  identity === 'assigned'
    ? `${alias}.${kind.liveIdColumn}`
    : `coalesce(${alias}.${kind.liveIdColumn}, -${alias}.id)`;

/** A kind that hangs on a lesson and names a module too may leave the module to the lesson. */
const hasModuleThroughLesson = ({ parents }: Kind): boolean =>
  ['lesson', 'module'].every((name) => parents.some((parent) => parent.kind === name));

/** A parent's live id: by the direct link, else through the lesson. */
function parentExpression(kind: Kind, parent: Parent, identity: Identity): string {
  const direct = idOf(parent.kind, kindNamed(parent.kind), identity);
  return parent.kind === 'module' && hasModuleThroughLesson(kind)
    ? `coalesce(${direct}, ${idOf('lesson_module', kindNamed('module'), identity)})`
    : direct;
}

function joins(kind: Kind): string {
  const direct = kind.parents
    .filter(({ column }) => column !== null)
    .map((parent) => {
      const link = linkOf(kind, parent);
      return `left join cms.${link.table} l_${parent.kind} on l_${parent.kind}.${link.child} = d.id
      left join cms.${kindNamed(parent.kind).draftTable} ${parent.kind} on ${parent.kind}.id = l_${parent.kind}.${link.parent}`;
    });
  const throughLesson = hasModuleThroughLesson(kind)
    ? [
        `left join cms.draft_lessons_draft_module_lnk l_lesson_module on l_lesson_module.draft_lesson_id = lesson.id
      left join cms.draft_modules lesson_module on lesson_module.id = l_lesson_module.draft_module_id`,
      ]
    : [];
  return [...direct, ...throughLesson].join('\n      ');
}

/** The names of a live row's columns, the hidden ones last where they are wanted. */
export function liveColumns(kind: Kind, includeHidden: boolean): string[] {
  return [
    'id',
    'version',
    ...(kind.name === 'course' ? [] : ['course_id']),
    ...kind.parents.flatMap(({ column }) => (column === null ? [] : [column])),
    ...kind.columns.map(({ name }) => name),
    ...(kind.order === null ? [] : [kind.order]),
    ...(includeHidden ? (kind.hidden?.columns ?? []).map(({ name }) => name) : []),
  ];
}

/**
 * The live rows of a kind as a select over its drafts, in the order of `liveColumns`. Siblings are
 * numbered from 1 without gaps, in the editor's order.
 */
export function selectDraftRows(
  kind: Kind,
  { includeHidden, identity }: { includeHidden: boolean; identity: Identity },
): string {
  const parents = kind.parents.filter(({ column }) => column !== null);
  const cells: string[] = [
    `${idOf('d', kind, identity)} as id`,
    '$2::integer as version',
    ...(kind.name === 'course' ? [] : ['$3::integer as course_id']),
    ...parents.map((parent) => `${parentExpression(kind, parent, identity)} as ${parent.column}`),
    ...kind.columns.map((column) => `${expression(column)} as ${column.name}`),
  ];
  if (kind.order !== null) {
    const siblings = parents[0] === undefined ? '1' : parentExpression(kind, parents[0], identity);
    cells.push(
      `(row_number() over (partition by ${siblings} order by d.${kind.order} nulls last, d.id))::integer as ${kind.order}`,
    );
  }
  if (includeHidden) {
    for (const column of kind.hidden?.columns ?? [])
      cells.push(`${expression(column)} as ${column.name}`);
  }
  // The parameters that a kind does not use are named, or the server could not tell their types.
  return `select ${cells.join(', ')}
      from cms.${kind.draftTable} d
      ${joins(kind)}
      where d.id in (${membersOf(kind)}) and $2::integer is not null and $3::integer is not null`;
}
