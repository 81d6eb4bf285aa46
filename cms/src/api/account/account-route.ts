import type { Endpoint } from '@ourshiksha/contract/endpoint';
import type { z } from 'zod';
import { type GuruDatabase, inGuruTransaction } from '../../lib/guru';
import { Refusal } from '../../lib/refusal';
import { answer, type Request, type Route, requested, visitorOf } from '../../lib/route';
import { asStudent, type Visitor } from '../../lib/students';
import { studentsPool } from '../../lib/students-pool';

/** What the work on an account gets: the parsed request, and who asks from where. */
export interface AccountRequest<E extends Endpoint> extends Pick<Request<E>, 'params' | 'body'> {
  readonly visitor: Visitor;
  /** One transaction on Strapi's tables and the referee's functions, whose lines in the log name the visitor. */
  transaction<Result>(work: (database: GuruDatabase) => Promise<Result>): Promise<Result>;
}

/**
 * An endpoint of the contract that works on Strapi's accounts, which the students' role cannot see. It
 * is no transaction as a whole: comparing a password takes long, and no connection waits for that.
 */
export function accountRoute<E extends Endpoint>(
  endpoint: E,
  handle: (request: AccountRequest<E>) => Promise<z.input<E['reply']>>,
): Route {
  return {
    method: endpoint.method,
    path: endpoint.path,
    config: { auth: false },
    handler: async (context) => {
      await answer(context, async () => {
        const { params, body } = requested(endpoint, context);
        const visitor = visitorOf(context, endpoint.who);
        if (endpoint.who === 'student') await refuseEnded(visitor);
        const transaction: AccountRequest<E>['transaction'] = (work) =>
          inGuruTransaction(strapi, actingAs(visitor), work);
        return endpoint.reply.parse(await handle({ params, body, visitor, transaction }));
      });
    },
  };
}

export const actingAs = (visitor: Visitor): Record<string, string> => ({
  'app.user_id': String(visitor.userId ?? ''),
  'app.session_id': String(visitor.sessionId ?? ''),
  'app.ip_address': visitor.ipAddress,
  'app.user_agent': visitor.userAgent.slice(0, 300),
});

const refuseEnded = (visitor: Visitor): Promise<void> =>
  asStudent(studentsPool(strapi), visitor, 'read', async ({ studentId }) => {
    if (studentId === null) throw new Refusal(403, 'student.not-active');
  });
