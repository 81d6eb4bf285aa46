import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../lib/guru';
import { type Kind, linkOf, tree } from './tree';

/** Columns that live rows have by themselves; drafts know nothing of them. */
const liveOnly = new Set(['id', 'version', 'course_id', 'created_at', 'updated_at', 'status']);
/** Attributes of drafts that stay in the drafts. */
const draftOnly = new Set([
  'source_key',
  'editorial_status',
  'ai_command',
  'version',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
]);

/**
 * Holds the tree's description against Strapi's schemas and the database, and names every field
 * that stands in one place only. An empty answer means that they agree.
 */
export async function findDrift(
  app: Core.Strapi,
  kinds: readonly Kind[] = tree,
): Promise<string[]> {
  const present = await asGuru(app, (database) =>
    database.rows<{ place: string; name: string }>(
      `select n.nspname || '.' || c.relname as place, a.attname as name
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('cms', 'live', 'keys') and a.attnum > 0 and not a.attisdropped`,
    ),
  );
  const columnsOf = (place: string) =>
    new Set(present.filter((row) => row.place === place).map(({ name }) => name));
  const missing: string[] = [];
  const expectIn = (place: string, names: readonly string[]) => {
    const there = columnsOf(place);
    for (const name of names)
      if (!there.has(name))
        missing.push(`${place} has no column “${name}” that the course tree names.`);
  };
  const expectNoMoreIn = (place: string, filled: ReadonlySet<string>) => {
    for (const name of columnsOf(place))
      if (!liveOnly.has(name) && !filled.has(name))
        missing.push(`${place} has a column “${name}” that the course tree does not fill.`);
  };

  for (const kind of kinds) {
    const shown = kind.columns.map(({ name }) => name);
    const hidden = kind.hidden?.columns.map(({ name }) => name) ?? [];
    const order = kind.order === null ? [] : [kind.order];
    const parents = kind.parents.flatMap(({ column }) => (column === null ? [] : [column]));
    expectIn(`cms.${kind.draftTable}`, [
      'id',
      'document_id',
      kind.liveIdColumn,
      ...shown,
      ...hidden,
      ...order,
    ]);
    expectIn(`live.${kind.liveTable}`, [
      'id',
      'version',
      'course_id',
      ...parents,
      ...shown,
      ...order,
    ]);
    // The catalogue's row carries the current version's course columns too.
    if (kind.name === 'course') expectIn('live.courses', shown);
    if (kind.hidden !== null)
      expectIn(`keys.${kind.hidden.table}`, [
        kind.hidden.idColumn,
        'version',
        'course_id',
        ...hidden,
      ]);
    for (const parent of kind.parents) {
      const link = linkOf(kind, parent);
      expectIn(`cms.${link.table}`, [link.child, link.parent]);
    }

    const filled = new Set([...shown, ...order, kind.liveIdColumn, ...parents]);
    expectNoMoreIn(`live.${kind.liveTable}`, filled);
    // What is hidden has no place in a table that students read, even if the tree knows the word.
    if (kind.hidden !== null)
      expectNoMoreIn(`keys.${kind.hidden.table}`, new Set([kind.hidden.idColumn, ...hidden]));
    const described = new Set([...filled, ...hidden]);
    const attributes =
      app.contentType(kind.uid as Parameters<Core.Strapi['contentType']>[0])?.attributes ?? {};
    for (const [name, attribute] of Object.entries(attributes)) {
      if (
        attribute.type !== 'relation' &&
        !draftOnly.has(name) &&
        name !== 'id' &&
        name !== 'documentId' &&
        !described.has(name)
      ) {
        missing.push(`${kind.uid} has a field “${name}” that the course tree does not publish.`);
      }
    }
  }
  return missing;
}

/** Stops the boot where the description and the database disagree. */
export async function refuseDrift(app: Core.Strapi): Promise<void> {
  const drift = await findDrift(app);
  if (drift.length > 0) {
    throw new Error(
      `The course tree (plugins/publisher/server/tree.ts) and the database disagree:\n${drift.join('\n')}`,
    );
  }
}
