import type { Context } from 'koa';
import { z } from 'zod';
import { answer } from '../../../../lib/route';
import { mayRead } from '../permissions';
import { makePreviewLink } from '../preview/preview';
import { adminOnly, draftOf, sent } from './request';

const week = 7 * 24;
const linkBody = z.strictObject({ hours: z.number().int().min(1).max(week).default(24) });

/**
 * `POST /publisher/courses/:documentId/preview` with `{ hours?: number }`, 1 to 168 → PreviewLink.
 * Changes nothing. Needs `plugin::publisher.read`: whoever gets the link sees what that person sees.
 */
const link = {
  method: 'POST',
  path: '/courses/:documentId/preview',
  handler: (context: Context) =>
    answer(context, () => {
      const { hours } = sent(linkBody, context.request.body);
      return makePreviewLink(strapi, draftOf(context), hours);
    }),
  config: adminOnly(mayRead),
};

export const previewRoutes = [link];
