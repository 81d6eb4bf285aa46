import type { Context } from 'koa';
import { z } from 'zod';
import { adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { attemptPage } from '../attempts/list';
import { attemptRecord } from '../attempts/record';
import { mayReadAttempts } from '../permissions';
import { idOf, pageNumber, rowId } from './request';

const filter = z.strictObject({
  course: rowId.optional(),
  test: rowId.optional(),
  student: rowId.optional(),
  state: z.enum(['open', 'submitted']).optional(),
  page: pageNumber,
});

/** `GET /records/attempts?course&test&student&state&page` → Paged<AttemptLine>. */
const list = {
  method: 'GET',
  path: '/attempts',
  handler: (context: Context) =>
    answer(context, async () => attemptPage(strapi, sent(filter, context.query))),
  config: adminOnly(mayReadAttempts),
};

/** `GET /records/attempts/:id` → AttemptRecord. */
const one = {
  method: 'GET',
  path: '/attempts/:id',
  handler: (context: Context) =>
    answer(context, async () => attemptRecord(strapi, idOf(context, 'attempt.unknown'))),
  config: adminOnly(mayReadAttempts),
};

export const attemptsRoutes = [list, one];
