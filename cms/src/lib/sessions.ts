import { readToken } from './tokens';

/** What an access token says: which account, in which of its sessions. */
export interface Session {
  /** The users-permissions user. */
  readonly userId: number;
  readonly sessionId: number;
}

/** Tokens whose signature was found good, the oldest first. A token never changes its meaning. */
const known = new Map<string, Session & { readonly exp: number }>();
const most = 10_000;

/**
 * The session of an access token; nothing if it is not ours, forged or over. The signature is checked
 * once for each token: that takes longer than everything else here. Whether the student is still active
 * and the session not ended says the database, at every request.
 */
export function sessionOf(token: string): Session | undefined {
  const session = known.get(token) ?? readToken('access', token);
  if (session === undefined || session.exp * 1000 <= Date.now()) {
    known.delete(token);
    return undefined;
  }
  if (!known.has(token)) {
    const [oldest] = known.size < most ? [] : known.keys();
    if (oldest !== undefined) known.delete(oldest);
    known.set(token, session);
  }
  return session;
}
