import {
  changeAddress,
  changeName,
  changePassword,
  endOtherSessions,
  endSession,
} from '@ourshiksha/contract/account';
import type { APIContext } from 'astro';
import { submit } from './accounts.ts';
import { ask, Refusal } from './cms.ts';
import { type FormState, readForm } from './forms.ts';
import { idOf, paths } from './paths.ts';

/** What a student changes about the own account. Each form comes back to its page and says that it was done. */
type Context = Pick<APIContext, 'request' | 'cookies' | 'locals' | 'redirect'>;

export const submitName = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    changeName,
    ({ name = '' }) => ({ name }),
    () => context.redirect(`${paths.account}?done`, 303),
  );

export const submitAddress = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    changeAddress,
    ({ email = '', current_password = '' }) => ({ email: email.trim(), current_password }),
    (_, { email = '' }) =>
      context.redirect(
        `${paths.accountAddress}?${new URLSearchParams({ sent: email.trim() })}`,
        303,
      ),
  );

export const submitPassword = (context: Context): Promise<FormState | Response> =>
  submit(
    context,
    changePassword,
    ({ password = '', current_password = '' }) => ({ password, current_password }),
    () => context.redirect(`${paths.accountPassword}?done`, 303),
  );

/** One session where the form names one, else all but this. One that is over already is as good as ended. */
export async function submitEnding({ request, locals, redirect }: Context): Promise<Response> {
  const { session } = await readForm(request);
  if (session === undefined) {
    await ask(endOtherSessions, locals.visitor);
  } else {
    const session_id = idOf(session);
    if (session_id === null) throw new Refusal(404, 'session.not-found', '');
    await ask(endSession, locals.visitor, { session_id }).catch((error: unknown) => {
      if (!(error instanceof Refusal && error.code === 'session.not-found')) throw error;
    });
  }
  return redirect(`${paths.accountSessions}?done`, 303);
}
