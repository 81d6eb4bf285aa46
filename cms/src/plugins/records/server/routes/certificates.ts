import type { Context } from 'koa';
import { z } from 'zod';
import { actorOf, adminOnly, sent } from '../../../../lib/admin-request';
import { asGuru } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { answer } from '../../../../lib/route';
import { requestApproval } from '../../../approvals/server/index';
import { mayRequest } from '../../../approvals/server/permissions';

const body = z.strictObject({
  publicReason: z.string().trim().min(3).max(500),
  reason: z.string().trim().min(10).max(2000),
});

/**
 * `POST /records/certificates/:number/revoke` with `{ publicReason, reason }` → Asked. Whoever looks
 * the certificate up will read the public reason; the other is for those who decide.
 */
const revoke = {
  method: 'POST',
  path: '/certificates/:number/revoke',
  handler: (context: Context) =>
    answer(context, async () => {
      const { publicReason, reason } = sent(body, context.request.body);
      const number = String(context.params.number);
      const [known] = await asGuru(strapi, (database) =>
        database.rows<{ isValid: boolean }>(
          'select is_valid as "isValid" from activity.certificate_register where certificate_number = $1',
          [number],
        ),
      );
      if (known === undefined) throw new Refusal(404, 'certificate.not-found');
      if (!known.isValid) throw new Refusal(409, 'certificate.revoked');
      return {
        approval: await requestApproval(strapi, {
          action: 'certificate.revoke',
          payload: { number, public_reason: publicReason },
          reason,
          actor: actorOf(context),
        }),
      };
    }),
  config: adminOnly(mayRequest),
};

export const certificatesRoutes = [revoke];
