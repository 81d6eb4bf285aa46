import type { Core } from '@strapi/strapi';
import { readAsGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { factsOf } from './facts';
import { lineColumns, visible } from './list';
import { mayVote } from './permissions';
import type { ApprovalLine, ApprovalRecord, ApprovalVote } from './wire';

type Found = ApprovalLine & {
  readonly payload: Readonly<Record<string, unknown>>;
  readonly payloadHash: string;
  readonly byDelay: boolean;
  readonly note: string | null;
  readonly isMine: boolean;
  readonly isOfStudent: boolean;
  readonly mayVote: boolean;
  readonly hasVoted: boolean;
  readonly delayEndsAt: string | null;
  readonly isDelayOver: boolean;
  readonly isApproved: boolean;
};

/**
 * One request with its votes and what exactly would happen. What it says of who may do what is for the
 * page's buttons; the database decides anew.
 *
 * @throws Refusal `approval.not-found`, also where it is not for this administrator to see
 */
export async function approvalRecord(
  app: Core.Strapi,
  id: number,
  me: number,
): Promise<ApprovalRecord> {
  const { found, votes } = await readAsGuru(app, async (database) => ({
    found: (
      await database.rows<Found>(
        `select ${lineColumns}, r.payload, r.payload_hash as "payloadHash", r.by_delay as "byDelay", r.note,
          r.admin_id is not distinct from $1 as "isMine", r.admin_id is null as "isOfStudent", exists (
            select from cms.administrators_who_may('${mayVote}') w where w.id = $1) as "mayVote",
          exists (select from audit.approval_votes v where v.request_id = r.id and v.admin_id = $1) as "hasVoted",
          d.ends as "delayEndsAt", coalesce(d.ends <= now(), false) as "isDelayOver",
          (select count(*) from audit.approval_votes v
            join cms.administrators_who_may('${mayVote}') w on w.id = v.admin_id
            where v.request_id = r.id and v.approve) >= r.votes_needed as "isApproved"
        from audit.approvals r
        left join lateral (
          select r.created_at + make_interval(hours => greatest(r.delay_hours, audit.approval_delay())) as ends
          where r.state = 'waiting' and r.delay_hours > 0 and audit.approval_delay() > 0
            and r.voters_existed < r.votes_needed and r.votes_needed > (
              select count(*) from cms.administrators_who_may('${mayVote}') w where w.id is distinct from r.admin_id)
        ) d on true
        where r.id = $2 and ${visible}`,
        [me, id],
      )
    )[0],
    votes: await database.rows<ApprovalVote>(
      `select v.voter, v.approve, v.remark, v.created_at as at, exists (
          select from cms.administrators_who_may('${mayVote}') w where w.id = v.admin_id) as counts
      from audit.approval_votes v where v.request_id = $1 order by v.id`,
      [id],
    ),
  }));
  if (found === undefined) throw new Refusal(404, 'approval.not-found');
  const {
    isMine,
    isOfStudent,
    mayVote: may,
    hasVoted,
    delayEndsAt,
    isDelayOver,
    isApproved,
    ...approval
  } = found;
  const isRequester = isMine || (isOfStudent && may);
  return {
    approval,
    facts: await factsOf(app, approval.action, approval.payload, approval.state),
    votes,
    mine: {
      isMine,
      mayVote: may,
      hasVoted,
      delayEndsAt,
      mayExecute:
        approval.state === 'waiting' && (isApproved ? isMine || may : isDelayOver && isRequester),
    },
  };
}
