import type { Context } from 'koa';
import { authorOf } from '../../../../lib/own-courses';
import { answer } from '../../../../lib/route';
import { adminOnly, draftOf } from '../../../publisher/server/routes/request';
import { courseLine, courseList } from '../courses';
import { mayUse } from '../permissions';

/** `GET /ai-author/courses` → CourseLine[]; an author finds own courses in it. */
const courses = {
  method: 'GET',
  path: '/courses',
  handler: (context: Context) =>
    answer(context, () => courseList(strapi, { author: authorOf(context.state) })),
  config: adminOnly(mayUse),
};

/** `GET /ai-author/courses/:documentId` → CourseLine. */
const course = {
  method: 'GET',
  path: '/courses/:documentId',
  handler: (context: Context) => answer(context, () => courseLine(strapi, draftOf(context))),
  config: adminOnly(mayUse),
};

export const courseRoutes = [courses, course];
