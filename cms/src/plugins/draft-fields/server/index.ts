import type { Core } from '@strapi/strapi';
import { pluginName, shapes } from '../shapes';
import { refuseWrongShapes } from './guard';

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
  },
};
