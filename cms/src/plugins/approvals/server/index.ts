import type { Core } from '@strapi/strapi';
import { environment } from '../../../lib/environment';
import { asGuru } from '../../../lib/guru';
import { explainRefusedAdministrators } from './administrators';
import { actions } from './permissions';
import { routes } from './routes/index';

export { announceRequest, requestApproval, requestApprovalIn, type Wanted } from './request';

export default {
  routes,
  async bootstrap({ strapi }: { strapi: Core.Strapi }) {
    await strapi.service('admin::permission').actionProvider.registerMany(actions);
    explainRefusedAdministrators(strapi);
    await asGuru(strapi, (database) =>
      database.rows('select audit.set_approval_delay($1)', [environment().approvalsDelayHours]),
    );
  },
};
