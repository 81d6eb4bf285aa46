import type { Core } from '@strapi/strapi';

/** Strapi's session manager as far as it is used here; its types are not exported. */
interface Sessions {
  validateAccessToken(token: string): {
    isValid: boolean;
    payload: { userId?: string; exp?: number } | null;
  };
}

interface Session {
  readonly userId: number;
  /** Seconds since 1970. */
  readonly expiresAt: number;
}

/** Tokens whose signature was found good, the oldest first. A token never changes its meaning. */
const known = new WeakMap<Core.Strapi, Map<string, Session>>();
const most = 10_000;

/**
 * The users-permissions user of an access token; nothing if it is not ours, forged or over. The
 * signature is checked once for each token: that takes longer than everything else here. Whether the
 * student is still active says the database, at every request.
 */
export function sessionOf(app: Core.Strapi, token: string): number | undefined {
  let sessions = known.get(app);
  if (sessions === undefined) {
    sessions = new Map();
    known.set(app, sessions);
  }
  const session = sessions.get(token) ?? validated(app, token);
  if (session === undefined || session.expiresAt * 1000 <= Date.now()) {
    sessions.delete(token);
    return undefined;
  }
  if (!sessions.has(token)) {
    const [oldest] = sessions.size < most ? [] : sessions.keys();
    if (oldest !== undefined) sessions.delete(oldest);
    sessions.set(token, session);
  }
  return session.userId;
}

function validated(app: Core.Strapi, token: string): Session | undefined {
  const manager = app.sessionManager as unknown as ((origin: string) => Sessions) | undefined;
  if (manager === undefined)
    throw new Error('Strapi has no session manager; jwtManagement must be "refresh".');
  const { isValid, payload } = manager('users-permissions').validateAccessToken(token);
  const userId = Number(payload?.userId);
  const expiresAt = payload?.exp;
  if (!isValid || !Number.isSafeInteger(userId) || expiresAt === undefined) return undefined;
  return { userId, expiresAt };
}
