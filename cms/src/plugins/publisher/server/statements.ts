import { expression, liveColumns, membersOf, selectDraftRows } from './draft-rows';
import { checksumOf, draftSnapshot } from './snapshot';
import { type Kind, kindNamed, tree } from './tree';

/** A statement of the publish, named for the history and the tests. */
export interface Statement {
  readonly name: string;
  /** Set where the number of its rows is the number of published things of that kind. */
  readonly counts?: Kind['name'];
  readonly text: string;
  readonly parameters: readonly unknown[];
}

/** What a publish is about: the draft course, and the version it becomes. */
export interface Target {
  readonly draftId: number;
  readonly courseId: number;
  readonly version: number;
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
    from cms.${kind.draftTable} d where d.id in (${membersOf(kind)})`;
}

/**
 * Gives every draft without a live identity in this course a new one. A draft that was moved here
 * from another course, or whose identity belongs to another kind, gets a new one too.
 */
export function identityStatements({
  draftId,
  courseId,
}: Pick<Target, 'draftId' | 'courseId'>): Statement[] {
  return tree
    .filter(({ name }) => name !== 'course')
    .map((kind) => ({
      name: `identity of ${kind.draftTable}`,
      text: `with fresh as (
          update cms.${kind.draftTable} d set ${kind.liveIdColumn} = nextval('live.nodes_id_seq')
          where d.id in (${membersOf(kind)}) and not exists (
            select from live.nodes n where n.id = d.${kind.liveIdColumn} and n.kind = $3 and n.course_id = $2)
          returning d.${kind.liveIdColumn} as id)
        insert into live.nodes (id, kind, course_id) select id, $3, $2::integer from fresh`,
      parameters: [draftId, courseId, kind.name],
    }));
}

/** Step 3 and 4 of the publish: every kind's rows, parents first, with what is hidden beside them. */
export function copyStatements({ draftId, courseId, version }: Target): Statement[] {
  const parameters = [draftId, version, courseId];
  return tree.flatMap((kind): Statement[] => {
    const insert = {
      name: `${kind.draftTable} → ${kind.liveTable}`,
      counts: kind.name,
      text: `insert into live.${kind.liveTable} (${liveColumns(kind, false).join(', ')})
        ${selectDraftRows(kind, { includeHidden: false, identity: 'assigned' })}`,
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

/** Step 6: the complete course as one JSON object, made by the same selects that wrote the rows. */
export function snapshotStatement(
  { draftId, courseId, version }: Target,
  publishedBy: string,
  message: string,
): Statement {
  return {
    name: 'snapshot → course_versions',
    text: `insert into live.course_versions (course_id, version, snapshot, checksum, published_by, message)
      select $3::integer, $2::integer, s.snapshot, ${checksumOf('s.snapshot')}, $4, $5
      from (select ${draftSnapshot('assigned')} as snapshot) s`,
    parameters: [draftId, version, courseId, publishedBy, message],
  };
}

/** Step 5: the pointer, with the version's course columns beside it for the catalogue. */
export function pointerStatement({
  courseId,
  version,
}: Pick<Target, 'courseId' | 'version'>): Statement {
  const names = kindNamed('course')
    .columns.map(({ name }) => name)
    .join(', ');
  return {
    name: 'courses.version',
    text: `update live.courses set (version, status, is_closed, ${names}) =
        (select version, 'published', false, ${names} from live.course_contents where id = $1 and version = $2)
      where id = $1`,
    parameters: [courseId, version],
  };
}
