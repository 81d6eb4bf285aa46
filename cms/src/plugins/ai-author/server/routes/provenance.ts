import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru, readAsGuru } from '../../../../lib/guru';
import { answer } from '../../../../lib/route';
import { mayUse } from '../permissions';
import { review, shareOf, writtenOf } from '../store/index';
import type { ProvenancePage } from '../wire';
import { courseOf, documentName, kindName, rowId } from './asked';

const listed = 50;

const filter = z.strictObject({
  kind: kindName.optional(),
  documentId: documentName.optional(),
  unreviewed: z.literal('true').optional(),
  before: rowId.optional(),
});

/**
 * `GET /ai-author/courses/:documentId/provenance?kind&documentId&unreviewed=true&before` → ProvenancePage:
 * what of the course a machine wrote. Share and rows are of one moment.
 */
const read = {
  method: 'GET',
  path: '/courses/:documentId/provenance',
  handler: (context: Context) =>
    answer(context, (): Promise<ProvenancePage> => {
      const course = courseOf(context);
      const { unreviewed, ...wanted } = sent(filter, context.query);
      return readAsGuru(strapi, async (database) => ({
        share: await shareOf(database, course),
        ...(await writtenOf(database, course, {
          ...wanted,
          unreviewed: unreviewed !== undefined,
          most: listed,
        })),
      }));
    }),
  config: adminOnly(mayUse),
};

const reviewed = z.strictObject({
  ids: z.array(rowId).min(1).max(1000),
});

/** `POST /ai-author/courses/:documentId/provenance/review` {ids} → {reviewed}: who asks stands behind these. */
const markReviewed = {
  method: 'POST',
  path: '/courses/:documentId/provenance/review',
  handler: (context: Context) =>
    answer(context, async () => {
      const course = courseOf(context);
      const { ids } = sent(reviewed, context.request.body);
      return {
        reviewed: await asGuru(strapi, (database) =>
          review(database, course, ids, actorOf(context)),
        ),
      };
    }),
  config: adminOnly(mayUse),
};

export const provenanceRoutes = [read, markReviewed];
