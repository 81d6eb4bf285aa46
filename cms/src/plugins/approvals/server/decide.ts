import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../lib/admin-request';
import { type GuruDatabase, inGuruTransaction } from '../../../lib/guru';
import { mailLater } from '../../../lib/mail-job';
import { mails } from './mails';
import { pageOf } from './request';

/** One decision, which sees what others decided while it waited for them. */
const decide = <Result>(
  app: Core.Strapi,
  actor: Administrator,
  work: (database: GuruDatabase) => Promise<Result>,
): Promise<Result> =>
  inGuruTransaction(app, { 'app.admin_id': String(actor.id) }, work, 'read committed');

/**
 * Votes. The vote that makes them enough carries the request out in the same transaction; where that
 * is refused, the vote is not kept either.
 *
 * @param payloadHash of what the voter saw
 * @throws Refusal-worthy database errors: `approval.own-request`, `approval.voted-already`,
 *   `approval.may-not-vote`, `approval.payload-changed`, `approval.expired`, `approval.ended`,
 *   `approval.requester-gone`, and whatever the executor refuses with
 */
export async function vote(
  app: Core.Strapi,
  id: number,
  actor: Administrator,
  { approve, payloadHash, remark }: { approve: boolean; payloadHash: string; remark: string },
): Promise<void> {
  await decide(app, actor, async (database) => {
    const [done] = await database.rows<{ state: 'waiting' | 'executed' | 'refused' }>(
      `select audit.vote_on($1, $2, $3, $4) ->> 'state' as state`,
      [id, payloadHash, approve, remark],
    );
    if (done === undefined || done.state === 'waiting') return;
    await tellRequester(app, database, id, actor, done.state, remark);
  });
}

/** @throws Refusal-worthy database errors, `approval.not-yours` among them */
export async function withdraw(app: Core.Strapi, id: number, actor: Administrator): Promise<void> {
  await decide(app, actor, (database) => database.rows('select audit.withdraw_approval($1)', [id]));
}

/**
 * Carries out what waited for the school's delay, or what is approved and was held up.
 *
 * @throws Refusal-worthy database errors: `approval.not-approved`, `approval.too-early`,
 *   `approval.not-yours`, and as `vote`
 */
export async function execute(app: Core.Strapi, id: number, actor: Administrator): Promise<void> {
  await decide(app, actor, async (database) => {
    await database.rows('select audit.execute_approval($1)', [id]);
    await tellRequester(app, database, id, actor, 'executed', '');
  });
}

/** A student who asked has no address here: the room that let them ask tells them. */
async function tellRequester(
  app: Core.Strapi,
  database: GuruDatabase,
  id: number,
  actor: Administrator,
  state: 'executed' | 'refused',
  remark: string,
): Promise<void> {
  const [request] = await database.rows<{
    id: number;
    action: string;
    reason: string;
    requestedBy: string;
    email: string;
  }>(
    `select r.id, r.action, r.reason, r.requested_by as "requestedBy", u.email
    from audit.approvals r join cms.admin_users u on u.id = r.admin_id
    where r.id = $1 and u.is_active and r.admin_id <> $2`,
    [id, actor.id],
  );
  if (request === undefined) return;
  const { subject, text } =
    state === 'executed'
      ? mails.executed(request, actor.name)
      : mails.refused(request, actor.name, remark);
  await mailLater(app, database, {
    to: request.email,
    subject,
    text: `${text}\n\n${pageOf(id)}\n`,
  });
}
