import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { note, noteCounted } from '../lib/audit';
import { type Answered, eventOf } from '../lib/request-events';

/**
 * Tells the log of sign-ins of administrators and of whatever was refused, with what was answered in
 * the end. Nobody is let in without a line: where it cannot be written the answer is 503.
 */
export default (_: unknown, { strapi }: { strapi: Core.Strapi }) =>
  async (context: Context, next: Next): Promise<void> => {
    await next();
    const told = eventOf(answeredIn(context));
    if (told === undefined) return;
    if (!told.isAwaited) {
      noteCounted(strapi, told.event, told.lines);
      return;
    }
    try {
      await note(strapi, told.event);
    } catch (error) {
      strapi.log.error(`The audit log did not get “${told.event.action}”: ${String(error)}`);
      context.remove('Set-Cookie');
      context.status = 503;
      context.body = { data: null, error: { status: 503, name: 'ServiceUnavailableError' } };
    }
  };

interface Known {
  readonly state: {
    readonly route?: { readonly info?: { readonly type?: string } };
    readonly user?: { readonly id?: unknown };
  };
  /** Of koa's router: the path with its parameters' names. */
  readonly _matchedRoute?: string | RegExp;
}
interface Body {
  readonly error?: { readonly code?: string; readonly name?: string };
  readonly data?: { readonly user?: { readonly id?: unknown } };
}

function answeredIn(context: Context): Answered {
  const { state, _matchedRoute: path } = context as unknown as Known;
  const isJson = typeof context.body === 'object' && context.body !== null;
  const { error, data } = (isJson ? context.body : {}) as Body;
  const isAdmin = state.route?.info?.type === 'admin';
  const given = context.request.body as { readonly email?: unknown } | undefined;
  return {
    method: context.method,
    path: typeof path === 'string' && state.route !== undefined ? path : undefined,
    side: isAdmin ? 'admin' : 'content-api',
    status: context.status,
    code: error?.code ?? error?.name,
    hasCredentials: context.get('authorization') !== '',
    email: given?.email,
    adminId: String(state.user?.id ?? data?.user?.id ?? ''),
  };
}
