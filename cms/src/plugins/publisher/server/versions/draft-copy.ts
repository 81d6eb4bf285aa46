import type { GuruDatabase } from '../../../../lib/guru';
import { membersOf } from '../draft-rows';
import { type Kind, linkOf, tree } from '../tree';

/**
 * The drafts of a course, row for row: what a restore keeps before it writes, and what its undo
 * brings back. By table, those of links included, so that documents, order and fields that are only
 * the editors' come back as they were. Everything happens in SQL.
 */

interface Place {
  readonly table: string;
  /** A select of the ids of the course `$1` in that table. */
  readonly ids: string;
}

const linksOf = (kind: Kind): Place[] =>
  kind.parents.map((parent) => {
    const link = linkOf(kind, parent);
    return {
      table: link.table,
      ids: `select id from cms.${link.table} where ${link.child} in (${membersOf(kind)})`,
    };
  });

const draftsOf = (kind: Kind): Place => ({ table: kind.draftTable, ids: membersOf(kind) });

const kept = (table: string): string =>
  `jsonb_array_elements((select drafts -> '${table}' from live.draft_restores where draft_document_id = $1)) kept (value)`;

/** The copy of a table, read back as its rows; `$1` the draft's document id. */
export const keptRows = (table: string): string =>
  `(select row.* from ${kept(table)} cross join lateral jsonb_populate_record(null::cms.${table}, kept.value) row)`;

/** The ids of a kind's drafts in the copy; `$1` the draft's document id. */
export const keptIds = (kind: Kind): string =>
  `select (kept.value ->> 'id')::integer from ${kept(kind.draftTable)}`;

/** Keeps the drafts as they are, in place of what an earlier restore kept. */
export async function keepDrafts(
  database: GuruDatabase,
  draft: { id: number; documentId: string },
  restored: { version: number; by: string },
): Promise<void> {
  await database.change('delete from live.draft_restores where draft_document_id = $1', [
    draft.documentId,
  ]);
  const places = tree.flatMap((kind) => [draftsOf(kind), ...linksOf(kind)]);
  const copies = places.map(
    ({ table, ids }) =>
      `'${table}', (select coalesce(jsonb_agg(to_jsonb(d) order by d.id), '[]') from cms.${table} d where d.id in (${ids}))`,
  );
  await database.change(
    `insert into live.draft_restores (draft_document_id, version, restored_by, drafts)
    select $2, $3::integer, $4, jsonb_build_object(${copies.join(',\n      ')})`,
    [draft.id, draft.documentId, restored.version, restored.by],
  );
}

/** Takes the links of a course's drafts away, so that deleting a parent takes nothing else along. */
export async function cutLinks(database: GuruDatabase, draftId: number): Promise<void> {
  // The deepest first: which drafts belong to the course is known by the links above them.
  for (const kind of [...tree].reverse()) {
    const places = linksOf(kind);
    if (places.length === 0) continue;
    const deletes = places.map(
      ({ table, ids }, n) => `gone_${n} as (delete from cms.${table} where id in (${ids}))`,
    );
    // One statement, for a draft with two parents must be found by either of them.
    await database.change(`with ${deletes.join(', ')} select`, [draftId]);
  }
}

/** The columns of a table in order; Strapi made it, so only the database knows them. */
async function columnsOf(database: GuruDatabase, table: string): Promise<string[]> {
  const rows = await database.rows<{ name: string }>(
    `select quote_ident(attname) as name from pg_attribute
    where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`cms.${table}`],
  );
  return rows.map(({ name }) => name);
}

/**
 * Makes the drafts exactly what was kept: what came since goes, what went comes back under its old
 * document, and every field and place is as it was. Only the number of the last publish and the
 * status it gave stay the truth of today.
 */
export async function bringBackDrafts(
  database: GuruDatabase,
  draft: { id: number; documentId: string },
): Promise<void> {
  const present = new Map<Kind, number[]>();
  for (const kind of tree) {
    const rows = await database.rows<{ ids: number[] | null }>(
      `select array_agg(member) as ids from (${membersOf(kind)}) of_course (member)`,
      [draft.id],
    );
    present.set(kind, rows[0]?.ids ?? []);
  }
  await cutLinks(database, draft.id);
  for (const kind of [...tree].reverse()) {
    // A draft that was moved into another course since is this one's again, without those links.
    for (const parent of kind.parents) {
      const link = linkOf(kind, parent);
      await database.change(
        `delete from cms.${link.table} where ${link.child} in (${keptIds(kind)})`,
        [draft.documentId],
      );
    }
    await database.change(
      `delete from cms.${kind.draftTable} where id = any($2) and id not in (${keptIds(kind)})`,
      [draft.documentId, present.get(kind)],
    );
  }
  for (const kind of tree) {
    const table = kind.draftTable;
    const names = await columnsOf(database, table);
    const own = kind.name === 'course' ? new Set(['version', 'status']) : new Set<string>();
    const set = names.filter((name) => !own.has(name));
    await database.change(
      `update cms.${table} d set (${set.join(', ')}) = (select ${set.map((name) => `row.${name}`).join(', ')})
      from ${keptRows(table)} row where d.id = row.id`,
      [draft.documentId],
    );
    await database.change(
      `insert into cms.${table} (${names.join(', ')})
      select ${names.map((name) => `row.${name}`).join(', ')} from ${keptRows(table)} row
      where not exists (select from cms.${table} d where d.id = row.id)`,
      [draft.documentId],
    );
  }
  for (const { table } of tree.flatMap(linksOf))
    await database.change(`insert into cms.${table} select row.* from ${keptRows(table)} row`, [
      draft.documentId,
    ]);
  await database.change(
    `update cms.draft_courses d set status = row.status from ${keptRows('draft_courses')} row
    where d.id = row.id and d.version = row.version`,
    [draft.documentId],
  );
  await database.change('delete from live.draft_restores where draft_document_id = $1', [
    draft.documentId,
  ]);
}
