import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { openSubmissionFile, sendFile } from '../../../../lib/submission-files';
import { mayReview } from '../permissions';
import { reviewSubmission, takeSubmission } from '../review';
import { submissionPage } from '../reviews/list';
import { requireHandedIn, submissionRecord } from '../reviews/record';
import { idOf, pageNumber, rowId } from './request';

const filter = z.strictObject({
  state: z.enum(['waiting', 'reviewed']).default('waiting'),
  course: rowId.optional(),
  page: pageNumber,
});
const takeBody = z.strictObject({ from: rowId.nullable() });
const reviewBody = z.strictObject({
  status: z.enum(['approved', 'rejected']),
  score: z.number().int().min(0).max(100).nullable(),
  feedback: z.string().max(20_000).nullable(),
  checklist: z
    .array(
      z.strictObject({
        criterion: z.string().max(2000),
        met: z.boolean(),
        comment: z.string().max(2000).optional(),
      }),
    )
    .max(200),
});

/** `GET /records/submissions?state&course&page` → Paged<SubmissionLine>. */
const list = {
  method: 'GET',
  path: '/submissions',
  handler: (context: Context) =>
    answer(context, async () => submissionPage(strapi, sent(filter, context.query))),
  config: adminOnly(mayReview),
};

/** `GET /records/submissions/:id` → SubmissionRecord. */
const one = {
  method: 'GET',
  path: '/submissions/:id',
  handler: (context: Context) =>
    answer(context, async () => submissionRecord(strapi, idOf(context, 'submission.not-found'))),
  config: adminOnly(mayReview),
};

/**
 * `POST /records/submissions/:id/take` with `{ from }` → SubmissionRecord. `from` is the account that has it,
 * as far as the page knows, null for nobody; whoever has it meanwhile is named in the refusal.
 */
const take = {
  method: 'POST',
  path: '/submissions/:id/take',
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context, 'submission.not-found');
      const { from } = sent(takeBody, context.request.body);
      await takeSubmission(strapi, id, actorOf(context), from);
      return submissionRecord(strapi, id);
    }),
  config: adminOnly(mayReview),
};

/** `POST /records/submissions/:id/review` with a Review → SubmissionRecord. */
const review = {
  method: 'POST',
  path: '/submissions/:id/review',
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context, 'submission.not-found');
      const { checklist, ...decision } = sent(reviewBody, context.request.body);
      await reviewSubmission(strapi, id, actorOf(context), {
        ...decision,
        checklist: checklist.map(({ comment, ...entry }) =>
          comment === undefined || comment === '' ? entry : { ...entry, comment },
        ),
      });
      return submissionRecord(strapi, id);
    }),
  config: adminOnly(mayReview),
};

/** `GET /records/files/:id` → the file as an attachment; only one that was handed in. */
const file = {
  method: 'GET',
  path: '/files/:id',
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context, 'file.not-found');
      await requireHandedIn(strapi, id);
      sendFile(context, await openSubmissionFile(strapi, id));
      return context.body;
    }),
  config: adminOnly(mayReview),
};

export const reviewsRoutes = [list, one, take, review, file];
