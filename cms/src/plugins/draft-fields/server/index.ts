import type { Core } from '@strapi/strapi';
import { pluginName, shapes } from '../shapes';
import { type Kinds, readableQuery } from './course-filter';
import { refuseWrongShapes } from './guard';

const list = /^\/content-manager\/collection-types\/([^/]+)\/?$/;

export default {
  register({ strapi }: { strapi: Core.Strapi }) {
    strapi.customFields.register(
      Object.keys(shapes).map((name) => ({
        name,
        plugin: pluginName,
        type: 'json' as const,
        inputSize: { default: 12 as const, isResizable: true },
      })),
    );
    strapi.documents.use((call, next) => {
      refuseWrongShapes(call);
      return next();
    });
    strapi.server.use(async (ctx, next) => {
      const uid = ctx.method === 'GET' ? list.exec(ctx.path)?.[1] : undefined;
      if (uid !== undefined) {
        const kinds: Kinds = Object.fromEntries(Object.entries(strapi.contentTypes));
        // The parsed query is one object for the whole request, and the list reads it from there.
        Object.assign(ctx.query, readableQuery(kinds, uid, ctx.query));
      }
      await next();
    });
  },
};
