import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { idOf, pageNumber, rowId } from '../../../records/server/routes/request';
import { candidates } from '../administrators';
import { execute, vote, withdraw } from '../decide';
import { approvalPage, waitingFor } from '../list';
import { mayMakeAdministrators, mayVote } from '../permissions';
import { approvalRecord } from '../record';
import { requestApproval } from '../request';

/** Whoever is signed in: who may ask for what, and see what, is decided by the database. */
const signedIn = { policies: ['admin::isAuthenticatedAdmin'] };

const filter = z.strictObject({
  state: z
    .enum(['waiting', 'executed', 'refused', 'withdrawn', 'expired', 'void', 'ended'])
    .optional(),
  action: z
    .string()
    .regex(/^[a-z]+\.[a-z]+$/)
    .max(100)
    .optional(),
  mine: z.literal('true').optional(),
  page: pageNumber,
});
const voteBody = z.strictObject({
  approve: z.boolean(),
  payloadHash: z.string().regex(/^[0-9a-f]{64}$/),
  remark: z.string().trim().max(2000).default(''),
});
const nothing = z.strictObject({});
const administratorBody = z.strictObject({
  administrator: rowId,
  /** Its code. */
  role: z.string().min(1).max(255),
  reason: z.string().trim().min(10).max(2000),
});

/** `GET /approvals?state&action&mine&page` → Paged<ApprovalLine>. */
const list = {
  method: 'GET',
  path: '/',
  handler: (context: Context) =>
    answer(context, async () => {
      const { mine, ...narrowed } = sent(filter, context.query);
      return approvalPage(strapi, actorOf(context).id, {
        ...narrowed,
        mine: mine === 'true' ? true : undefined,
      });
    }),
  config: signedIn,
};

/** `GET /approvals/waiting` → `{ count }`: how many wait for a vote of mine. */
const waiting = {
  method: 'GET',
  path: '/waiting',
  handler: (context: Context) =>
    answer(context, async () => ({ count: await waitingFor(strapi, actorOf(context).id) })),
  config: signedIn,
};

/** `GET /approvals/administrators` → Candidates. */
const people = {
  method: 'GET',
  path: '/administrators',
  handler: (context: Context) => answer(context, () => candidates(strapi)),
  config: adminOnly(mayMakeAdministrators),
};

/** `POST /approvals/administrators` with `{ administrator, role, reason }` → Asked. */
const askForAdministrator = {
  method: 'POST',
  path: '/administrators',
  handler: (context: Context) =>
    answer(context, async () => {
      const { administrator, role, reason } = sent(administratorBody, context.request.body);
      if (!(await candidates(strapi)).roles.some(({ code }) => code === role))
        throw new Refusal(422, 'administrator.role', 'role');
      return {
        approval: await requestApproval(strapi, {
          action: 'administrator.make',
          payload: { administrator, role },
          reason,
          actor: actorOf(context),
        }),
      };
    }),
  config: adminOnly(mayMakeAdministrators),
};

/** `GET /approvals/:id` → ApprovalRecord. */
const one = {
  method: 'GET',
  path: '/:id',
  handler: (context: Context) =>
    answer(context, () =>
      approvalRecord(strapi, idOf(context, 'approval.not-found'), actorOf(context).id),
    ),
  config: signedIn,
};

type Decision = (context: Context, id: number, actor: ReturnType<typeof actorOf>) => Promise<void>;

/** A decision about one request, which answers with the request as it is afterwards. */
const decision = (path: string, config: object, decide: Decision) => ({
  method: 'POST',
  path,
  handler: (context: Context) =>
    answer(context, async () => {
      const [id, actor] = [idOf(context, 'approval.not-found'), actorOf(context)];
      await decide(context, id, actor);
      return approvalRecord(strapi, id, actor.id);
    }),
  config,
});

/** `POST /approvals/:id/vote` with `{ approve, payloadHash, remark? }` → ApprovalRecord. */
const voting = decision('/:id/vote', adminOnly(mayVote), (context, id, actor) =>
  vote(strapi, id, actor, sent(voteBody, context.request.body)),
);

/** `POST /approvals/:id/withdraw` and `…/execute` → ApprovalRecord. */
const withdrawing = decision('/:id/withdraw', signedIn, (context, id, actor) => {
  sent(nothing, context.request.body);
  return withdraw(strapi, id, actor);
});
const executing = decision('/:id/execute', signedIn, (context, id, actor) => {
  sent(nothing, context.request.body);
  return execute(strapi, id, actor);
});

export const routes = {
  admin: {
    type: 'admin',
    routes: [list, waiting, people, askForAdministrator, one, voting, withdrawing, executing],
  },
};
