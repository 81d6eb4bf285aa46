import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

const email = z.email().max(254);
const name = z.string().trim().min(1).max(200);

/** Characters; there is no rule on which. The cms also refuses leaked ones and the own name or address. */
export const shortestPassword = 10;
/** Bytes in UTF-8: bcrypt hashes no more, so a longer one is refused instead of silently cut. */
export const longestPassword = 72;

const newPassword = z
  .string()
  .refine((text) => [...text].length >= shortestPassword, `At least ${shortestPassword} characters`)
  .refine(
    (text) => new TextEncoder().encode(text).length <= longestPassword,
    `At most ${longestPassword} bytes`,
  );
/** One that is only compared; older accounts may have shorter ones. */
const password = z.string().min(1).max(200);
/** The secret of a link in a mail, and the signed tokens of a session. */
const linkToken = z.string().min(1).max(200);
const signedToken = z.string().min(1).max(2000);

/**
 * What keeps somebody signed in. The access token opens endpoints for ten minutes; the refresh token is
 * good for one renewal, which brings the next. The device token says that this account was signed in to
 * here before: shown at the next login, it keeps strangers' wrong passwords from shutting the owner out.
 */
export const sessionTokens = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
});
export type SessionTokens = z.infer<typeof sessionTokens>;
const signedIn = sessionTokens.extend({ device_token: z.string().min(1) });
export type SignedIn = z.infer<typeof signedIn>;

/** A login on one device. */
export const accountSession = z.object({
  id: z.number().int(),
  /** The one that asks. */
  current: z.boolean(),
  /** As the browser calls itself. */
  user_agent: z.string(),
  ip_address: z.string(),
  signed_in_at: instant,
  /** Exact to ten minutes. */
  last_used_at: instant,
});
export type AccountSession = z.infer<typeof accountSession>;

const passwordRefusals = ['password.leaked', 'password.own'] as const;

export const register = endpoint({
  method: 'POST',
  path: '/account/register',
  summary: 'Asks for an account. The reply is the same for known addresses; the mail is not.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ name, email, password: newPassword }),
  reply: nothing,
  errors: [...passwordRefusals, 'mail.limited'],
});

export const confirmAccount = endpoint({
  method: 'POST',
  path: '/account/confirm',
  summary:
    'Opens an account with the link that proves its address. The link works once, for a day.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ token: linkToken }),
  reply: nothing,
  errors: ['link.invalid'],
});

export const sendConfirmation = endpoint({
  method: 'POST',
  path: '/account/confirmation-mail',
  summary:
    'Sends the confirming link anew. The reply does not say whether there is such an account.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ email }),
  reply: nothing,
  errors: ['mail.limited'],
});

export const logIn = endpoint({
  method: 'POST',
  path: '/account/login',
  summary: 'Signs in. The device token of an earlier login goes along where there is one.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ email, password, device_token: signedToken.optional() }),
  reply: signedIn,
  errors: ['login.failed', 'login.limited', 'student.not-active'],
});

export const renewSession = endpoint({
  method: 'POST',
  path: '/account/renew',
  summary:
    'New tokens for a refresh token, which is used up by it. Using one twice ends the session.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ refresh_token: signedToken }),
  reply: sessionTokens,
  errors: ['session.expired'],
});

export const logOut = endpoint({
  method: 'POST',
  path: '/account/logout',
  summary: 'Ends the session of a refresh token. One that is over already changes nothing.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ refresh_token: signedToken }),
  reply: nothing,
  errors: [],
});

export const sendReset = endpoint({
  method: 'POST',
  path: '/account/reset-mail',
  summary: 'Sends a link to choose a new password. The reply is the same for unknown addresses.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ email }),
  reply: nothing,
  errors: ['mail.limited'],
});

export const resetPassword = endpoint({
  method: 'POST',
  path: '/account/reset',
  summary: 'A new password by the link in the mail, once, within an hour. All sessions end.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ token: linkToken, password: newPassword }),
  reply: signedIn,
  errors: ['link.invalid', 'student.not-active', ...passwordRefusals],
});

export const getAccount = endpoint({
  method: 'GET',
  path: '/account',
  summary: 'The own account, and where it is signed in.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ name: z.string(), email: z.string(), sessions: z.array(accountSession) }),
  errors: [],
});

export const changeName = endpoint({
  method: 'POST',
  path: '/account/name',
  summary: 'The name on pages and certificates to come.',
  who: 'student',
  params: nothing,
  body: z.strictObject({ name }),
  reply: nothing,
  errors: [],
});

export const changePassword = endpoint({
  method: 'POST',
  path: '/account/password',
  summary: 'A new password for the present one. All other sessions end.',
  who: 'student',
  params: nothing,
  body: z.strictObject({ current_password: password, password: newPassword }),
  reply: nothing,
  errors: ['password.wrong', 'password.limited', ...passwordRefusals],
});

export const changeAddress = endpoint({
  method: 'POST',
  path: '/account/address',
  summary: 'Asks for another e-mail address. It holds once the link sent there is opened.',
  who: 'student',
  params: nothing,
  body: z.strictObject({ email, current_password: password }),
  reply: nothing,
  errors: ['password.wrong', 'password.limited', 'mail.limited'],
});

export const confirmAddress = endpoint({
  method: 'POST',
  path: '/account/confirm-address',
  summary: 'Makes a new address the one of the account, by the link sent to it, once, for a day.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ token: linkToken }),
  reply: nothing,
  errors: ['link.invalid', 'address.taken'],
});

export const undoAddress = endpoint({
  method: 'POST',
  path: '/account/undo-address',
  summary: 'Takes a change of address back, by the link sent to the old one, for seven days.',
  who: 'anyone',
  params: nothing,
  body: z.strictObject({ token: linkToken }),
  reply: nothing,
  errors: ['link.invalid', 'address.taken'],
});

export const endSession = endpoint({
  method: 'POST',
  path: '/account/sessions/:session_id/end',
  summary: 'Ends one of the own sessions, on every instance at once.',
  who: 'student',
  params: z.strictObject({ session_id: id }),
  body: nothing,
  reply: nothing,
  errors: ['session.not-found'],
});

export const endOtherSessions = endpoint({
  method: 'POST',
  path: '/account/sessions/end-others',
  summary: 'Ends all of the own sessions except the one that asks.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: nothing,
  errors: [],
});
