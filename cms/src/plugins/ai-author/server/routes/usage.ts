import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { readAsGuru } from '../../../../lib/guru';
import { answer } from '../../../../lib/route';
import { mayReadUsage, mayUse } from '../permissions';
import { ownUsageOf, usageOf } from '../store/index';
import type { OwnUsage, Usage } from '../wire';

const filter = z.strictObject({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
});

const monthOf = (context: Context): string =>
  sent(filter, context.query).month ?? new Date().toISOString().slice(0, 7);

/** `GET /ai-author/usage?month=2026-11` → Usage: of this month in UTC, where none is named. */
const usage = {
  method: 'GET',
  path: '/usage',
  handler: (context: Context) =>
    answer(context, (): Promise<Usage> => {
      const month = monthOf(context);
      return readAsGuru(strapi, (database) => usageOf(database, month, actorOf(context).id));
    }),
  config: adminOnly(mayReadUsage),
};

/** `GET /ai-author/usage/own?month=2026-11` → OwnUsage, for whoever may have something written. */
const own = {
  method: 'GET',
  path: '/usage/own',
  handler: (context: Context) =>
    answer(context, (): Promise<OwnUsage> => {
      const month = monthOf(context);
      return readAsGuru(strapi, (database) => ownUsageOf(database, month, actorOf(context).id));
    }),
  config: adminOnly(mayUse),
};

export const usageRoutes = [usage, own];
