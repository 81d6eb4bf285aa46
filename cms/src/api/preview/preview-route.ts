import type { Endpoint } from '@ourshiksha/contract/endpoint';
import type { z } from 'zod';
import { Refusal } from '../../lib/refusal';
import { answer, bearerOf, type Route, requested } from '../../lib/route';
import { type Preview, withPreview } from '../../plugins/publisher/server';

/**
 * An endpoint of a preview as a Strapi route: the link's token, one transaction that only reads,
 * reply. What is read never leaves the drafts, so no student and no version is involved.
 */
export function previewRoute<E extends Endpoint>(
  endpoint: E,
  handle: (preview: Preview, params: z.infer<E['params']>) => Promise<z.input<E['reply']>>,
): Route {
  return {
    method: endpoint.method,
    path: endpoint.path,
    config: { auth: false },
    handler: (context) =>
      answer(context, async () => {
        const { params } = requested(endpoint, context);
        return withPreview(strapi, bearerOf(context) ?? '', async (preview) => {
          const reply = endpoint.reply.safeParse(await handle(preview, params));
          if (reply.success) return reply.data;
          // What Strapi's forms guard, other ways of writing to the drafts may not.
          const field = reply.error.issues[0]?.path.join('.');
          throw new Refusal(422, 'preview.unreadable', field);
        });
      }),
  };
}
