import type { Core } from '@strapi/strapi';
import { type Kind, kindNamed, linkOf, tree } from './tree';

const kinds = new Map(tree.map((kind) => [kind.uid, kind]));

interface Params {
  readonly documentId?: string;
  data?: Record<string, unknown>;
}
type Raw = (statement: string, bindings: readonly string[]) => Promise<unknown>;

/**
 * A published course is being edited again as soon as anything of it is saved or deleted: its
 * editorial status goes back from “published” to “editing”, in the same transaction. Only a publish
 * sets “published”; a form that sends the old word along does not. “Ready to publish” is the team's
 * own note and stays.
 */
export function markEditedCourses(app: Core.Strapi): void {
  app.documents.use(async (context, next) => {
    const kind = kinds.get(context.uid);
    const { action } = context;
    if (kind === undefined || !['create', 'update', 'clone', 'delete'].includes(action))
      return next();
    const params = context.params as Params;
    const isCopied = action === 'clone';
    if (kind.name === 'course' && (isCopied || params.data?.editorial_status === 'published'))
      params.data = { ...params.data, editorial_status: 'editing' };
    return app.db.transaction(async ({ trx }) => {
      const raw: Raw = async (statement, bindings) => trx.raw(statement, [...bindings]);
      const { documentId } = params;
      // Before and after: a draft may leave one course for another.
      if (documentId !== undefined && !isCopied) await mark(raw, kind, documentId);
      const result = await next();
      const saved = (result as { documentId?: string } | null)?.documentId;
      if (saved !== undefined && action !== 'delete') await mark(raw, kind, saved);
      return result;
    });
  });
}

async function mark(raw: Raw, kind: Kind, documentId: string): Promise<void> {
  const draft = `select id from cms.${kind.draftTable} where document_id = ?`;
  const courses = coursesOf(kind, draft);
  await raw(
    `update cms.draft_courses set status = 'editing'
    where status = 'published' and id in (${courses})`,
    courses
      .split('?')
      .slice(1)
      .map(() => documentId),
  );
}

/** A select of the courses that the drafts of a kind hang on through any parent. */
export function coursesOf(kind: Kind, drafts: string): string {
  if (kind.parents.length === 0) return drafts;
  return kind.parents
    .map((parent) => {
      const link = linkOf(kind, parent);
      return coursesOf(
        kindNamed(parent.kind),
        `select ${link.parent} from cms.${link.table} where ${link.child} in (${drafts})`,
      );
    })
    .join(' union ');
}
