import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import type { Account } from '../wire';

/** The users-permissions account behind a student, which may be deleted while the record stays. */
export async function accountOf(app: Core.Strapi, userId: number): Promise<Account> {
  const [account] = await asGuru(app, (database) =>
    database.rows<{ blocked: boolean; sessions: number }>(
      `select coalesce(u.blocked, false) as blocked,
        (select count(*)::integer from activity.sessions s
          where s.user_id = u.id and s.ended_at is null
            and s.created_at > clock_timestamp() - interval '30 days'
            and s.renewed_at > clock_timestamp() - interval '14 days') as sessions
      from cms.up_users u where u.id = $1`,
      [userId],
    ),
  );
  if (account === undefined) return { exists: false, blocked: false, sessions: 0 };
  return { exists: true, ...account };
}
