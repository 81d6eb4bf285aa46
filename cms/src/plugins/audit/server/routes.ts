import type { Context } from 'koa';
import { z } from 'zod';
import { adminOnly, sent } from '../../../lib/admin-request';
import { Refusal } from '../../../lib/refusal';
import { answer } from '../../../lib/route';
import { exportLog } from './export';
import { logFilter } from './filter';
import { logEntry, logPage } from './lines';
import { mayExport, mayRead } from './permissions';
import { logChoices, logState } from './state';

const lineId = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const pageFilter = logFilter.extend({ before: lineId.optional() });

/** `GET /audit/log` with what it is narrowed to and `before` → LogPage. */
const list = {
  method: 'GET',
  path: '/log',
  handler: (context: Context) =>
    answer(context, () => {
      const { before, ...filter } = sent(pageFilter, context.query);
      return logPage(strapi, filter, before);
    }),
  config: adminOnly(mayRead),
};

/** `GET /audit/log/:id` → LogEntry. */
const one = {
  method: 'GET',
  path: '/log/:id',
  handler: (context: Context) =>
    answer(context, () => {
      const id = lineId.safeParse(context.params.id);
      if (!id.success) throw new Refusal(404, 'audit.not-found');
      return logEntry(strapi, id.data);
    }),
  config: adminOnly(mayRead),
};

/** `GET /audit/choices` → Choices. */
const choices = {
  method: 'GET',
  path: '/choices',
  handler: (context: Context) => answer(context, () => logChoices(strapi)),
  config: adminOnly(mayRead),
};

/** `GET /audit/state` → LogState. */
const state = {
  method: 'GET',
  path: '/state',
  handler: (context: Context) => answer(context, () => logState(strapi)),
  config: adminOnly(mayRead),
};

/** `GET /audit/export` with what it is narrowed to → CSV. */
const download = {
  method: 'GET',
  path: '/export',
  handler: (context: Context) =>
    answer(context, async () => {
      const stream = await exportLog(strapi, sent(logFilter, context.query));
      context.type = 'text/csv; charset=utf-8';
      context.attachment(`audit-log-${new Date().toISOString().slice(0, 10)}.csv`);
      return stream;
    }),
  config: adminOnly(mayExport),
};

export const routes = {
  admin: { type: 'admin', routes: [list, one, choices, state, download] },
};
