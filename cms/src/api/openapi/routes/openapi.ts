import type { Context } from 'koa';
import { answer } from '../../../lib/route';
import { openApiDocument } from '../document';

/** `GET /api/openapi.json`: the contract for machines, made from the same objects that serve it. */
export default {
  routes: [
    {
      method: 'GET',
      path: '/openapi.json',
      config: { auth: false },
      handler: (context: Context) =>
        answer(context, async () => openApiDocument(strapi.config.get<string>('server.url'))),
    },
  ],
};
