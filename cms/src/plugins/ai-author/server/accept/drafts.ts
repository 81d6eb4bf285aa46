import { isDeepStrictEqual } from 'node:util';
import type { Core, UID } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import type { Administrator } from '../../../../lib/admin-request';
import type { GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { kindNamed, linkOf } from '../../../publisher/server/tree';
import type { Entry, Fields, KindName } from '../wire';

/** The part of Strapi's Document Service that is used here, without its generated types. */
interface Documents {
  create(params: { data: object }): Promise<{ documentId: string }>;
  update(params: { documentId: string; data: object }): Promise<unknown>;
  delete(params: { documentId: string }): Promise<unknown>;
}

const documentsOf = (app: Core.Strapi, kind: KindName): Documents =>
  app.documents(kindNamed(kind).uid as UID.ContentType) as unknown as Documents;

/** What a draft's form would refuse is refused as the editor's change, with the form's own words. */
async function asEdit<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof errors.ValidationError || error instanceof errors.YupValidationError)
      throw new Refusal(422, 'ai.edit-invalid', undefined, error.message);
    throw error;
  }
}

/** Makes a draft in the name of a person, whose own it then is. */
export const createDraft = (
  app: Core.Strapi,
  kind: KindName,
  data: Fields,
  actor: Administrator,
): Promise<string> =>
  asEdit(async () => {
    const made = await documentsOf(app, kind).create({
      data: { ...data, createdBy: actor.id, updatedBy: actor.id },
    });
    return made.documentId;
  });

export const updateDraft = (
  app: Core.Strapi,
  { kind, documentId }: Entry,
  data: Fields,
  actor: Administrator,
): Promise<void> =>
  asEdit(async () => {
    await documentsOf(app, kind).update({ documentId, data: { ...data, updatedBy: actor.id } });
  });

export const deleteDraft = async (
  app: Core.Strapi,
  { kind, documentId }: Entry,
): Promise<unknown> => documentsOf(app, kind).delete({ documentId });

/**
 * What these fields of a draft hold, and its row's id; undefined where the draft is gone. Nobody else
 * changes it until the transaction ends.
 */
export async function lockDraft(
  database: GuruDatabase,
  { kind, documentId }: Entry,
  names: readonly string[],
): Promise<{ readonly id: number; readonly fields: Fields } | undefined> {
  const [row] = await database.rows<{ id: number; row: Record<string, unknown> }>(
    `select d.id, to_jsonb(d) as row from cms.${kindNamed(kind).draftTable} d
    where d.document_id = $1 for update`,
    [documentId],
  );
  if (row === undefined) return undefined;
  const fields = Object.fromEntries(names.map((name) => [name, row.row[name] ?? null]));
  return { id: row.id, fields };
}

const isEmpty = (value: unknown): boolean =>
  value === null ||
  value === undefined ||
  value === '' ||
  (Array.isArray(value) && value.length === 0);

/** The fields of a kind that hold content; where it stands among its siblings is none. */
export const contentFields = (name: KindName): string[] => {
  const { columns, hidden } = kindNamed(name);
  return [...columns, ...(hidden?.columns ?? [])].map((column) => column.name);
};

/** Whether nothing stands in these fields. */
export const areEmpty = (fields: Fields): boolean => Object.values(fields).every(isEmpty);

/** Whether a field holds the same; empty is empty in whatever way it is kept. */
export const sameField = (a: unknown, b: unknown): boolean =>
  (isEmpty(a) && isEmpty(b)) || isDeepStrictEqual(a, b);

/** Those fields of `now` that held something else then. */
export const changedFields = (now: Fields, then: Fields): string[] =>
  Object.keys(now).filter((name) => !sameField(now[name], then[name]));

/** How many drafts hang on a draft, of those that were not made with it. */
export async function strangersBelow(
  database: GuruDatabase,
  parent: Entry,
  made: readonly Entry[],
): Promise<number> {
  let count = 0;
  for (const kind of belowOf(parent.kind)) {
    const relation = kind.parents.find((one) => one.kind === parent.kind);
    if (relation === undefined) continue;
    const link = linkOf(kind, relation);
    const [row] = await database.rows<{ count: number }>(
      `select count(*)::integer as count from cms.${link.table} l
      join cms.${kind.draftTable} d on d.id = l.${link.child}
      join cms.${kindNamed(parent.kind).draftTable} p on p.id = l.${link.parent}
      where p.document_id = $1 and d.document_id <> all ($2)`,
      [parent.documentId, made.map(({ documentId }) => documentId)],
    );
    count += row?.count ?? 0;
  }
  return count;
}

const kinds: readonly KindName[] = [
  'module',
  'lesson',
  'ai_note',
  'test',
  'question',
  'practice_lab',
  'project',
  'project_step',
];
const belowOf = (parent: KindName) =>
  kinds
    .map((name) => kindNamed(name))
    .filter(({ parents }) => parents.some(({ kind }) => kind === parent));
