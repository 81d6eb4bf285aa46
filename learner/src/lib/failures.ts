import { CmsUnreachable, Refusal } from './cms.ts';
import { isPreview, paths } from './paths.ts';

type ErrorPath = '/403' | '/404' | '/429' | '/503' | '/closed' | '/damaged-file';

/** What a page that could not be made turns into. */
export type Failure =
  | { readonly kind: 'page'; readonly path: ErrorPath | `/preview/problem/${PreviewProblem}` }
  | { readonly kind: 'login' }
  | { readonly kind: 'redirect'; readonly to: string };

/** Null for faults of our own, which are recorded and shown as "something broke". */
export function failureFor(error: unknown, path: string): Failure | null {
  if (error instanceof CmsUnreachable) return { kind: 'page', path: '/503' };
  if (!(error instanceof Refusal)) return null;
  const inPreview = isPreview(path) ? previewFailure(error) : null;
  if (inPreview) return inPreview;
  if (error.status === 401) return { kind: 'login' };
  if (error.code === 'certificate.file-altered') return { kind: 'page', path: '/damaged-file' };
  if (error.code === 'course.closed') return { kind: 'page', path: '/closed' };
  if (error.status === 403) return { kind: 'page', path: '/403' };
  if (error.status === 429) return { kind: 'page', path: '/429' };
  if (error.code === 'enrollment.not-found') {
    const course = /^\/learn\/(\d+)/.exec(path)?.[1];
    return course ? { kind: 'redirect', to: `/courses/${course}` } : { kind: 'page', path: '/404' };
  }
  if (error.status === 404 || error.status === 400) return { kind: 'page', path: '/404' };
  return null;
}

/** Why a preview cannot be shown; each has its page with its status. */
export const previewProblems = {
  expired: 403,
  invalid: 403,
  gone: 404,
  missing: 404,
  unreadable: 422,
} as const;
export type PreviewProblem = keyof typeof previewProblems;

export const isPreviewProblem = (word: string | undefined): word is PreviewProblem =>
  word !== undefined && Object.hasOwn(previewProblems, word);

function previewFailure({ code, status }: Refusal): Failure | null {
  const word = /^preview\.(.+)$/.exec(code)?.[1] ?? (status === 404 ? 'missing' : undefined);
  return isPreviewProblem(word) ? { kind: 'page', path: `/preview/problem/${word}` } : null;
}

/** Links in mails about an address; whoever opens one may be logged out, or read mail elsewhere. */
const isMailLink = (path: string): boolean => /^\/account\/(?:confirm|undo)-address\/?$/.test(path);

/** Pages that mean nothing without an account. */
export const needsAccount = (path: string): boolean =>
  /^\/(?:(?:dashboard|learn|account)(?:\/|$)|certificates\/?$)/.test(path) && !isMailLink(path);

/** Where to come back to after logging in: a page, never the target of a form. */
export function loginAddress(method: string, path: string): string {
  const back =
    method === 'GET'
      ? path
      : path.replace(/\/(?:complete|enroll|files(?:\/\d+\/remove)?|sessions)$/, '');
  return `${paths.login}?${new URLSearchParams({ next: back })}`;
}
