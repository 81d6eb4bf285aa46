import type { Context } from 'koa';
import { z } from 'zod';
import { authorOf } from '../../../../lib/own-courses';
import { answer } from '../../../../lib/route';
import { historyPage } from '../history-page';
import { mayRead } from '../permissions';
import { adminOnly, draftOf, sent } from './request';

const word = z.string().regex(/^[a-z_]{1,30}$/);
const moment = z.iso.datetime({ offset: true });

const filter = z.strictObject({
  course: z
    .string()
    .regex(/^[a-z0-9]{24}$/)
    .optional(),
  action: word.optional(),
  outcome: z.enum(['done', 'refused', 'failed']).optional(),
  from: moment.optional(),
  to: moment.optional(),
  q: z.string().trim().min(1).max(200).optional(),
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
});

/**
 * `GET /publisher/history?course&action&outcome&from&to&q&page` → HistoryPage. An author finds the
 * lines of own courses in it.
 */
const history = {
  method: 'GET',
  path: '/history',
  handler: (context: Context) =>
    answer(context, () =>
      historyPage(strapi, {
        ...sent(filter, context.query),
        createdBy: authorOf(context.state),
      }),
    ),
  config: adminOnly(mayRead),
};

/** `GET /publisher/courses/:documentId/history`: the same, of one course. */
const courseHistory = {
  method: 'GET',
  path: '/courses/:documentId/history',
  handler: (context: Context) =>
    answer(context, () =>
      historyPage(strapi, sent(filter, { ...context.query, course: draftOf(context) })),
    ),
  config: adminOnly(mayRead),
};

export const historyRoutes = [history, courseHistory];
