import { createHmac } from 'node:crypto';

/** An access token as Strapi's session manager makes them (RFC 7519, HS256), without its login. */
export function accessToken(userId: number, secret: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const content = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({
    userId: String(userId),
    sessionId: `made-${userId}`,
    type: 'access',
    iat: now,
    exp: now + 24 * 60 * 60,
  })}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
