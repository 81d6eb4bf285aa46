import { createHmac } from 'node:crypto';

/** An access token as the cms makes them (RFC 7519, HS256), without a login. */
function accessToken(userId: number, sessionId: number, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    userId,
    sessionId,
    type: 'access',
    iat: now,
    exp: now + 24 * 60 * 60,
  })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}

type Query = <Row>(text: string, values?: unknown[]) => Promise<Row[]>;

/** By user: the access token of a session made for each. `query` runs as the database's administrator. */
export async function signedInTokens(
  query: Query,
  userIds: readonly number[],
  secret: string,
): Promise<ReadonlyMap<number, string>> {
  const rows = await query<{ id: number; user_id: number }>(
    `insert into activity.sessions (user_id, ip_address, user_agent)
    select n, '127.0.0.1', 'a test' from unnest($1::integer[]) n returning id, user_id`,
    [userIds],
  );
  return new Map(rows.map(({ id, user_id }) => [user_id, accessToken(user_id, id, secret)]));
}
