import type { Core } from '@strapi/strapi';
import { asGuru } from '../../../../lib/guru';
import type { Account } from '../wire';

/** Strapi's session manager as far as it is used here; its types are not exported. */
interface Sessions {
  /** Without a device: on all of them. Whoever holds a refresh token can use it no more. */
  invalidateRefreshToken(userId: string): Promise<void>;
  listSessions(userId: string): Promise<readonly unknown[]>;
}

function sessionsOf(app: Core.Strapi): Sessions {
  const manager = app.sessionManager as unknown as ((origin: string) => Sessions) | undefined;
  if (manager === undefined)
    throw new Error('Strapi has no session manager; jwtManagement must be "refresh".');
  return manager('users-permissions');
}

/** The users-permissions account behind a student, which may be deleted while the record stays. */
export async function accountOf(app: Core.Strapi, userId: number): Promise<Account> {
  const [account] = await asGuru(app, (database) =>
    database.rows<{ blocked: boolean }>(
      'select coalesce(blocked, false) as blocked from cms.up_users where id = $1',
      [userId],
    ),
  );
  if (account === undefined) return { exists: false, blocked: false, sessions: 0 };
  const open = await sessionsOf(app).listSessions(String(userId));
  return { exists: true, blocked: account.blocked, sessions: open.length };
}

export const endSessions = (app: Core.Strapi, userId: number): Promise<void> =>
  sessionsOf(app).invalidateRefreshToken(String(userId));
