import { randomUUID } from 'node:crypto';
import type * as contract from '@ourshiksha/contract/account';
import { noteIn } from '../../lib/audit';
import { asGuru, type GuruDatabase } from '../../lib/guru';
import { Refusal } from '../../lib/refusal';
import type { Visitor } from '../../lib/students';
import { readToken, signToken } from '../../lib/tokens';
import type { AccountRequest } from './account-route';
import { accountByAddress, lockedAccount } from './accounts';
import { normalAddress } from './address';
import { admit, forgive, onAccount, onDevice, onNetwork } from './limits';
import { logTag } from './log-tag';
import { isPassword } from './passwords';

/** Makes a session in a transaction, and the tokens that stand for it. */
export async function openSession(
  database: GuruDatabase,
  { ipAddress, userAgent }: Visitor,
  userId: number,
  deviceId: string = randomUUID(),
): Promise<contract.SignedIn> {
  // From here on the log knows who acts.
  await database.rows('select activity.acting($1, $2, $3)', [userId, ipAddress, userAgent]);
  const [made] = await database.rows<{ id: number }>(
    'select activity.open_session($1, $2, $3) as id',
    [userId, ipAddress, userAgent],
  );
  const sessionId = made?.id ?? 0;
  await noteIn(database, {
    action: 'login.succeeded',
    subject: 'activity.sessions',
    subjectId: sessionId,
    details: { user_id: userId },
  });
  return {
    ...tokensOf(userId, sessionId, 1),
    device_token: signToken('device', { userId, deviceId }),
  };
}

const tokensOf = (
  userId: number,
  sessionId: number,
  generation: number,
): contract.SessionTokens => ({
  access_token: signToken('access', { userId, sessionId }),
  refresh_token: signToken('refresh', { sessionId, generation }),
});

/**
 * Unknown, unconfirmed and suspended accounts and wrong passwords take the same way and the same time,
 * a comparison of bcrypt, and get the same reply. That a right password belongs to a suspended account
 * is said: who has the password knows of the account. That it belongs to an unconfirmed one is not:
 * whoever registers an address of others would learn by it whether they have an account.
 */
export async function logIn({
  body,
  visitor,
  transaction,
}: AccountRequest<typeof contract.logIn>): Promise<contract.SignedIn> {
  const address = normalAddress(body.email);
  const account = await asGuru(strapi, (database) => accountByAddress(database, address));
  const device = body.device_token ? readToken('device', body.device_token) : undefined;
  const deviceId = device && device.userId === account?.id ? device.deviceId : undefined;
  const own = deviceId === undefined ? onAccount(address) : onDevice(deviceId);
  const network = onNetwork(visitor.ipAddress);
  const noteFailure = (action: string, why?: string) =>
    transaction((database) =>
      noteIn(database, {
        action,
        subject: 'cms.up_users',
        subjectId: account?.id,
        details: { account: logTag(address), ...(why === undefined ? {} : { why }) },
      }),
    );

  await admit(strapi, 'login.limited', [own, network], () => noteFailure('login.limited'));
  const isRight = await isPassword(strapi, body.password, account?.password ?? null);
  if (account === undefined || !isRight || !account.confirmed) {
    const why =
      account === undefined ? 'no account' : account.confirmed ? 'wrong password' : 'not confirmed';
    await noteFailure('login.failed', why);
    throw new Refusal(401, 'login.failed');
  }
  if (account.blocked) {
    await noteFailure('login.failed', 'suspended');
    throw new Refusal(403, 'student.not-active');
  }
  const signedIn = await transaction(async (database) => {
    const now = await lockedAccount(database, account.id);
    // Changed or blocked while the password was compared.
    if (now.password !== account.password || now.blocked) throw new Refusal(401, 'login.failed');
    return openSession(database, visitor, account.id, deviceId);
  });
  await forgive(strapi, { clear: [own], keep: [network] });
  return signedIn;
}

export async function renewSession({
  body,
  visitor: { ipAddress, userAgent },
}: AccountRequest<typeof contract.renewSession>): Promise<contract.SessionTokens> {
  const claims = readToken('refresh', body.refresh_token);
  if (claims === undefined) throw new Refusal(401, 'session.expired');
  const [renewed] = await asGuru(strapi, (database) =>
    database.rows<{ user_id: number | null; generation: number }>(
      'select user_id, generation from activity.renew_session($1, $2, $3, $4)',
      [claims.sessionId, claims.generation, ipAddress, userAgent],
    ),
  );
  if (!renewed?.user_id) throw new Refusal(401, 'session.expired');
  return tokensOf(renewed.user_id, claims.sessionId, renewed.generation);
}

export async function logOut({
  body,
  visitor: { ipAddress, userAgent },
  transaction,
}: AccountRequest<typeof contract.logOut>): Promise<Record<string, never>> {
  const claims = readToken('refresh', body.refresh_token);
  if (claims !== undefined) {
    await transaction((database) =>
      database.rows(
        `select activity.acting(s.user_id, $2, $3), activity.end_sessions(s.user_id, s.id, null, 'logout')
        from activity.sessions s where s.id = $1`,
        [claims.sessionId, ipAddress, userAgent],
      ),
    );
  }
  return {};
}
