import type { Core } from '@strapi/strapi';
import type { Administrator } from '../../../../lib/admin-request';
import { inGuruTransaction } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import type { Account } from '../wire';
import { accountOf } from './account';

/**
 * Suspends a student or lets them in again. The account is blocked, the learner's side follows by the
 * trigger in the same transaction, and from its commit on every statement of theirs sees nobody. All
 * sessions end by another trigger with it, and none comes back to life when they are let in again.
 *
 * @returns the account as it is afterwards, read anew
 * @throws Refusal `student.not-found`, `student.no-account`, `student.is-suspended`, `student.is-active`
 */
export async function setSuspended(
  app: Core.Strapi,
  id: number,
  suspended: boolean,
  actor: Administrator,
  reason: string,
): Promise<Account> {
  const settings = { 'app.admin_id': String(actor.id) };
  const userId = await inGuruTransaction(app, settings, async (database) => {
    const [student] = await database.rows<{ userId: number; status: string; exists: boolean }>(
      `select s.user_id as "userId", s.status, u.id is not null as exists
      from activity.shishya_users s left join cms.up_users u on u.id = s.user_id
      where s.id = $1`,
      [id],
    );
    if (student === undefined) throw new Refusal(404, 'student.not-found');
    if (!student.exists) throw new Refusal(409, 'student.no-account');
    if ((student.status === 'suspended') === suspended)
      throw new Refusal(409, suspended ? 'student.is-suspended' : 'student.is-active');
    await database.change(
      'update cms.up_users set blocked = $2, updated_at = clock_timestamp() where id = $1',
      [student.userId, suspended],
    );
    await database.rows('select activity.note_suspension($1, $2, $3)', [id, actor.name, reason]);
    return student.userId;
  });
  return accountOf(app, userId);
}
