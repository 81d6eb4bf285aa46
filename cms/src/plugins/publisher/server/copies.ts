import type { Core } from '@strapi/strapi';
import { tree } from './tree';

const kinds = new Set(tree.map(({ uid }) => uid));

/**
 * A duplicated draft begins without parts. Strapi's "Duplicate" would link the original's children
 * to the copy; as a child has one parent, a duplicated course would take the modules of the original.
 */
export function copyWithoutParts(app: Core.Strapi): void {
  app.documents.use((context, next) => {
    if (context.action === 'clone' && kinds.has(context.uid)) {
      const parts = Object.entries(context.contentType.attributes).filter(
        ([, attribute]) => attribute.type === 'relation' && attribute.relation === 'oneToMany',
      );
      const params = context.params as { data?: Record<string, unknown> };
      params.data = {
        ...params.data,
        ...Object.fromEntries(parts.map(([name]) => [name, { set: [] }])),
      };
    }
    return next();
  });
}
