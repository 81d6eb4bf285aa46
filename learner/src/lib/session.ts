import { createHash } from 'node:crypto';
import { renewSession, type SessionTokens, type SignedIn } from '@ourshiksha/contract/account';
import type { AstroCookies } from 'astro';
import { ask, Refusal, type Visitor } from './cms.ts';

/** All tokens live in cookies that scripts cannot read; the browser never talks to the cms. */
export function cookieNames(secure: boolean): { access: string; refresh: string; device: string } {
  const prefix = secure ? '__Host-' : '';
  return {
    access: `${prefix}os_access`,
    refresh: `${prefix}os_refresh`,
    device: `${prefix}os_device`,
  };
}

/** Seconds since 1970 at which a token ends; 0 where that cannot be read. Not a verification. */
export function expiryOf(token: string): number {
  try {
    const body: unknown = JSON.parse(
      Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'),
    );
    const exp = typeof body === 'object' && body !== null && 'exp' in body ? body.exp : 0;
    return typeof exp === 'number' && Number.isFinite(exp) ? exp : 0;
  } catch {
    return 0;
  }
}

const EARLY = 20;

/** True while the token will outlive the request at hand. */
export function isFresh(token: string, now: number): boolean {
  return expiryOf(token) > now / 1000 + EARLY;
}

/** The device token stays when the session goes: it is there for the next login. */
export function keepSession(
  cookies: AstroCookies,
  tokens: SessionTokens & Partial<Pick<SignedIn, 'device_token'>>,
  secure: boolean,
): void {
  const names = cookieNames(secure);
  const shared = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;
  for (const [name, token] of [
    [names.access, tokens.access_token],
    [names.refresh, tokens.refresh_token],
    [names.device, tokens.device_token],
  ] as const) {
    if (token === undefined) continue;
    const ends = expiryOf(token);
    cookies.set(name, token, ends ? { ...shared, expires: new Date(ends * 1000) } : shared);
  }
}

export function dropSession(cookies: AstroCookies, secure: boolean): void {
  const names = cookieNames(secure);
  for (const name of [names.access, names.refresh]) {
    cookies.delete(name, { path: '/', secure, httpOnly: true, sameSite: 'lax' });
  }
}

export function refreshTokenOf(cookies: AstroCookies, secure: boolean): string | null {
  return cookies.get(cookieNames(secure).refresh)?.value || null;
}

/** Says at a login that somebody was signed in here before; which account's it is says the token. */
export function deviceTokenOf(cookies: AstroCookies, secure: boolean): string | undefined {
  return cookies.get(cookieNames(secure).device)?.value || undefined;
}

/**
 * Renewals that run or just ran, by the token they use up. A page and the pictures it loads may
 * arrive together with the same spent token; they share one renewal instead of racing.
 */
const renewals = new Map<string, Promise<SessionTokens>>();
const REMEMBERED = 10_000;

function renew(visitor: Visitor, token: string): Promise<SessionTokens> {
  const key = createHash('sha256').update(token).digest('base64');
  const running = renewals.get(key);
  if (running) return running;
  const renewal = ask(renewSession, visitor, {}, { refresh_token: token });
  renewals.set(key, renewal);
  const forget = () => renewals.delete(key);
  renewal.then(() => setTimeout(forget, REMEMBERED).unref(), forget);
  return renewal;
}

/** The access token of this visitor, renewed when it is spent; null for a guest. */
export async function accessToken(
  cookies: AstroCookies,
  guest: Visitor,
  secure: boolean,
): Promise<string | null> {
  const access = cookies.get(cookieNames(secure).access)?.value;
  if (access && isFresh(access, Date.now())) return access;
  const spent = refreshTokenOf(cookies, secure);
  if (!spent) return null;
  try {
    const tokens = await renew(guest, spent);
    keepSession(cookies, tokens, secure);
    return tokens.access_token;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.status !== 429) dropSession(cookies, secure);
    return null;
  }
}
