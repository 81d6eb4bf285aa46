import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { readAsGuru } from '../../../../lib/guru';
import { answer } from '../../../../lib/route';
import { mayReadUsage } from '../permissions';
import { usageOf } from '../store/index';
import type { Usage } from '../wire';

const filter = z.strictObject({
  month: z
    .string()
    .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
    .optional(),
});

/** `GET /ai-author/usage?month=2026-11` → Usage: of this month in UTC, where none is named. */
const usage = {
  method: 'GET',
  path: '/usage',
  handler: (context: Context) =>
    answer(context, (): Promise<Usage> => {
      const { month = new Date().toISOString().slice(0, 7) } = sent(filter, context.query);
      return readAsGuru(strapi, (database) => usageOf(database, month, actorOf(context).id));
    }),
  config: adminOnly(mayReadUsage),
};

export const usageRoutes = [usage];
