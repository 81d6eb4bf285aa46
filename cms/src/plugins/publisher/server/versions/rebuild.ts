import type { ClientBase } from 'pg';
import type { GuruDatabase } from '../../../../lib/guru';
import { checksumOf } from '../snapshot';
import { kindNamed, tree } from '../tree';
import { type LiveTable, liveTables, rowsOfSnapshot } from './live-rows';

/**
 * Live held against its snapshots, and put back from them. Both run as the archivist, who alone may
 * read the keys and add to a version that is not being written; no row passes through Node.
 */

/**
 * Runs `work` as the archivist, in one transaction that sees one moment.
 *
 * @param client the administrator's connection
 */
export async function asArchivist<Result>(
  client: ClientBase,
  work: (database: GuruDatabase) => Promise<Result>,
): Promise<Result> {
  await client.query('begin isolation level repeatable read');
  try {
    await client.query('set local role archivist');
    const result = await work({
      rows: async <Row>(text: string, values: readonly unknown[] = []) =>
        (await client.query({ text, values: [...values] })).rows as Row[],
      change: async (text, values = []) =>
        (await client.query({ text, values: [...values] })).rowCount ?? 0,
    });
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

/** One way in which live is not what the snapshots say. */
export interface Deviation {
  readonly courseId: number;
  /** Null where it concerns the course and not one of its versions. */
  readonly version: number | null;
  readonly what: string;
}

interface KeptVersion {
  readonly courseId: number;
  readonly version: number;
  readonly isSound: boolean;
}

/** Versions whose rows should be there: all with a snapshot, but for those that were taken out on purpose. */
const expectedVersions = (database: GuruDatabase): Promise<KeptVersion[]> =>
  database.rows<KeptVersion>(
    `select v.course_id as "courseId", v.version, v.checksum = ${checksumOf('v.snapshot')} as "isSound"
    from live.course_versions v
    where exists (select from live.course_contents t where t.id = v.course_id and t.version = v.version)
      or not exists (select from live.course_publish_history h where h.course_id = v.course_id
        and h.version = v.version and h.action = 'prune' and h.outcome = 'done')
    order by v.course_id, v.version`,
  );

const snapshotOf = (version: string, courseId: string): string =>
  `(select snapshot from live.course_versions where course_id = ${courseId} and version = ${version})`;

/** Compares everything in live with its snapshots; nothing to report means they are equal. */
export async function findDeviations(database: GuruDatabase): Promise<Deviation[]> {
  const found: Deviation[] = [];
  for (const { courseId, version, isSound } of await expectedVersions(database)) {
    const report = (what: string) => found.push({ courseId, version, what });
    if (!isSound) report('the snapshot is not the one its checksum was made of');
    for (const place of liveTables) {
      const { missing, extra, changed } = await compare(database, place, courseId, version);
      if (missing > 0) report(`${place.table}: ${missing} rows are missing`);
      if (extra > 0) report(`${place.table}: ${extra} rows are in no snapshot`);
      if (changed > 0) report(`${place.table}: ${changed} rows differ from the snapshot`);
    }
  }
  const withoutSnapshot = await database.rows<{ courseId: number; version: number }>(
    `select t.id as "courseId", t.version from live.course_contents t
    where not exists (select from live.course_versions v where v.course_id = t.id and v.version = t.version)`,
  );
  for (const place of withoutSnapshot) found.push({ ...place, what: 'there is no snapshot of it' });
  return [...found, ...(await findCourseDeviations(database))];
}

async function compare(
  database: GuruDatabase,
  place: LiveTable,
  courseId: number,
  version: number,
): Promise<{ missing: number; extra: number; changed: number }> {
  const { table, idColumn, columns } = place;
  const [result] = await database.rows<{ missing: number; extra: number; changed: number }>(
    `select count(*) filter (where l.id is null)::integer as missing,
      count(*) filter (where s.id is null)::integer as extra,
      count(*) filter (where l.id is not null and s.id is not null and l.row <> s.row)::integer as changed
    from (select t.${idColumn} as id, to_jsonb(t) as row
      from (select ${columns.join(', ')} from ${table} where course_id = $2::integer and version = $1::integer) t) l
    full join (select t.${idColumn} as id, to_jsonb(t) as row
      from (${rowsOfSnapshot(place, snapshotOf('$1', '$2'), '$1::integer', '$2::integer')}) t) s on s.id = l.id`,
    [version, courseId],
  );
  if (result === undefined) throw new Error('A count returns one row.');
  return result;
}

const courseColumns = kindNamed('course')
  .columns.map(({ name }) => name)
  .join(', ');

/** The catalogue's row names a version; it should be the last one, with that version's texts. */
async function findCourseDeviations(database: GuruDatabase): Promise<Deviation[]> {
  return database.rows<Deviation>(
    `with last as (select course_id, max(version) as version from live.course_versions group by course_id)
    select last.course_id as "courseId", null as version, case
      when c.id is null then 'live.courses has no row of it'
      when c.version <> last.version then format('live.courses is at version %s, the last one is %s', c.version, last.version)
      else 'live.courses has other texts than the current version' end as what
    from last
    left join live.courses c on c.id = last.course_id
    left join live.course_contents t on t.id = c.id and t.version = c.version
    where c.id is null or c.version <> last.version
      or (t.id is not null and (select to_jsonb(x) from (select ${courseColumns} from live.courses where id = c.id) x)
        <> (select to_jsonb(x) from (select ${courseColumns} from live.course_contents where id = t.id and version = t.version) x))
    order by 1`,
  );
}

/**
 * Puts back what is missing: identities, courses, versions, single rows, answers. A row that is
 * there is never changed, so what was altered stays a deviation for a person to look at.
 *
 * @returns how many rows were put back, by table
 */
export async function putBack(database: GuruDatabase): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const note = (table: string, rows: number) => {
    if (rows > 0) counts[table] = (counts[table] ?? 0) + rows;
  };
  const versions = (await expectedVersions(database)).filter(({ isSound }) => isSound);
  for (const { courseId, version } of versions)
    for (const kind of tree)
      note(
        'live.nodes',
        await database.change(
          `insert into live.nodes (id, kind, course_id)
          select (element.value ->> 'id')::integer, $3, $2::integer
          from jsonb_array_elements(${snapshotOf('$1::integer', '$2::integer')} -> '${kind.liveTable}') element (value)
          on conflict (id) do nothing`,
          [version, courseId, kind.name],
        ),
      );
  await database.rows(
    `select setval('live.nodes_id_seq', greatest((select max(id) from live.nodes), (select last_value from live.nodes_id_seq)))
    where exists (select from live.nodes)`,
  );
  // The list is in order, so what stays of a course is its last version.
  const last = new Map(versions.map(({ courseId, version }) => [courseId, version]));
  for (const [courseId, version] of last)
    note('live.courses', await putBackCourse(database, courseId, version));
  for (const { courseId, version } of versions)
    for (const place of liveTables) {
      const rows = rowsOfSnapshot(place, snapshotOf('$1', '$2'), '$1::integer', '$2::integer');
      note(
        place.table,
        await database.change(
          `insert into ${place.table} (${place.columns.join(', ')}) ${rows}
          on conflict (${place.idColumn}, version) do nothing`,
          [version, courseId],
        ),
      );
    }
  return counts;
}

/** At its last version, in the state the history knows: shown, unless it was withdrawn last. */
function putBackCourse(database: GuruDatabase, courseId: number, version: number): Promise<number> {
  const [content] = liveTables;
  if (content === undefined) throw new Error('The tree begins with the course.');
  return database.change(
    `with last_access as (
      select action = 'unpublish' as is_withdrawn, details ->> 'access' = 'close' as is_closed
      from live.course_publish_history where course_id = $2 and outcome = 'done'
        and action in ('publish', 'rollback', 'republish', 'unpublish') order by id desc limit 1)
    insert into live.courses (id, version, status, is_closed, published_at, created_at, ${courseColumns})
    select $2::integer, $1::integer,
      case when (select is_withdrawn from last_access) then 'draft' else 'published' end,
      coalesce((select is_withdrawn and is_closed from last_access), false),
      (select published_at from live.course_versions where course_id = $2 and version = $1),
      (select min(published_at) from live.course_versions where course_id = $2),
      ${courseColumns}
    from (${rowsOfSnapshot(content, snapshotOf('$1', '$2'), '$1::integer', '$2::integer')}) row
    on conflict (id) do nothing`,
    [version, courseId],
  );
}
