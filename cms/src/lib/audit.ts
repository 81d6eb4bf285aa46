import type { Core } from '@strapi/strapi';
import { type Acting, actingAs, actingNow, nobody } from './acting';
import { AuditWindow } from './audit-window';
import { asGuru, type GuruDatabase } from './guru';

/** Something the log is to tell that changes no row: a sign-in, a refusal, an export. */
export interface AuditEvent {
  /** Dotted lower-case words: `login.failed`. */
  readonly action: string;
  /** What it was about: a table, or the method and path of a request. */
  readonly subject: string;
  readonly subjectId?: string | number | undefined;
  /** Small; never a password, a token or a text a student wrote. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Puts an event into the log of the transaction of `database`: it stands when that commits. */
export async function noteIn(
  database: GuruDatabase,
  { action, subject, subjectId, details }: AuditEvent,
): Promise<void> {
  await database.rows('select audit.note($1, $2, $3, $4)', [
    action,
    subject,
    subjectId === undefined ? null : String(subjectId),
    details === undefined ? null : JSON.stringify(details),
  ]);
}

/**
 * Puts an event into the log by itself, whatever becomes of the transaction around it. Who acts, and
 * from where, comes from the request it is called in. Throws where the line could not be written.
 */
export const note = (app: Core.Strapi, event: AuditEvent): Promise<void> =>
  asGuru(app, (database) => noteIn(database, event));

/** Milliseconds; what is counted is written once in each. */
const stretch = 60_000;
const limits = { mostOfAddress: 60, most: 300 };
/** Lines that wait to be written; beyond, events are counted. */
const mostWaiting = 200;

interface Happened {
  readonly event: AuditEvent;
  readonly who: Acting;
}

/** Of one running cms. */
interface Counting {
  window: AuditWindow<Happened>;
  waiting: number;
  /** Ends when everything that waits is written. One line is written at a time. */
  written: Promise<void>;
  timer: NodeJS.Timeout | undefined;
}

const countings = new WeakMap<Core.Strapi, Counting>();

function countingOf(app: Core.Strapi): Counting {
  let counting = countings.get(app);
  if (counting === undefined) {
    counting = {
      window: new AuditWindow(limits),
      waiting: 0,
      written: Promise.resolve(),
      timer: undefined,
    };
    countings.set(app, counting);
  }
  return counting;
}

/**
 * Puts down what somebody can make happen as often as they like. Of the same event from the same
 * address a minute, the first `lines` have a line each; the rest is one line with their number. The
 * caller does not wait; what cannot be written is in the server's own log.
 */
export function noteCounted(app: Core.Strapi, event: AuditEvent, lines = 1): void {
  const counting = countingOf(app);
  const who = actingNow(app);
  const { action, subject, details } = event;
  const address = networkOf(who.ipAddress);
  const name = JSON.stringify([action, subject, details?.code ?? null, address]);
  counting.timer ??= setTimeout(() => closeWindow(app, counting), stretch).unref();
  const most = counting.waiting < mostWaiting ? lines : 0;
  if (counting.window.admits(name, address, most, { event, who })) write(app, counting, event, who);
}

/** Writes what was counted so far, and waits for all lines that are not written yet. */
export async function settleNotes(app: Core.Strapi): Promise<void> {
  const counting = countingOf(app);
  clearTimeout(counting.timer);
  closeWindow(app, counting);
  await counting.written;
}

function closeWindow(app: Core.Strapi, counting: Counting): void {
  const { kinds, others } = counting.window.counted();
  counting.window = new AuditWindow(limits);
  counting.timer = undefined;
  for (const { what, count } of kinds) {
    const { event, who } = what;
    const details = { ...event.details, again: count };
    write(app, counting, { ...event, details }, who);
  }
  if (others > 0) {
    const event = { action: 'request.refused', subject: 'others', details: { again: others } };
    write(app, counting, event, nobody);
  }
}

function write(app: Core.Strapi, counting: Counting, event: AuditEvent, who: Acting): void {
  counting.waiting += 1;
  counting.written = counting.written
    .then(() => actingAs(who, () => note(app, event)))
    .catch((error: Error) => {
      app.log.error(`The audit log did not get “${event.action}”: ${error.message}`);
    })
    .finally(() => {
      counting.waiting -= 1;
    });
}

/** An IPv6 network of 64 bits is one address here: whoever has one address of it has them all. */
function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const groups = (address.split('::')[0] ?? '').split(':');
  return [0, 1, 2, 3].map((at) => groups[at] || '0').join(':');
}
