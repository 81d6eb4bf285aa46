import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { answer } from '../../../../lib/route';
import { mayRequest } from '../../../approvals/server/permissions';
import { rowId } from '../../../records/server/routes/request';
import { mayExport, mayRead } from '../permissions';
import { checkFiles } from '../register/check';
import { exportRegister } from '../register/export';
import { registerFilter } from '../register/filter';
import { certificateCourses, certificatePage } from '../register/list';
import { certificateRecord } from '../register/record';
import { askToCorrectMarksheet, askToReissue, askToRevoke } from '../requests';

const pageFilter = registerFilter.extend({ before: rowId.optional() });
const wish = z.strictObject({
  publicReason: z.string().trim().min(3).max(500),
  reason: z.string().trim().min(10).max(2000),
});
const reissueWish = wish.extend({ withNameOfToday: z.boolean() });
const numberOf = (context: Context): string => String(context.params.number);

/** `GET /certificates/register` with what it is narrowed to and `before` → CertificatePage. */
const list = {
  method: 'GET',
  path: '/register',
  handler: (context: Context) =>
    answer(context, () => {
      const { before, ...filter } = sent(pageFilter, context.query);
      return certificatePage(strapi, filter, before);
    }),
  config: adminOnly(mayRead),
};

/** `GET /certificates/courses` → CourseName[]. */
const courses = {
  method: 'GET',
  path: '/courses',
  handler: (context: Context) => answer(context, () => certificateCourses(strapi)),
  config: adminOnly(mayRead),
};

/** `GET /certificates/export` with what it is narrowed to → CSV. */
const download = {
  method: 'GET',
  path: '/export',
  handler: (context: Context) =>
    answer(context, async () => {
      const stream = await exportRegister(strapi, sent(registerFilter, context.query));
      context.type = 'text/csv; charset=utf-8';
      context.attachment(`certificates-${new Date().toISOString().slice(0, 10)}.csv`);
      return stream;
    }),
  config: adminOnly(mayExport),
};

/** `GET /certificates/register/:number` → CertificateRecord. */
const one = {
  method: 'GET',
  path: '/register/:number',
  handler: (context: Context) =>
    answer(context, () => certificateRecord(strapi, numberOf(context))),
  config: adminOnly(mayRead),
};

/** `POST /certificates/register/:number/check` → FileCheck. */
const check = {
  method: 'POST',
  path: '/register/:number/check',
  handler: (context: Context) => answer(context, () => checkFiles(strapi, numberOf(context))),
  config: adminOnly(mayRead),
};

/** `POST /certificates/register/:number/revoke` with `{ publicReason, reason }` → Asked. */
const revoke = {
  method: 'POST',
  path: '/register/:number/revoke',
  handler: (context: Context) =>
    answer(context, () => {
      const words = sent(wish, context.request.body);
      return askToRevoke(strapi, actorOf(context), { number: numberOf(context), ...words });
    }),
  config: adminOnly(mayRequest),
};

/** `POST /certificates/register/:number/reissue` with `{ publicReason, reason, withNameOfToday }` → Asked. */
const reissue = {
  method: 'POST',
  path: '/register/:number/reissue',
  handler: (context: Context) =>
    answer(context, () => {
      const { withNameOfToday, ...words } = sent(reissueWish, context.request.body);
      const wanted = { number: numberOf(context), ...words };
      return askToReissue(strapi, actorOf(context), wanted, withNameOfToday);
    }),
  config: adminOnly(mayRequest),
};

/** `POST /certificates/register/:number/correct-marksheet` with `{ publicReason, reason }` → Asked. */
const correctMarksheet = {
  method: 'POST',
  path: '/register/:number/correct-marksheet',
  handler: (context: Context) =>
    answer(context, () => {
      const words = sent(wish, context.request.body);
      const wanted = { number: numberOf(context), ...words };
      return askToCorrectMarksheet(strapi, actorOf(context), wanted);
    }),
  config: adminOnly(mayRequest),
};

export const registerRoutes = [
  list,
  courses,
  download,
  one,
  check,
  revoke,
  reissue,
  correctMarksheet,
];
