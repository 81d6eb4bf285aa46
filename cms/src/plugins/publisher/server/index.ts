import type { Core } from '@strapi/strapi';
import { refuseDrift } from './drift';
import { actions } from './permissions';
import { routes } from './routes';

export { type PublishOutcome, publishCourse } from './publish';

export default {
  routes,
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
    await refuseDrift(strapi);
  },
};
