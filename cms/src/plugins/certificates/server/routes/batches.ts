import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { idOf, rowId } from '../../../records/server/routes/request';
import { batchProgress, cancelBatch, startBatch } from '../batch';
import { candidatePage } from '../batches/candidates';
import { batchLines, batchRecord } from '../batches/record';
import { mayIssue } from '../permissions';
import { certificateCourses } from '../register/list';

const after = z.coerce.number().int().min(0).max(2_147_483_647).default(0);
const candidatesWanted = z.strictObject({ course: rowId, after });
const itemsWanted = z.strictObject({ after });
const batchWanted = z.strictObject({
  course: rowId,
  /** Whom the dry run has shown: nobody else gets a certificate by this batch. */
  students: z.array(rowId).min(1).max(50_000),
});
const nothing = z.strictObject({});

/** `GET /certificates/batches/courses` → CourseName[]. */
const courses = {
  method: 'GET',
  path: '/batches/courses',
  handler: (context: Context) => answer(context, () => certificateCourses(strapi)),
  config: adminOnly(mayIssue),
};

/** `GET /certificates/candidates?course&after` → CandidatePage. */
const candidates = {
  method: 'GET',
  path: '/candidates',
  handler: (context: Context) =>
    answer(context, () => {
      const wanted = sent(candidatesWanted, context.query);
      return candidatePage(strapi, wanted.course, wanted.after);
    }),
  config: adminOnly(mayIssue),
};

/** `GET /certificates/batches` → BatchLine[]. */
const list = {
  method: 'GET',
  path: '/batches',
  handler: (context: Context) => answer(context, () => batchLines(strapi)),
  config: adminOnly(mayIssue),
};

/** `POST /certificates/batches` with `{ course, students }` → `{ batch }`. */
const start = {
  method: 'POST',
  path: '/batches',
  handler: (context: Context) =>
    answer(context, () => {
      const wanted = sent(batchWanted, context.request.body);
      return startBatch(strapi, { ...wanted, by: actorOf(context) });
    }),
  config: adminOnly(mayIssue),
};

/** `GET /certificates/batches/:id?after` → BatchRecord. */
const one = {
  method: 'GET',
  path: '/batches/:id',
  handler: (context: Context) =>
    answer(context, () => {
      const wanted = sent(itemsWanted, context.query);
      return batchRecord(strapi, idOf(context, 'batch.not-found'), wanted.after);
    }),
  config: adminOnly(mayIssue),
};

/** `POST /certificates/batches/:id/cancel` → BatchRecord. */
const cancel = {
  method: 'POST',
  path: '/batches/:id/cancel',
  handler: (context: Context) =>
    answer(context, async () => {
      sent(nothing, context.request.body);
      const id = idOf(context, 'batch.not-found');
      // To stop what is not there is another mistake than to stop what has ended.
      await batchProgress(strapi, id);
      await cancelBatch(strapi, id, actorOf(context));
      return batchRecord(strapi, id, 0);
    }),
  config: adminOnly(mayIssue),
};

export const batchesRoutes = [courses, candidates, list, start, one, cancel];
