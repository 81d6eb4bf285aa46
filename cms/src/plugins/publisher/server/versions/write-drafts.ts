import type { Core } from '@strapi/strapi';
import type { GuruDatabase } from '../../../../lib/guru';
import { expression, membersOf } from '../draft-rows';
import { type Kind, kindNamed, linkOf, type Parent, tree } from '../tree';
import type { SnapshotSource } from './write-version';

/**
 * Writes a snapshot into drafts: of the course it was taken of (a restore), or of a new one (an
 * import). All of it is SQL; two temporary tables, gone with the transaction, hold the snapshot and
 * which draft each of its things is.
 */

const snapshotTable = 'pg_temp.incoming';
const draftsOfNodes = 'pg_temp.node_drafts';

const elements = (kind: Kind, alias = 'element'): string =>
  `jsonb_array_elements((select snapshot -> '${kind.liveTable}' from ${snapshotTable})) ${alias} (value)`;

/** The snapshot's things of a kind as draft rows; their `id` is still the live one. */
const asDrafts = (kind: Kind): string =>
  `${elements(kind)} cross join lateral jsonb_populate_record(null::cms.${kind.draftTable}, element.value) row`;

/** What the tree knows of a draft, by column; hidden ones too, for drafts hold everything. */
const columnsOf = (kind: Kind) => [
  ...kind.columns,
  ...(kind.hidden?.columns ?? []),
  ...(kind.order === null ? [] : [{ name: kind.order, form: 'value' as const }]),
];

/** Holds the snapshot for the statements that follow. */
export async function takeSnapshot(database: GuruDatabase, source: SnapshotSource): Promise<void> {
  await database.change('create temporary table incoming (snapshot jsonb not null) on commit drop');
  await database.change(`insert into ${snapshotTable} select ${source.sql}`, source.parameters);
  await database.change(
    `create temporary table node_drafts (kind text, node_id integer, draft_id integer not null, is_new boolean not null,
      primary key (kind, node_id)) on commit drop`,
  );
}

/** Finds the draft of each thing by its live identity; a thing without one gets the next free id. */
export async function matchDrafts(database: GuruDatabase, draftId: number): Promise<void> {
  for (const kind of tree) {
    await database.change(
      `insert into ${draftsOfNodes} (kind, node_id, draft_id, is_new)
      select '${kind.name}', n.id, coalesce(d.id, ${nextId(kind)}), d.id is null
      from (select (element.value ->> 'id')::integer as id from ${elements(kind)}) n
      left join cms.${kind.draftTable} d on d.${kind.liveIdColumn} = n.id and d.id in (${membersOf(kind)})`,
      [draftId],
    );
    // A draft that was moved into another course holds its old identity, of which a publish there
    // would know nothing. It belongs to the thing that comes back here.
    await database.change(
      `update cms.${kind.draftTable} d set ${kind.liveIdColumn} = null from ${draftsOfNodes} n
      where n.kind = '${kind.name}' and n.is_new and d.${kind.liveIdColumn} = n.node_id`,
    );
  }
}

/** Gives every thing a new draft. */
export async function numberNewDrafts(database: GuruDatabase): Promise<void> {
  for (const kind of tree)
    await database.change(
      `insert into ${draftsOfNodes} (kind, node_id, draft_id, is_new)
      select '${kind.name}', (element.value ->> 'id')::integer, ${nextId(kind)}, true from ${elements(kind)}`,
    );
}

const nextId = (kind: Kind): string =>
  `nextval(pg_get_serial_sequence('cms.${kind.draftTable}', 'id'))::integer`;

/** Document ids as Strapi makes them: a letter, then letters and digits, 24 in all. */
const newDocumentId = `'r' || left(replace(gen_random_uuid()::text, '-', ''), 23)`;

export interface NewDrafts {
  readonly app: Core.Strapi;
  /** Of the administrator on whose behalf they are made. */
  readonly actorId: number | null;
  /** Whether a new draft continues the live thing of the snapshot, or is another. */
  readonly keepsIdentity: boolean;
}

/** Inserts the drafts that are not there, as Strapi would; their links follow. */
export async function insertDrafts(
  database: GuruDatabase,
  { app, actorId, keepsIdentity }: NewDrafts,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const kind of tree) {
    const names = columnsOf(kind).map(({ name }) => name);
    const defaults = defaultsOf(app, kind, new Set(names));
    const cells: Record<string, string> = {
      id: 'n.draft_id',
      document_id: newDocumentId,
      ...Object.fromEntries(names.map((name) => [name, `row.${name}`])),
      ...(keepsIdentity ? { [kind.liveIdColumn]: 'n.node_id' } : {}),
      created_at: 'now()',
      updated_at: 'now()',
      published_at: 'now()',
      created_by_id: '$1::integer',
      updated_by_id: '$1::integer',
      ...Object.fromEntries(
        defaults.map(([column], n) => [
          column,
          `(jsonb_populate_record(null::cms.${kind.draftTable}, jsonb_build_object('${column}', $${n + 2}::jsonb))).${column}`,
        ]),
      ),
    };
    counts[kind.name] = await database.change(
      `insert into cms.${kind.draftTable} (${Object.keys(cells).join(', ')})
      select ${Object.values(cells).join(', ')}
      from ${asDrafts(kind)}
      join ${draftsOfNodes} n on n.kind = '${kind.name}' and n.node_id = row.id and n.is_new`,
      [actorId, ...defaults.map(([, value]) => JSON.stringify(value))],
    );
  }
  return counts;
}

/** What Strapi fills into a new entry by itself, by column: for fields the tree does not know. */
function defaultsOf(
  app: Core.Strapi,
  kind: Kind,
  known: ReadonlySet<string>,
): [column: string, value: unknown][] {
  const attributes = Object.entries(app.db.metadata.get(kind.uid).attributes);
  return attributes.flatMap(([name, attribute]): [string, unknown][] => {
    // Document ids and moments are made by functions; `insertDrafts` has its own.
    if (!('default' in attribute) || ['undefined', 'function'].includes(typeof attribute.default))
      return [];
    const column =
      'columnName' in attribute && typeof attribute.columnName === 'string'
        ? attribute.columnName
        : name;
    return known.has(column) ? [] : [[column, attribute.default]];
  });
}

/** Makes the drafts that are there what the snapshot says; one that says it already stays untouched. */
export async function updateDrafts(database: GuruDatabase, actorId: number | null): Promise<void> {
  for (const kind of tree) {
    const columns = columnsOf(kind);
    const names = columns.map(({ name }) => name);
    await database.change(
      `update cms.${kind.draftTable} d
      set (${names.join(', ')}, updated_at, updated_by_id) = (select ${names.map((name) => `row.${name}`).join(', ')}, now(), $1::integer)
      from ${asDrafts(kind)}
      join ${draftsOfNodes} n on n.kind = '${kind.name}' and n.node_id = row.id and not n.is_new
      where d.id = n.draft_id
        and (${columns.map(expression).join(', ')}) is distinct from (${names.map((name) => `row.${name}`).join(', ')})`,
      [actorId],
    );
  }
}

/** Hangs every thing on its parent, siblings in the snapshot's order. */
export async function linkDrafts(database: GuruDatabase): Promise<void> {
  for (const kind of tree)
    for (const parent of kind.parents) {
      const link = linkOf(kind, parent);
      const order =
        kind.order === null ? 'null::integer' : `(element.value ->> '${kind.order}')::integer`;
      await database.change(
        `insert into cms.${link.table} (${link.child}, ${link.parent}, draft_${kind.name}_ord)
        select n.draft_id, p.draft_id,
          row_number() over (partition by p.draft_id order by ${order}, n.node_id)
        from ${elements(kind)}
        join ${draftsOfNodes} n on n.kind = '${kind.name}' and n.node_id = (element.value ->> 'id')::integer
        join ${draftsOfNodes} p on p.kind = '${parent.kind}' and ${hangsOn(kind, parent)}`,
      );
    }
}

/** Whether the thing in `element` hangs on the parent `p` by itself and not through a nearer one. */
function hangsOn(kind: Kind, parent: Parent): string {
  const live = (column: string) => `(element.value ->> '${column}')::integer`;
  if (parent.column === null) {
    const nearer = kind.parents.flatMap(({ column }) => (column === null ? [] : [live(column)]));
    return nearer.length === 0 ? 'true' : `coalesce(${nearer.join(', ')}) is null`;
  }
  const named = `p.node_id = ${live(parent.column)}`;
  const lesson = kind.parents.find((other) => other.kind === 'lesson');
  if (parent.kind !== 'module' || lesson?.column == null) return named;
  return `${named} and not exists (
    select from ${elements(kindNamed('lesson'), 'lesson')}
    where (lesson.value ->> 'id')::integer = ${live(lesson.column)} and lesson.value -> 'module_id' = element.value -> 'module_id')`;
}
