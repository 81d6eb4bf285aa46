import type { Core } from '@strapi/strapi';
import { defineJob } from '../../../lib/jobs';
import { copyWithoutParts } from './copies';
import { refuseDrift } from './drift';
import { markEditedCourses } from './editing';
import { actions } from './permissions';
import { recordRefusedDoors } from './refused-doors';
import { routes } from './routes/index';
import { scheduledPublish } from './schedule/job';

export { recordHistory } from './history';
export { type Preview, withPreview } from './preview/preview';
export { type PublishOutcome, publishCourse } from './publish';
export { publishStatus } from './status';
export {
  asArchivist,
  type Deviation,
  findDeviations,
  putBack,
  takeOut,
  type UnusedVersion,
  unusedVersions,
} from './versions/index';

export default {
  routes,
  register({ strapi }: { strapi: Core.Strapi }) {
    defineJob(strapi, scheduledPublish);
    copyWithoutParts(strapi);
    markEditedCourses(strapi);
    recordRefusedDoors(strapi);
  },
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
    await refuseDrift(strapi);
  },
};
