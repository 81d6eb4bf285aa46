import type { AuditEvent } from './audit';

/** What of a request and its answer the log may be told. */
export interface Answered {
  readonly method: string;
  /** With the names of parameters in place of their values; missing where no route was found. */
  readonly path: string | undefined;
  readonly side: 'admin' | 'content-api';
  readonly status: number;
  /** The stable code of a refusal. */
  readonly code: string | undefined;
  readonly hasCredentials: boolean;
  /** What was given as an address at a sign-in. */
  readonly email: unknown;
  /** The administrator who was let in. */
  readonly adminId: string;
}

export interface RequestEvent {
  readonly event: AuditEvent;
  /** Written before the answer goes out; otherwise in a while, and counted when it comes often. */
  readonly isAwaited: boolean;
  /** Of this kind, from one address in one minute, so many have a line of their own. */
  readonly lines: number;
}

/** Through these an administrator comes in, each with what it is for. */
const doors: Readonly<Record<string, string>> = {
  'POST /admin/login': 'password',
  'POST /admin/register': 'invitation',
  'POST /admin/register-admin': 'first administrator',
  'POST /admin/reset-password': 'new password',
};

/** What a request was that the log has to tell; nothing for most. */
export function eventOf(answered: Answered): RequestEvent | undefined {
  const { method, path, side, status } = answered;
  if (path === undefined) return undefined;
  const subject = `${method} ${path}`;
  if (side === 'admin') {
    const by = doors[subject];
    if (by !== undefined) return signInOf(answered, by);
    if (subject === 'POST /admin/logout' && status < 300) {
      return awaited({ action: 'logout', subject: 'administrator', subjectId: answered.adminId });
    }
  }
  return isRefusal(answered) ? refusalOf(answered, subject) : undefined;
}

const awaited = (event: AuditEvent): RequestEvent => ({ event, isAwaited: true, lines: 1 });

function signInOf({ status, email, code, adminId }: Answered, by: string): RequestEvent {
  const subject = 'administrator';
  if (status < 300) {
    return awaited({ action: 'login.succeeded', subject, subjectId: adminId, details: { by } });
  }
  const action = status === 429 ? 'login.limited' : 'login.failed';
  const details = { by, email: addressTried(email), status, code };
  return { event: { action, subject, details }, isAwaited: false, lines: 10 };
}

/** A password typed into the wrong field is no address, and stays out. */
function addressTried(email: unknown): string | undefined {
  if (typeof email !== 'string') return undefined;
  const tried = email.trim().slice(0, 254);
  return /^[^\s@]+@[^\s@]+$/.test(tried) ? tried : '(no address)';
}

/** How students come in is told where it is decided. */
const studentDoors = /^\/api\/account\/(login|renew)$/;

/** Whoever is signed in and is told that something is not there may have asked for somebody else's. */
function isRefusal({ status, path, side, hasCredentials }: Answered): boolean {
  if (side === 'content-api' && studentDoors.test(path ?? '')) return false;
  if (status === 404) return side === 'content-api' && hasCredentials;
  return status === 401 || status === 403 || status === 429;
}

const refusalOf = ({ status, code }: Answered, subject: string): RequestEvent => ({
  event: { action: 'request.refused', subject, details: { status, code } },
  isAwaited: false,
  lines: 1,
});
