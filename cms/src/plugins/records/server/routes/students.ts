import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { enrollmentPage } from '../enrollments';
import { mayReadStudents, maySuspend } from '../permissions';
import { studentPage } from '../students/list';
import { studentLog, studentRecord } from '../students/record';
import { setSuspended } from '../students/suspend';
import { idOf, pageNumber, rowId } from './request';

const studentFilter = z.strictObject({
  q: z.string().trim().min(1).max(200).optional(),
  status: z.enum(['active', 'suspended']).optional(),
  page: pageNumber,
});
const enrollmentFilter = z.strictObject({
  course: rowId.optional(),
  status: z.enum(['active', 'completed', 'dropped']).optional(),
  page: pageNumber,
});
const logFilter = z.strictObject({
  before: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional(),
});
const reasonBody = z.strictObject({ reason: z.string().trim().min(3).max(500) });

/** `GET /records/students?q&status&page` → Paged<StudentLine>. */
const list = {
  method: 'GET',
  path: '/students',
  handler: (context: Context) =>
    answer(context, async () => studentPage(strapi, sent(studentFilter, context.query))),
  config: adminOnly(mayReadStudents),
};

/** `GET /records/students/:id` → StudentRecord. */
const one = {
  method: 'GET',
  path: '/students/:id',
  handler: (context: Context) =>
    answer(context, async () => studentRecord(strapi, idOf(context, 'student.not-found'))),
  config: adminOnly(mayReadStudents),
};

/** `GET /records/students/:id/log?before` → LogPage. */
const log = {
  method: 'GET',
  path: '/students/:id/log',
  handler: (context: Context) =>
    answer(context, async () => {
      const { before } = sent(logFilter, context.query);
      return studentLog(strapi, idOf(context, 'student.not-found'), before);
    }),
  config: adminOnly(mayReadStudents),
};

const change = (path: string, suspended: boolean) => ({
  method: 'POST',
  path,
  handler: (context: Context) =>
    answer(context, async () => {
      const id = idOf(context, 'student.not-found');
      const { reason } = sent(reasonBody, context.request.body);
      return setSuspended(strapi, id, suspended, actorOf(context), reason);
    }),
  config: adminOnly(maySuspend),
});

/** `POST /records/students/:id/suspend` and `…/reinstate` with `{ reason }` → Account. */
const suspend = change('/students/:id/suspend', true);
const reinstate = change('/students/:id/reinstate', false);

/** `GET /records/enrollments?course&status&page` → Paged<EnrollmentLine>. */
const enrollments = {
  method: 'GET',
  path: '/enrollments',
  handler: (context: Context) =>
    answer(context, async () => enrollmentPage(strapi, sent(enrollmentFilter, context.query))),
  config: adminOnly(mayReadStudents),
};

export const studentsRoutes = [list, one, log, suspend, reinstate, enrollments];
