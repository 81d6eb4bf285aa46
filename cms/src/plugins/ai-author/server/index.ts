import type { Core } from '@strapi/strapi';
import { actions } from './permissions';
import { routes } from './routes/index';

export { startAuthoring, stopAuthoring } from './jobs/of-app';

export default {
  routes,
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
  },
};
