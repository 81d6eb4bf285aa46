import {
  confirmAccount,
  confirmAddress,
  logIn,
  logOut,
  register,
  resetPassword,
  sendConfirmation,
  sendReset,
  undoAddress,
} from '@ourshiksha/contract/account';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import type { APIContext } from 'astro';
import type { z } from 'zod';
import { messages } from '../messages/index.ts';
import { ask, Refusal } from './cms.ts';
import { environment } from './environment.ts';
import { type Checked, check, type FormState, keepTyped, type Problem, readForm } from './forms.ts';
import { ownPath, paths } from './paths.ts';
import { deviceTokenOf, dropSession, keepSession, refreshTokenOf } from './session.ts';

const text = messages.account.errors;

/** The sentence for each way the cms may refuse, and the field it belongs to. */
const REFUSALS: Readonly<Record<string, Problem>> = {
  'login.failed': { field: 'email', message: text.wrong },
  'login.limited': { field: '', message: text.limited },
  'student.not-active': { field: 'email', message: text.blocked },
  'mail.limited': { field: 'email', message: text.mailLimited },
  'link.invalid': { field: '', message: messages.account.badLink },
  'address.taken': { field: '', message: text.taken },
  'password.leaked': { field: 'password', message: text.leaked },
  'password.own': { field: 'password', message: text.own },
  'password.wrong': { field: 'current_password', message: text.currentWrong },
  'password.limited': { field: 'current_password', message: text.currentLimited },
};

export type Fields = Readonly<Record<string, string>>;
type Context = Pick<APIContext, 'request' | 'cookies' | 'locals' | 'redirect'>;

/** The form again, with what was typed and the sentence for this refusal; other errors are thrown on. */
export function refused(fields: Fields, error: unknown): FormState {
  if (!(error instanceof Refusal)) throw error;
  const problem = REFUSALS[error.code] ?? { field: '', message: text.refused };
  return { values: keepTyped(fields), problems: [problem] };
}

/** A form whose fields are those of an endpoint's body: sent there, or shown again with its problems. */
export async function submit<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  { request, locals }: Context,
  endpoint: Endpoint<P, B, R>,
  given: (fields: Fields) => Fields,
  done: (reply: z.output<R>, fields: Fields) => Response,
  sentences: Fields = text,
): Promise<FormState | Response> {
  const fields = await readForm(request);
  const checked: Checked<z.output<B>> = check(endpoint.body, given(fields), sentences);
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  const visitor = endpoint.who === 'anyone' ? { ...locals.visitor, token: null } : locals.visitor;
  try {
    return done(await ask(endpoint, visitor, {}, checked.data), fields);
  } catch (error) {
    return refused(fields, error);
  }
}

const trimmed = (value: string | undefined): string => value?.trim() ?? '';

const checkMail = (email: string, extra = ''): string =>
  `${paths.checkMail}?${new URLSearchParams({ email })}${extra}`;

export function submitLogin(context: Context): Promise<FormState | Response> {
  const { secure } = environment();
  const device_token = deviceTokenOf(context.cookies, secure);
  return submit(
    context,
    logIn,
    ({ email, password = '' }) => ({
      email: trimmed(email),
      password,
      ...(device_token === undefined ? {} : { device_token }),
    }),
    (tokens, { next }) => {
      keepSession(context.cookies, tokens, secure);
      return context.redirect(ownPath(next, paths.dashboard), 303);
    },
    { ...text, password: text.passwordMissing },
  );
}

export const submitRegistration = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    register,
    ({ name = '', email, password = '' }) => ({ name, email: trimmed(email), password }),
    (_, { email }) => context.redirect(checkMail(trimmed(email)), 303),
  );

export const submitResend = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    sendConfirmation,
    ({ email }) => ({ email: trimmed(email) }),
    (_, { email }) => context.redirect(checkMail(trimmed(email), '&sent=again'), 303),
  );

export const submitForgotPassword = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    sendReset,
    ({ email }) => ({ email: trimmed(email) }),
    (_, { email }) => {
      const sent = new URLSearchParams({ sent: trimmed(email) });
      return context.redirect(`${paths.forgotPassword}?${sent}`, 303);
    },
  );

export const submitResetPassword = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    resetPassword,
    ({ token = '', password = '' }) => ({ token, password }),
    (tokens) => {
      keepSession(context.cookies, tokens, environment().secure);
      return context.redirect(paths.dashboard, 303);
    },
  );

/** Where the link in a mail stands: it asks first, and its page's button does it. */
export interface MailLink {
  readonly outcome: 'ask' | 'done' | 'failed' | 'taken';
  readonly token: string;
}

const LINKS = { confirm: confirmAccount, change: confirmAddress, undo: undoAddress } as const;

/**
 * The page a link in a mail leads to only asks; the button does it. Programs that look into mails open
 * their links, and would confirm an address in its owner's place.
 */
export async function followLink(
  { request, locals, url }: Context & Pick<APIContext, 'url'>,
  kind: keyof typeof LINKS,
): Promise<MailLink> {
  if (request.method !== 'POST') {
    const token = url.searchParams.get('token') ?? '';
    return { outcome: token ? 'ask' : 'failed', token };
  }
  const { token = '' } = await readForm(request);
  try {
    await ask(LINKS[kind], { ...locals.visitor, token: null }, {}, { token });
    return { outcome: 'done', token };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { outcome: error.code === 'address.taken' ? 'taken' : 'failed', token };
  }
}

/** The cookies go even when the cms cannot be told; its side of the session then runs out. */
export async function endSession(context: Context): Promise<Response> {
  const { secure } = environment();
  const refresh_token = refreshTokenOf(context.cookies, secure);
  if (refresh_token) {
    const guest = { ...context.locals.visitor, token: null };
    await ask(logOut, guest, {}, { refresh_token }).catch((error: unknown) => {
      console.error('log out:', error);
    });
  }
  dropSession(context.cookies, secure);
  return context.redirect(paths.catalogue, 303);
}
