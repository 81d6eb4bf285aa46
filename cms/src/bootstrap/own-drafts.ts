import type { Core } from '@strapi/strapi';
import { errors } from '@strapi/utils';
import { messages } from '../lib/messages';
import { authorOf, courseKind } from '../lib/own-courses';
import { refusalFrom } from '../lib/refusal';
import { isDraft, type Kinds, waysToCourse } from '../plugins/draft-fields/server/course-filter';

/** What Strapi's condition provider calls it in a permission. */
export const ownCourse = 'plugin::publisher.own-course';

interface ConditionUser {
  readonly id: number;
  readonly permission: { readonly subject: string | null };
}

/** The query a draft of that kind answers when its course was created by that administrator. */
export function ownCourseQuery(kinds: Kinds, uid: string, author: number): object {
  if (uid === courseKind) return { 'createdBy.id': author };
  const ways = waysToCourse(kinds, uid);
  // A draft that hangs on nothing yet is its maker's, or nobody could put it right.
  const orphan = {
    $and: [
      ...ways.map(([nearest = '']) => ({ [`${nearest}.id`]: { $eq: null } })),
      { 'createdBy.id': author },
    ],
  };
  return {
    $or: [...ways.map((way) => ({ [[...way, 'createdBy.id'].join('.')]: author })), orphan],
  };
}

const kindsOf = (app: Core.Strapi): Kinds =>
  Object.fromEntries(Object.entries(app.contentTypes)) as Kinds;

/**
 * Registers the condition “in a course one created oneself” for the admin's role editor. A permission
 * whose condition nobody registered would hold without any, so this must run at every start.
 */
export async function defineOwnCourse(app: Core.Strapi): Promise<void> {
  await app.service('admin::permission').conditionProvider.register({
    displayName: 'Is in a course they created',
    name: 'own-course',
    plugin: 'publisher',
    handler: ({ id, permission: { subject } }: ConditionUser) =>
      subject !== null && isDraft(subject) && ownCourseQuery(kindsOf(app), subject, id),
  });
}

/** `api::ai-note.draft-ai-note` is the kind `ai_note`. */
const kindOf = (uid: string): string => uid.replace(/^.*\.draft-/, '').replaceAll('-', '_');

// Of a ForbiddenError Strapi would show no reason.
const notYours = () => new errors.ValidationError(messages['draft.not-yours'] ?? '');

const changing = new Set(['create', 'update', 'clone', 'delete']);

/**
 * Tells the database, in the transaction that changes a draft, that an author does it: there it is
 * decided whether everything the change touches is the author's. A copy touches only new rows, so what
 * is copied is looked at here.
 */
export function guardOwnDrafts(app: Core.Strapi): void {
  app.documents.use(async (call, next) => {
    if (!isDraft(call.uid) || !changing.has(call.action)) return next();
    const author = authorOf(app.requestContext.get()?.state ?? {});
    if (author === undefined) return next();
    let isForeign = false;
    try {
      return await app.db.transaction(async ({ trx }) => {
        // Strapi cleans up after a failed statement, which fails as well and hides the first error.
        trx.on('query-error', (error: unknown) => {
          isForeign ||= refusalFrom(error)?.status === 403;
        });
        await trx.raw(`select set_config('app.author_id', ?, true)`, [String(author)]);
        const { documentId } = call.params as { documentId?: string };
        if (call.action === 'clone' && documentId !== undefined) {
          const kind = kindOf(call.uid);
          const { rows } = (await trx.raw(
            'select from cms.?? where document_id = ? and cms.is_foreign_draft(?, id, ?)',
            [`draft_${kind}s`, documentId, kind, author],
          )) as { rows: unknown[] };
          isForeign = rows.length > 0;
          if (isForeign) throw notYours();
        }
        return next();
      });
    } catch (error) {
      throw isForeign ? notYours() : error;
    }
  });
}
