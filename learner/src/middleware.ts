import type { APIContext, MiddlewareNext } from 'astro';
import { addressOf } from './lib/address.ts';
import { followCourses } from './lib/courses.ts';
import { environment } from './lib/environment.ts';
import { failureFor, loginAddress, needsAccount } from './lib/failures.ts';
import { guestPage, keyOf } from './lib/guest-pages.ts';
import { isForeign } from './lib/origin.ts';
import { isPreview, isShownRecord } from './lib/paths.ts';
import { accessToken, dropSession } from './lib/session.ts';

const FIXED_HEADERS: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
};

/**
 * Some addresses open what they name: a preview its draft, a certificate's link what stands on it.
 * They are told to no other site, found by no search engine and kept nowhere, so that a revocation is
 * seen with the next look.
 */
function hide(response: Response, hasForms: boolean): void {
  // Under “no-referrer” browsers also hide where a form comes from, and we refuse such forms.
  response.headers.set('Referrer-Policy', hasForms ? 'same-origin' : 'no-referrer');
  response.headers.set('X-Robots-Tag', 'noindex, nofollow');
  response.headers.set('Cache-Control', 'private, no-store');
}

function seal(response: Response, signedIn: boolean, secure: boolean): Response {
  for (const [name, value] of Object.entries(FIXED_HEADERS)) {
    if (!response.headers.has(name)) response.headers.set(name, value);
  }
  if (secure) response.headers.set('Strict-Transport-Security', 'max-age=31536000');
  if (!response.headers.has('Content-Security-Policy')) {
    response.headers.set('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
  }
  if (!response.headers.has('Cache-Control')) {
    response.headers.set('Cache-Control', signedIn ? 'private, no-store' : 'private, no-cache');
  }
  response.headers.append('Vary', 'Cookie');
  if (response.headers.get('Content-Type') === 'text/html') {
    response.headers.set('Content-Type', 'text/html; charset=utf-8');
  }
  return response;
}

/** Bytes; more than any form of ours without files. */
const LARGEST_FORM = 256 * 1024;
const TAKES_FILES = /^\/learn\/\d+\/projects\/\d+\/files$/;

/** A body that is too large, or does not say how large it is, where no files are taken. */
function isTooLarge({ request, url }: APIContext): boolean {
  if (request.body === null || TAKES_FILES.test(url.pathname)) return false;
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return !(length <= LARGEST_FORM);
}

/** Answers with another page of ours, asked for anew: the form's body was read already. */
function page(context: APIContext, path: string): Promise<Response> {
  return context.rewrite(
    new Request(new URL(path, context.url), { headers: context.request.headers }),
  );
}

/** Whether the page may be one that all guests share. */
const isGuestPage = ({ request, url, locals }: APIContext): boolean =>
  request.method === 'GET' && url.search === '' && locals.visitor.token === null;

async function answer(context: APIContext, next: MiddlewareNext): Promise<Response> {
  const { cookies, locals, request, url } = context;
  const { publicUrl, secure, trustProxy } = environment();
  const address = addressOf(request.headers, context.clientAddress, trustProxy);
  // As long as the cms keeps of it.
  const userAgent = (request.headers.get('user-agent') ?? '').slice(0, 300);
  const guest = { address, userAgent, token: null };
  locals.visitor = guest;
  locals.known = true;
  const theme = cookies.get('theme')?.value;
  locals.theme = theme === 'dark' || theme === 'light' ? theme : null;

  if (isForeign(request, publicUrl)) return page(context, '/403');
  try {
    locals.visitor = { ...guest, token: await accessToken(cookies, guest, secure) };
    if (needsAccount(url.pathname) && !locals.visitor.token) {
      return context.redirect(loginAddress(request.method, url.pathname + url.search), 303);
    }
    const key = isGuestPage(context) ? await keyOf(url.pathname, locals.theme) : null;
    return key ? await guestPage(key, request, next) : await next();
  } catch (error) {
    const failure = failureFor(error, url.pathname);
    if (!failure || (failure.kind === 'page' && failure.path === '/503')) console.error(error);
    if (!failure) return page(context, '/500');
    if (failure.kind === 'page') return page(context, failure.path);
    if (failure.kind === 'redirect') return context.redirect(failure.to, 303);
    dropSession(cookies, secure);
    return context.redirect(loginAddress(request.method, url.pathname + url.search), 303);
  }
}

export async function onRequest(context: APIContext, next: MiddlewareNext): Promise<Response> {
  // A rewrite to an error page comes through here again; its visitor is known already.
  if (context.locals.known) return next();
  followCourses();
  // The health check must not depend on anything but this process.
  if (context.url.pathname === '/health') return seal(await next(), false, environment().secure);
  if (isTooLarge(context))
    return seal(new Response(null, { status: 413 }), false, environment().secure);
  const { pathname } = context.url;
  const response = await answer(context, next);
  // A preview's own pages have no forms, but those that take the place of one have the site's.
  if (isPreview(pathname)) hide(response, !response.ok);
  if (isShownRecord(pathname)) hide(response, true);
  return seal(response, context.locals.visitor.token !== null, environment().secure);
}
