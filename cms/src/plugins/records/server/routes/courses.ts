import type { Context } from 'koa';
import { answer } from '../../../../lib/route';
import { courseChoices } from '../courses';

/** `GET /records/courses` → CourseChoice[]: names, for whoever may narrow one of the lists. */
const choices = {
  method: 'GET',
  path: '/courses',
  handler: (context: Context) => answer(context, () => courseChoices(strapi)),
  config: { policies: ['admin::isAuthenticatedAdmin', 'plugin::records.has-any-permission'] },
};

export const coursesRoutes = [choices];
