import type { Core } from '@strapi/strapi';
import { copyWithoutParts } from './copies';
import { refuseDrift } from './drift';
import { markEditedCourses } from './editing';
import { actions } from './permissions';
import { routes } from './routes/index';

export { type Preview, withPreview } from './preview/preview';
export { type PublishOutcome, publishCourse } from './publish';

export default {
  routes,
  register({ strapi }: { strapi: Core.Strapi }) {
    copyWithoutParts(strapi);
    markEditedCourses(strapi);
  },
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
    await refuseDrift(strapi);
  },
};
