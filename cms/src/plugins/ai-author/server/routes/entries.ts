import type { Context } from 'koa';
import { z } from 'zod';
import { sent } from '../../../../lib/admin-request';
import { authorOf } from '../../../../lib/own-courses';
import { answer } from '../../../../lib/route';
import { adminOnly } from '../../../publisher/server/routes/request';
import { tree } from '../../../publisher/server/tree';
import { placeOf } from '../entries';
import { mayUse } from '../permissions';
import type { KindName } from '../wire';

const asked = z.object({
  kind: z.enum(tree.map(({ name }) => name) as [KindName, ...KindName[]]),
  id: z.string().regex(/^[a-z0-9]{24}$/),
});

/** `GET /ai-author/entries/:kind/:id` → EntryPlace; the path names no course, so its owner is asked for. */
const entry = {
  method: 'GET',
  path: '/entries/:kind/:id',
  handler: (context: Context) =>
    answer(context, () => {
      const { kind, id } = sent(asked, context.params);
      return placeOf(strapi, { kind, documentId: id }, authorOf(context.state));
    }),
  config: adminOnly(mayUse),
};

export const entryRoutes = [entry];
