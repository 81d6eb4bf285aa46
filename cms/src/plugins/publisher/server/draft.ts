import type { GuruDatabase } from '../../../lib/guru';
import { type Kind, type KindName, linkOf, tree } from './tree';

/** One draft row: the tree's columns, its identity for links, and its parents' draft ids. */
export interface DraftNode {
  readonly kind: KindName;
  readonly id: number;
  readonly documentId: string;
  readonly liveId: number | null;
  readonly values: Readonly<Record<string, unknown>>;
  readonly parents: Readonly<Partial<Record<KindName, number>>>;
}

export type DraftTree = Readonly<Record<KindName, readonly DraftNode[]>>;

interface Row {
  readonly id: number;
  readonly document_id: string;
  readonly live_id: number | null;
  readonly values: Record<string, unknown>;
  readonly parents: Partial<Record<KindName, number>>;
}

const pairs = (entries: string[]) =>
  entries.length === 0 ? `'{}'::jsonb` : `jsonb_build_object(${entries.join(', ')})`;

/**
 * The statement that reads a kind's rows of a course: those linked to it through any parent, in
 * their order. Its parameters are the draft ids of each parent, nearest first, or the course's id.
 */
export function selectDrafts(kind: Kind): string {
  const names = [...kind.columns, ...(kind.hidden?.columns ?? [])].map(({ name }) => name);
  if (kind.order !== null) names.push(kind.order);
  const links = kind.parents.map((parent, index) => ({
    kind: parent.kind,
    alias: `p${index + 1}`,
    ...linkOf(kind, parent),
  }));
  const belongs = links.map(
    ({ alias, parent }, index) => `${alias}.${parent} = any($${index + 1}::integer[])`,
  );
  return `select d.id, d.document_id, d.${kind.liveIdColumn} as live_id,
    ${pairs(names.map((name) => `'${name}', d.${name}`))} as "values",
    ${pairs(links.map((link) => `'${link.kind}', ${link.alias}.${link.parent}`))} as parents
  from cms.${kind.draftTable} d
  ${links.map(({ table, alias, child }) => `left join cms.${table} ${alias} on ${alias}.${child} = d.id`).join('\n  ')}
  where ${links.length === 0 ? 'd.id = any($1::integer[])' : belongs.join(' or ')}
  order by ${kind.order === null ? '' : `d.${kind.order} nulls last, `}d.id`;
}

/** The whole draft tree of a course in ten statements, whatever its size. */
export async function readDraftTree(database: GuruDatabase, courseId: number): Promise<DraftTree> {
  const found = new Map<KindName, DraftNode[]>();
  for (const kind of tree) {
    const parameters =
      kind.parents.length === 0
        ? [[courseId]]
        : kind.parents.map((parent) => (found.get(parent.kind) ?? []).map(({ id }) => id));
    const rows = await database.rows<Row>(selectDrafts(kind), parameters);
    found.set(
      kind.name,
      rows.map((row) => ({
        kind: kind.name,
        id: row.id,
        documentId: row.document_id,
        liveId: row.live_id,
        values: row.values,
        parents: row.parents,
      })),
    );
  }
  return Object.fromEntries(found) as Record<KindName, DraftNode[]>;
}
