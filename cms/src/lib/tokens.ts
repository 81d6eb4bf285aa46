import { sign, verify } from 'jsonwebtoken';
import { environment } from './environment';

/**
 * What the students' tokens say: JSON Web Tokens (RFC 7519), signed with HS256 and the secret of this
 * school. `access` opens endpoints for ten minutes, `refresh` renews a session once, `device` says that
 * somebody was signed in to an account on this device before.
 */
export interface Claims {
  readonly access: { readonly userId: number; readonly sessionId: number };
  readonly refresh: { readonly sessionId: number; readonly generation: number };
  readonly device: { readonly userId: number; readonly deviceId: string };
}

const minute = 60;
const day = 24 * 60 * minute;

/** Seconds a token is good for; a session may end long before its refresh token does. */
const lifespans: Readonly<Record<keyof Claims, number>> = {
  access: 10 * minute,
  refresh: 30 * day,
  device: 365 * day,
};

export function signToken<Type extends keyof Claims>(type: Type, claims: Claims[Type]): string {
  return sign({ ...claims, type }, environment().jwtSecret, {
    algorithm: 'HS256',
    expiresIn: lifespans[type],
  });
}

const whole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Whether a payload holds what its type promises. */
const sound: { readonly [Type in keyof Claims]: (payload: Record<string, unknown>) => boolean } = {
  access: ({ userId, sessionId }) => whole(userId) && whole(sessionId),
  refresh: ({ sessionId, generation }) => whole(sessionId) && whole(generation),
  device: ({ userId, deviceId }) => whole(userId) && typeof deviceId === 'string',
};

/** The claims of a token of this type, with its end in seconds since 1970; nothing if it is not ours or over. */
export function readToken<Type extends keyof Claims>(
  type: Type,
  token: string,
): (Claims[Type] & { readonly exp: number }) | undefined {
  let payload: unknown;
  try {
    payload = verify(token, environment().jwtSecret, { algorithms: ['HS256'] });
  } catch {
    return undefined;
  }
  if (typeof payload !== 'object' || payload === null) return undefined;
  const claims = payload as Record<string, unknown>;
  if (claims.type !== type || !whole(claims.exp) || !sound[type](claims)) return undefined;
  return payload as Claims[Type] & { readonly exp: number };
}
