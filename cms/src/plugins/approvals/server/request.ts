import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../lib/admin-request';
import { environment } from '../../../lib/environment';
import { type GuruDatabase, inGuruTransaction } from '../../../lib/guru';
import { mailLater } from '../../../lib/mail-job';
import { mails } from './mails';
import { mayVote } from './permissions';

export interface Wanted {
  /** As registered in `audit.approval_actions`. */
  readonly action: string;
  /** What the executor gets. It names things by their numbers; names of people stay out of it. */
  readonly payload: Readonly<Record<string, unknown>>;
  /** 10 to 2,000 characters. */
  readonly reason: string;
}

/**
 * Asks for something that two others must agree to, and tells them by mail. Nothing happens yet.
 *
 * @returns the request's number
 * @throws Refusal-worthy database errors `approval.may-not-ask`, `approval.no-reason`,
 *   `approval.asked-already` and the like
 */
export function requestApproval(
  app: Core.Strapi,
  { actor, ...wanted }: Wanted & { readonly actor: Administrator },
): Promise<number> {
  return inGuruTransaction(app, { 'app.admin_id': String(actor.id) }, (database) =>
    requestApprovalIn(app, database, wanted),
  );
}

/** The same within a transaction of an administrator's: the request stands when that commits. */
export async function requestApprovalIn(
  app: Core.Strapi,
  database: GuruDatabase,
  { action, payload, reason }: Wanted,
): Promise<number> {
  const [made] = await database.rows<{ id: number }>(
    'select audit.request_approval($1, $2, $3) as id',
    [action, JSON.stringify(payload), reason],
  );
  if (made === undefined) throw new Error('A request returns its id.');
  await announceRequest(app, database, made.id);
  return made.id;
}

/**
 * Mails those who may vote on a request. Where they are too few and the school has a delay, every
 * administrator hears of it: they have that time to look.
 */
export async function announceRequest(
  app: Core.Strapi,
  database: GuruDatabase,
  id: number,
): Promise<void> {
  const [request] = await database.rows<{
    id: number;
    action: string;
    reason: string;
    requestedBy: string;
    adminId: number | null;
    hours: number;
    isDelayed: boolean;
  }>(
    `select id, action, reason, requested_by as "requestedBy", admin_id as "adminId",
      delay_hours as hours, delay_hours > 0 and voters_existed < votes_needed as "isDelayed"
    from audit.approvals where id = $1`,
    [id],
  );
  if (request === undefined) throw new Error(`There is no request ${id}.`);
  const people = await database.rows<{ email: string }>(
    request.isDelayed
      ? `select email from cms.admin_users
        where is_active and not coalesce(blocked, false) and id is distinct from $1`
      : `select email from cms.administrators_who_may('${mayVote}') where id is distinct from $1`,
    [request.adminId],
  );
  const { subject, text } = request.isDelayed
    ? mails.askedWithDelay(request, request.hours)
    : mails.asked(request);
  for (const { email } of people)
    await mailLater(app, database, { to: email, subject, text: `${text}\n\n${pageOf(id)}\n` });
}

export const pageOf = (id: number): string =>
  `${environment().publicUrl}/admin/plugins/approvals/${id}`;
