import type { Core } from '@strapi/strapi';
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
