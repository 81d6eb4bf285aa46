import { z } from 'zod';
import { CmsUnreachable, fetchCms, postJson, Refusal, type Visitor } from './cms.ts';

/**
 * The users-permissions endpoints. They are Strapi's own, so their refusals carry a sentence
 * instead of a code; the sentences that matter are turned into codes here, once.
 */
const strapiError = z.object({ error: z.object({ message: z.string() }) });
const ownError = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export const tokens = z.object({ jwt: z.string().min(1), refreshToken: z.string().min(1) });
export type Tokens = z.infer<typeof tokens>;

const CODES: readonly (readonly [RegExp, string])[] = [
  [/invalid identifier or password/i, 'auth.wrong'],
  [/not confirmed/i, 'auth.unconfirmed'],
  [/blocked/i, 'auth.blocked'],
  [/already taken/i, 'auth.taken'],
  [/error sending/i, 'auth.mail-down'],
  [/already confirmed/i, 'auth.confirmed'],
  [/invalid token/i, 'auth.bad-token'],
  [/incorrect code/i, 'auth.bad-token'],
];

export function authCode(status: number, message: string): string {
  if (status === 429) return 'auth.too-many';
  return CODES.find(([pattern]) => pattern.test(message))?.[1] ?? 'auth.refused';
}

async function accepted(response: Response): Promise<unknown> {
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return body;
  const own = ownError.safeParse(body);
  const strapi = strapiError.safeParse(body);
  const message = strapi.success ? strapi.data.error.message : response.statusText;
  const known = authCode(response.status, message);
  if (response.status >= 500 && known === 'auth.refused') {
    throw new CmsUnreachable(`The cms answered ${response.status} to ${response.url}`);
  }
  const code = known === 'auth.refused' && own.success ? own.data.error.code : known;
  throw new Refusal(response.status, code, message);
}

function tokensOf(body: unknown): Tokens {
  const parsed = tokens.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new CmsUnreachable('The cms sent no pair of tokens');
}

export async function login(visitor: Visitor, email: string, password: string): Promise<Tokens> {
  const body = { identifier: email, password };
  return tokensOf(await accepted(await postJson('/api/auth/local', visitor, body)));
}

export async function register(
  visitor: Visitor,
  account: { name: string; email: string; password: string },
): Promise<void> {
  const body = { username: account.email, ...account };
  await accepted(await postJson('/api/auth/local/register', visitor, body));
}

/** Strapi answers with a redirect to its own setting; that it does is all we need to know. */
export async function confirmEmail(visitor: Visitor, token: string): Promise<void> {
  const query = new URLSearchParams({ confirmation: token });
  const response = await fetchCms(`/api/auth/email-confirmation?${query}`, visitor);
  if (response.status >= 300 && response.status < 400) return;
  await accepted(response);
}

export async function resendConfirmation(visitor: Visitor, email: string): Promise<void> {
  await accepted(await postJson('/api/auth/send-email-confirmation', visitor, { email }));
}

export async function forgotPassword(visitor: Visitor, email: string): Promise<void> {
  await accepted(await postJson('/api/auth/forgot-password', visitor, { email }));
}

export async function resetPassword(
  visitor: Visitor,
  code: string,
  password: string,
): Promise<Tokens> {
  const body = { code, password, passwordConfirmation: password };
  return tokensOf(await accepted(await postJson('/api/auth/reset-password', visitor, body)));
}

export async function refresh(visitor: Visitor, refreshToken: string): Promise<Tokens> {
  return tokensOf(await accepted(await postJson('/api/auth/refresh', visitor, { refreshToken })));
}

export async function logout(visitor: Visitor, refreshToken: string): Promise<void> {
  await accepted(await postJson('/api/auth/logout', visitor, { refreshToken }));
}
