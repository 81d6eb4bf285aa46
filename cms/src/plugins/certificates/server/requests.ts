import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../lib/admin-request';
import { asGuru } from '../../../lib/guru';
import { Refusal } from '../../../lib/refusal';
import { requestApproval } from '../../approvals/server/index';
import type { Asked } from '../../approvals/server/wire';

export interface Wish {
  readonly number: string;
  /** Of a revocation on the page of the certificate; of a correction on the marksheet; of a reissue in the request alone. */
  readonly publicReason: string;
  /** For those who decide. */
  readonly reason: string;
}

/** A certificate as far as asking for something needs it. */
interface Known {
  readonly isRevoked: boolean;
  readonly isReplaced: boolean;
  /** Its student was: nothing is issued or corrected any more. */
  readonly isErased: boolean;
  /** What binds a vote to the name the student has now, without keeping it: approvals outlive an erasure. */
  readonly nameSha256: string;
}

async function known(app: Core.Strapi, number: string): Promise<Known> {
  const [found] = await asGuru(app, (database) =>
    database.rows<Known>(
      `select c.revoked_at is not null as "isRevoked", c.replaced_by is not null as "isReplaced",
        s.erased_at is not null as "isErased",
        encode(sha256(convert_to(c.certificate_number || ' ' || s.name, 'UTF8')), 'hex') as "nameSha256"
      from activity.certificate_register c
      join activity.shishya_users s on s.id = c.shishya_user_id
      where c.certificate_number = $1`,
      [number],
    ),
  );
  if (found === undefined) throw new Refusal(404, 'certificate.not-found');
  return found;
}

/**
 * Asks two others to revoke a certificate.
 *
 * @throws Refusal `certificate.not-found`, `certificate.revoked`, and those of `requestApproval`
 */
export async function askToRevoke(
  app: Core.Strapi,
  actor: Administrator,
  { number, publicReason, reason }: Wish,
): Promise<Asked> {
  if ((await known(app, number)).isRevoked) throw new Refusal(409, 'certificate.revoked');
  const payload = { number, public_reason: publicReason };
  return {
    approval: await requestApproval(app, { action: 'certificate.revoke', payload, reason, actor }),
  };
}

/**
 * Asks two others to issue a certificate anew, under another number; the old one is then shown as
 * replaced. One that was revoked may get a successor, too: there is no other way back.
 *
 * @param withNameOfToday whether it bears the student's name as it is now, not the one on the old one
 * @throws Refusal `certificate.not-found`, `certificate.student-erased`, `certificate.replaced`,
 *   `certificate.not-eligible` where today's record is less than the certificate asks for, and those of `requestApproval`
 */
export async function askToReissue(
  app: Core.Strapi,
  actor: Administrator,
  { number, publicReason, reason }: Wish,
  withNameOfToday: boolean,
): Promise<Asked> {
  const { isErased, isReplaced, nameSha256 } = await known(app, number);
  if (isErased) throw new Refusal(409, 'certificate.student-erased');
  if (isReplaced) throw new Refusal(409, 'certificate.replaced');
  const [stand] = await asGuru(app, (database) =>
    database.rows<{ isEarned: boolean }>(
      'select is_earned as "isEarned" from activity.certificate_stand($1)',
      [number],
    ),
  );
  if (stand?.isEarned === false) throw new Refusal(409, 'certificate.not-eligible');
  const payload = {
    number,
    reason: publicReason,
    ...(withNameOfToday ? { name_sha256: nameSha256 } : {}),
  };
  return {
    approval: await requestApproval(app, { action: 'certificate.reissue', payload, reason, actor }),
  };
}

/**
 * Asks two others to compute a marksheet anew from today's record, as a further revision.
 *
 * @throws Refusal `certificate.not-found`, `certificate.student-erased`, `marksheet.unchanged`, and those of `requestApproval`
 */
export async function askToCorrectMarksheet(
  app: Core.Strapi,
  actor: Administrator,
  { number, publicReason, reason }: Wish,
): Promise<Asked> {
  if ((await known(app, number)).isErased) throw new Refusal(409, 'certificate.student-erased');
  const [found] = await asGuru(app, (database) =>
    database.rows<{ differs: boolean | null }>('select activity.marksheet_differs($1) as differs', [
      number,
    ]),
  );
  if (found?.differs === false) throw new Refusal(409, 'marksheet.unchanged');
  const payload = { number, reason: publicReason };
  return {
    approval: await requestApproval(app, { action: 'marksheet.correct', payload, reason, actor }),
  };
}
