import {
  forgotPasswordBody,
  loginBody,
  registerBody,
  resetPasswordBody,
} from '@ourshiksha/contract/account';
import type { APIContext } from 'astro';
import { messages } from '../messages/index.ts';
import * as auth from './auth.ts';
import { Refusal, type Visitor } from './cms.ts';
import { environment } from './environment.ts';
import { check, type FormState, keepTyped, readForm } from './forms.ts';
import { ownPath, paths } from './paths.ts';
import { dropSession, keepSession, refreshTokenOf } from './session.ts';

const text = messages.account.errors;

/** The sentence for each way the cms may refuse, and the field it belongs to. */
const REFUSALS: Readonly<Record<string, { field: string; message: string }>> = {
  'auth.wrong': { field: 'email', message: text.wrong },
  'auth.unconfirmed': { field: 'email', message: text.unconfirmed },
  'auth.blocked': { field: 'email', message: text.blocked },
  'auth.too-many': { field: '', message: text.tooMany },
  'auth.bad-token': { field: '', message: messages.account.resetBadLink },
};

type Fields = Record<string, string>;
type Context = Pick<APIContext, 'request' | 'cookies' | 'locals' | 'redirect'>;

function refused(fields: Fields, error: unknown): FormState {
  if (!(error instanceof Refusal)) throw error;
  const problem = REFUSALS[error.code] ?? { field: '', message: text.refused };
  return { values: keepTyped(fields), problems: [problem] };
}

const checkMail = (email: string, extra = ''): string =>
  `${paths.checkMail}?${new URLSearchParams({ email })}${extra}`;

export async function submitLogin(context: Context): Promise<FormState | Response> {
  const fields = await readForm(context.request);
  const checked = check(
    loginBody,
    { email: fields.email?.trim() ?? '', password: fields.password ?? '' },
    {
      email: text.email,
      password: text.passwordMissing,
    },
  );
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  try {
    const { email, password } = checked.data;
    const tokens = await auth.login({ ...context.locals.visitor, token: null }, email, password);
    keepSession(context.cookies, tokens, environment().secure);
    return context.redirect(ownPath(fields.next, paths.dashboard), 303);
  } catch (error) {
    return refused(fields, error);
  }
}

/** Known and unknown addresses get the same answer, so that nobody can ask who learns here. */
export async function submitRegistration(context: Context): Promise<FormState | Response> {
  const fields = await readForm(context.request);
  const given = {
    name: fields.name ?? '',
    email: fields.email?.trim() ?? '',
    password: fields.password ?? '',
  };
  const checked = check(registerBody, given, text);
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  const { email } = checked.data;
  try {
    await auth.register({ ...context.locals.visitor, token: null }, checked.data);
  } catch (error) {
    const code = error instanceof Refusal ? error.code : '';
    if (code === 'auth.mail-down') return context.redirect(checkMail(email, '&mail=down'), 303);
    if (code !== 'auth.taken') return refused(fields, error);
  }
  return context.redirect(checkMail(email), 303);
}

export async function submitResend(context: Context): Promise<FormState | Response> {
  const fields = await readForm(context.request);
  const checked = check(forgotPasswordBody, { email: fields.email?.trim() ?? '' }, text);
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  try {
    await auth.resendConfirmation({ ...context.locals.visitor, token: null }, checked.data.email);
  } catch (error) {
    const quiet = error instanceof Refusal && error.code !== 'auth.too-many';
    if (!quiet) return refused(fields, error);
  }
  return context.redirect(checkMail(checked.data.email, '&sent=again'), 303);
}

/** A fault in sending is answered like success: it happens for known addresses only. */
export async function submitForgotPassword(context: Context): Promise<FormState | Response> {
  const fields = await readForm(context.request);
  const checked = check(forgotPasswordBody, { email: fields.email?.trim() ?? '' }, text);
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  const { email } = checked.data;
  try {
    await auth.forgotPassword({ ...context.locals.visitor, token: null }, email);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'auth.too-many') return refused(fields, error);
    console.error('forgot password:', error);
  }
  return context.redirect(`${paths.forgotPassword}?${new URLSearchParams({ sent: email })}`, 303);
}

export async function submitResetPassword(context: Context): Promise<FormState | Response> {
  const fields = await readForm(context.request);
  const given = { code: fields.code ?? '', password: fields.password ?? '' };
  const checked = check(resetPasswordBody, given, { ...text, code: messages.account.resetBadLink });
  if (!checked.ok) return { values: keepTyped(fields), problems: checked.problems };
  try {
    const { code, password } = checked.data;
    const tokens = await auth.resetPassword(
      { ...context.locals.visitor, token: null },
      code,
      password,
    );
    keepSession(context.cookies, tokens, environment().secure);
    return context.redirect(paths.dashboard, 303);
  } catch (error) {
    return refused(fields, error);
  }
}

/** The cookies go even when the cms cannot be told; its side of the session then runs out. */
export async function endSession(context: Context): Promise<Response> {
  const { secure } = environment();
  const refreshToken = refreshTokenOf(context.cookies, secure);
  if (refreshToken && context.locals.visitor.token) {
    await auth.logout(context.locals.visitor, refreshToken).catch((error: unknown) => {
      console.error('log out:', error);
    });
  }
  dropSession(context.cookies, secure);
  return context.redirect(paths.catalogue, 303);
}

/** True when the link in the mail confirmed an account just now. */
export async function confirmAccount(visitor: Visitor, token: string | null): Promise<boolean> {
  if (!token || token.length > 200) return false;
  try {
    await auth.confirmEmail({ ...visitor, token: null }, token);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.status !== 429) return false;
    throw error;
  }
}
