import type { DraftTree } from './draft';
import { type Column, type Kind, kindNamed, linkOf, type Parent, tree } from './tree';

/** A statement of the publish, named for the history and the tests. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly unknown[];
}

const ids = (drafts: DraftTree, kind: Kind) => drafts[kind.name].map(({ id }) => id);

function expression({ name, form }: Column): string {
  switch (form) {
    case 'text':
      return `coalesce(d.${name}, '')`;
    case 'optional':
      return `nullif(btrim(d.${name}), '')`;
    case 'list':
      return `coalesce(d.${name}, '[]'::jsonb)`;
    case 'value':
      return `d.${name}`;
  }
}

/** A kind that hangs on a lesson and names a module too may leave the module to the lesson. */
const hasModuleThroughLesson = ({ parents }: Kind): boolean =>
  ['lesson', 'module'].every((name) => parents.some((parent) => parent.kind === name));

/** A parent's live id: by the direct link, else through the lesson. */
function parentExpression(kind: Kind, parent: Parent): string {
  return parent.kind === 'module' && hasModuleThroughLesson(kind)
    ? 'coalesce(module.live_module_id, lesson_module.live_module_id)'
    : `${parent.kind}.${kindNamed(parent.kind).liveIdColumn}`;
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

/**
 * The live rows of a kind as a select over its drafts: `$1` the draft ids, `$2` the version, `$3`
 * the course's live id. Siblings are numbered from 1 without gaps, in the editor's order.
 */
function selectLive(kind: Kind, includeHidden: boolean): { names: string[]; select: string } {
  const parents = kind.parents.filter(({ column }) => column !== null);
  const columns = [...kind.columns, ...(includeHidden ? (kind.hidden?.columns ?? []) : [])];
  const cells: [string, string][] = [
    ['id', `d.${kind.liveIdColumn}`],
    ['version', '$2::integer'],
    ...(kind.name === 'course' ? [] : ([['course_id', '$3::integer']] as [string, string][])),
    ...parents.map((parent): [string, string] => [
      parent.column ?? '',
      parentExpression(kind, parent),
    ]),
    ...columns.map((column): [string, string] => [column.name, expression(column)]),
  ];
  if (kind.order !== null) {
    const siblings = parents[0] === undefined ? '1' : parentExpression(kind, parents[0]);
    cells.push([
      kind.order,
      `(row_number() over (partition by ${siblings} order by d.${kind.order} nulls last, d.id))::integer`,
    ]);
  }
  return {
    names: cells.map(([name]) => name),
    select: `select ${cells.map(([name, cell]) => `${cell} as ${name}`).join(', ')}
      from cms.${kind.draftTable} d
      ${joins(kind)}
      where d.id = any($1::integer[]) and $3::integer is not null and $2::integer is not null`,
  };
}

function hiddenInsert(kind: Kind): string | null {
  const { hidden } = kind;
  if (hidden === null) return null;
  const names = [
    hidden.idColumn,
    'version',
    'course_id',
    ...hidden.columns.map(({ name }) => name),
  ];
  return `insert into keys.${hidden.table} (${names.join(', ')})
    select d.${kind.liveIdColumn}, $2::integer, $3::integer, ${hidden.columns.map(expression).join(', ')}
    from cms.${kind.draftTable} d where d.id = any($1::integer[])`;
}

/**
 * Gives every draft without a live identity in this course a new one. A draft that was moved here
 * from another course, or whose identity belongs to another kind, gets a new one too.
 */
export function identityStatements(drafts: DraftTree, courseId: number): Statement[] {
  return tree
    .filter(({ name }) => name !== 'course')
    .flatMap((kind): Statement[] => [
      {
        name: `identity of ${kind.draftTable}`,
        text: `with fresh as (
            update cms.${kind.draftTable} d set ${kind.liveIdColumn} = nextval('live.nodes_id_seq')
            where d.id = any($1::integer[]) and not exists (
              select from live.nodes n where n.id = d.${kind.liveIdColumn} and n.kind = $3 and n.course_id = $2)
            returning d.${kind.liveIdColumn} as id)
          insert into live.nodes (id, kind, course_id) select id, $3, $2::integer from fresh`,
        parameters: [ids(drafts, kind), courseId, kind.name],
      },
    ]);
}

/** Step 3 and 4 of the publish: every kind's rows, parents first, with what is hidden beside them. */
export function copyStatements(drafts: DraftTree, courseId: number, version: number): Statement[] {
  return tree.flatMap((kind): Statement[] => {
    const parameters = [ids(drafts, kind), version, courseId];
    const { names, select } = selectLive(kind, false);
    const insert = {
      name: `${kind.draftTable} → ${kind.liveTable}`,
      text: `insert into live.${kind.liveTable} (${names.join(', ')}) ${select}`,
      parameters,
    };
    const hidden = hiddenInsert(kind);
    if (kind.hidden === null || hidden === null) return [insert];
    return [
      insert,
      { name: `${kind.draftTable} → ${kind.hidden.table}`, text: hidden, parameters },
    ];
  });
}

/**
 * Step 6: the complete course as one JSON object, an array of rows a kind, made by the same selects
 * that wrote the rows, answers included. `$n` are numbered per kind behind the fixed ones.
 */
export function snapshotStatement(
  drafts: DraftTree,
  courseId: number,
  version: number,
  publishedBy: string,
  message: string,
): Statement {
  const parts = tree.map((kind, index) => {
    const { select } = selectLive(kind, true);
    const rows = select
      .replaceAll('$1::', `$${index + 5}::`)
      .replaceAll('$2::', '$1::')
      .replaceAll('$3::', '$2::');
    return `'${kind.liveTable}', (select coalesce(jsonb_agg(to_jsonb(row) order by row.id), '[]') from (${rows}) row)`;
  });
  return {
    name: 'snapshot → course_versions',
    text: `insert into live.course_versions (course_id, version, snapshot, checksum, published_by, message)
      select $2::integer, $1::integer, s.snapshot, encode(sha256(convert_to(s.snapshot::text, 'UTF8')), 'hex'), $3, $4
      from (select jsonb_build_object(${parts.join(', ')}) as snapshot) s`,
    parameters: [version, courseId, publishedBy, message, ...tree.map((kind) => ids(drafts, kind))],
  };
}

/** Step 5: the pointer, with the version's course columns beside it for the catalogue. */
export function pointerStatement(courseId: number, version: number, kind: Kind): Statement {
  const names = kind.columns.map(({ name }) => name).join(', ');
  return {
    name: 'courses.version',
    text: `update live.courses set (version, status, ${names}) =
        (select version, 'published', ${names} from live.course_contents where id = $1 and version = $2)
      where id = $1`,
    parameters: [courseId, version],
  };
}
