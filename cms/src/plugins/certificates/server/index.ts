import type { Core } from '@strapi/strapi';
import { actions } from './permissions';
import { checkPress } from './press';
import { routes } from './routes/index';

export default {
  routes,
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    checkPress((warning) => strapi.log.warn(warning));
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
  },
};
