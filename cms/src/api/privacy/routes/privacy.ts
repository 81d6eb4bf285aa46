import {
  askErasure,
  type Erasure,
  exportData,
  getPrivacy,
  withdrawErasure,
} from '@ourshiksha/contract/privacy';
import { inGuruTransaction } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { answer, type Route, requested, route, visitorOf } from '../../../lib/route';
import { asStudent } from '../../../lib/students';
import { studentsPool } from '../../../lib/students-pool';
import { announceRequest } from '../../../plugins/approvals/server/index';
import { accountRoute } from '../../account/account-route';
import { provenAccount } from '../../account/changes';
import { exportOf } from '../export';
import { readErasure, readRights } from '../state';

const standing = route(getPrivacy, async ({ database }) => ({
  erasure: await readErasure(database),
  ...(await readRights(database)),
}));

/** Downloads are no JSON, so this one stands beside `route()`. */
const take: Route = {
  method: exportData.method,
  path: exportData.path,
  config: { auth: false },
  handler: (context) =>
    answer(context, async () => {
      requested(exportData, context);
      const visitor = visitorOf(context, 'student');
      const owner = await asStudent(studentsPool(strapi), visitor, 'write', async (database) => {
        if (database.studentId === null || visitor.userId === null)
          throw new Refusal(403, 'student.not-active');
        await database.rows('select activity.begin_export()');
        return { student: database.studentId, account: visitor.userId };
      });
      const { fileName, stream } = await exportOf(strapi, owner);
      context.type = 'application/zip';
      context.attachment(fileName);
      return stream;
    }),
};

const known = (erasure: Erasure | null): { erasure: Erasure } => {
  if (erasure === null) throw new Error('A wish that was just told is there.');
  return { erasure };
};

const ask = accountRoute(askErasure, async ({ body, visitor, transaction }) => {
  await provenAccount(visitor.userId ?? 0, body.current_password, transaction);
  const made = await asStudent(studentsPool(strapi), visitor, 'write', async (database) => {
    const [row] = await database.rows<{ request: number }>(
      'select activity.ask_for_erasure($1) as request',
      [body.certificates],
    );
    return { request: row?.request ?? 0, ...known(await readErasure(database)) };
  });
  await inGuruTransaction(strapi, {}, (database) =>
    announceRequest(strapi, database, made.request),
  );
  return { erasure: made.erasure };
});

const withdraw = route(withdrawErasure, async ({ database }) => {
  await database.rows('select activity.withdraw_erasure()');
  return known(await readErasure(database));
});

export default { routes: [standing, take, ask, withdraw] };
