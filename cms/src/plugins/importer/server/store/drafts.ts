import { isDeepStrictEqual } from 'node:util';
import type { Core, UID } from '@strapi/strapi';
import type { Finding } from '../read';
import { KINDS, type Kind, type Planned, RELATIONS } from './plan';

/** Writes the plan into the drafts: known drafts are updated, new ones made, none is removed. */

export interface Written {
  documentId: string;
  created: number;
  updated: number;
  unchanged: number;
  findings: Finding[];
}

interface Row {
  id: number;
  documentId: string;
  source_key: string | null;
  [attribute: string]: unknown;
}

/** The part of Strapi's Document Service that is used here, without its generated types. */
interface Documents {
  findMany(params: object): Promise<Row[]>;
  create(params: { data: object }): Promise<Row>;
  update(params: { documentId: string; data: object }): Promise<Row | null>;
}

/** A value that the content type refuses, with the file it came from. */
export class DraftRefused extends Error {
  override name = 'DraftRefused';
  readonly file: string;

  constructor(planned: Planned, cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(`The ${wordFor(planned.kind)} "${planned.label.slice(0, 80)}" was refused: ${reason}`, {
      cause,
    });
    this.file = planned.file;
  }
}

export async function writeDrafts(
  strapi: Core.Strapi,
  plan: Planned[],
  onProgress: (done: number) => void,
): Promise<Written> {
  const [root] = plan;
  if (root === undefined) throw new Error('There is nothing to write.');
  const known = await knownDrafts(strapi, root.key);
  const documentIds = new Map<Planned, string>();
  const seen = new Set<string>();
  const counts = { created: 0, updated: 0, unchanged: 0 };

  for (const [index, planned] of plan.entries()) {
    const existing = known
      .get(planned.kind)
      ?.find((row) => row.source_key === planned.key && !seen.has(row.documentId));
    try {
      const { documentId, outcome } = await writeOne(strapi, planned, existing, documentIds);
      documentIds.set(planned, documentId);
      seen.add(documentId);
      counts[outcome] += 1;
    } catch (error) {
      throw new DraftRefused(planned, error);
    }
    onProgress(index + 1);
  }
  return { documentId: documentIds.get(root) ?? '', ...counts, findings: keptDrafts(known, seen) };
}

async function writeOne(
  strapi: Core.Strapi,
  planned: Planned,
  existing: Row | undefined,
  documentIds: Map<Planned, string>,
): Promise<{ documentId: string; outcome: 'created' | 'updated' | 'unchanged' }> {
  const documents = documentsOf(strapi, planned.kind);
  const parents: Record<string, string | null> = {};
  for (const [relation, parent] of Object.entries(planned.parents)) {
    parents[relation] = parent === null ? null : (documentIds.get(parent) ?? null);
  }
  if (existing === undefined) {
    const row = await documents.create({ data: { ...planned.values, ...parents } });
    return { documentId: row.documentId, outcome: 'created' };
  }
  const { documentId } = existing;
  if (isSame(existing, planned.values, parents)) return { documentId, outcome: 'unchanged' };
  await documents.update({ documentId, data: { ...planned.values, ...parents } });
  return { documentId, outcome: 'updated' };
}

function isSame(
  row: Row,
  values: Record<string, unknown>,
  parents: Record<string, string | null>,
): boolean {
  const sameValues = Object.entries(values).every(([key, value]) =>
    isDeepStrictEqual(row[key] ?? null, value ?? null),
  );
  return (
    sameValues &&
    Object.entries(parents).every(
      ([relation, documentId]) => parentOf(row, relation) === documentId,
    )
  );
}

function parentOf(row: Row, relation: string): string | null {
  const parent = row[relation] as { documentId?: string } | null | undefined;
  return parent?.documentId ?? null;
}

/** Every draft of the course with this key, by kind; nothing when the course is new. */
async function knownDrafts(strapi: Core.Strapi, courseKey: string): Promise<Map<Kind, Row[]>> {
  const known = new Map<Kind, Row[]>();
  const [course] = await documentsOf(strapi, 'course').findMany({
    filters: { source_key: courseKey },
    sort: 'id:asc',
    limit: 1,
  });
  if (course === undefined) return known;
  known.set('course', [course]);
  for (const kind of KINDS) {
    if (kind === 'course') continue;
    const { parents, toCourse } = RELATIONS[kind];
    const filters = toCourse.reduceRight<object>((inner, relation) => ({ [relation]: inner }), {
      documentId: course.documentId,
    });
    const populate = Object.fromEntries(
      parents.map((relation) => [relation, { fields: ['documentId'] }]),
    );
    known.set(
      kind,
      await documentsOf(strapi, kind).findMany({ filters, populate, sort: 'id:asc', limit: -1 }),
    );
  }
  return known;
}

/** What an earlier import made and the source no longer has. Where a parent is kept, it speaks for its children. */
function keptDrafts(known: Map<Kind, Row[]>, seen: Set<string>): Finding[] {
  const kept = new Set<string>();
  const findings: Finding[] = [];
  for (const kind of KINDS) {
    for (const row of known.get(kind) ?? []) {
      if (row.source_key === null || row.source_key === '' || seen.has(row.documentId)) continue;
      kept.add(row.documentId);
      const hasKeptParent = RELATIONS[kind].parents.some((relation) =>
        kept.has(parentOf(row, relation) ?? ''),
      );
      if (hasKeptParent) continue;
      const label = String(row.title ?? row.name ?? row.question_text ?? row.source_key).slice(
        0,
        80,
      );
      findings.push({
        severity: 'warning',
        code: 'kept',
        message: `The ${wordFor(kind)} "${label}" is no longer in the source; its draft is kept. Delete it in the admin if it should go.`,
        file: row.source_key,
      });
    }
  }
  return findings;
}

function documentsOf(strapi: Core.Strapi, kind: Kind): Documents {
  return strapi.documents(`api::${kind}.draft-${kind}` as UID.ContentType) as unknown as Documents;
}

function wordFor(kind: Kind): string {
  return kind === 'ai-note' ? 'note' : kind.replace('-', ' ');
}
