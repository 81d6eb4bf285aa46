import type { Core } from '@strapi/strapi';
import { asGuru, readAsGuru } from '../../../lib/guru';
import { Narrowing, pageOf } from '../../records/server/paging';
import type { Paged } from '../../records/server/wire';
import { mayVote } from './permissions';
import type { ApprovalLine, ApprovalState } from './wire';

/** Whether I may vote, `$1` being me. */
const amVoter = `exists (select from cms.administrators_who_may('${mayVote}') w where w.id = $1)`;
/** What only waits for a vote of mine. */
const isForMe = `(r.state = 'waiting' and r.admin_id is distinct from $1 and ${amVoter}
  and not exists (select from audit.approval_votes v where v.request_id = r.id and v.admin_id = $1))`;

export const lineColumns = `r.id, r.action, r.state, r.requested_by as "requestedBy", r.reason,
  r.created_at as "createdAt", r.expires_at as "expiresAt", r.ended_at as "endedAt",
  r.ended_by as "endedBy", r.votes_needed as "votesNeeded",
  (select count(*)::integer from audit.approval_votes v where v.request_id = r.id and v.approve) as votes,
  ${isForMe} as "isForMe"`;

/** Whoever may vote sees all requests, everybody else their own. */
export const visible = `(r.admin_id = $1 or ${amVoter})`;

export interface Filter {
  readonly state?: ApprovalState | 'ended' | undefined;
  readonly action?: string | undefined;
  readonly mine?: true | undefined;
  /** From 1. */
  readonly page: number;
}

/** Requests, the newest first. */
export function approvalPage(
  app: Core.Strapi,
  me: number,
  { state, action, mine, page }: Filter,
): Promise<Paged<ApprovalLine>> {
  const narrowing = new Narrowing()
    .by(me, () => visible)
    .by(state === 'ended' ? undefined : state, (place) => `r.state = ${place}`)
    .by(action, (place) => `r.action = ${place}`);
  if (state === 'ended') narrowing.having(`r.state <> 'waiting'`);
  if (mine === true) narrowing.having('r.admin_id = $1');
  return readAsGuru(app, (database) =>
    pageOf<ApprovalLine>(
      database,
      { from: 'audit.approvals r', columns: lineColumns, alias: 'r', order: ['id desc'] },
      narrowing,
      page,
    ),
  );
}

/** How many requests wait for a vote of mine. */
export async function waitingFor(app: Core.Strapi, me: number): Promise<number> {
  const [counted] = await asGuru(app, (database) =>
    database.rows<{ count: number }>(
      `select count(*)::integer as count from audit.approvals r where ${isForMe}`,
      [me],
    ),
  );
  return counted?.count ?? 0;
}
