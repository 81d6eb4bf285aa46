import type { Core } from '@strapi/strapi';
import { actions } from './permissions';
import { policies } from './policies';
import { routes } from './routes/index';

export default {
  policies,
  routes,
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
  },
};
