import { messages } from './messages';

/**
 * The one expected error of the cms: something the caller may not or cannot do. It becomes a 4xx
 * with a stable code and a sentence that says what to do; whatever else is thrown is a 500.
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  /** Seconds after which the same request may be let in; sent as `Retry-After`. */
  readonly retryAfter: number | undefined;

  constructor(status: number, code: string, field?: string, message?: string, retryAfter?: number) {
    super(message ?? messages[code] ?? code);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
  }
}

/** What pg and knex say of a connection that broke or could not be had; these errors carry no code. */
const brokenConnection =
  /timeout exceeded when trying to connect|^Knex: Timeout acquiring a connection|^Connection terminated|^Client (has encountered a connection error|was closed)/;

/** SQLSTATE class of the referee's refusals: `OS` and the HTTP status. */
const refusalState = /^OS(4\d\d)$/;

/**
 * Connection failures, exhausted resources (a full disk too) and shutdowns of PostgreSQL (appendix A,
 * classes 08, 53 and 57P), a statement that waited too long (57014), for a lock or a busy machine, and
 * a transaction that met another one each time it was tried (40001, 40P01).
 */
const unavailableState = /^(08|53|57P|57014|40001|40P01)/;
/** A text with U+0000, which PostgreSQL keeps in no text (22021) and in no JSON (22P05). */
const impossibleTextState = /^(22021|22P05)$/;
const unavailableNodeCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'ENOTFOUND',
]);

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : '';
}

/**
 * The refusal behind a database error: the referee's own (its message is the code), a text that cannot be
 * kept (400), a database that does not answer (503), or nothing, where the error is a defect.
 */
export function refusalFrom(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof Error)) return undefined;
  const code = codeOf(error);
  const status = refusalState.exec(code)?.[1];
  if (status !== undefined) return new Refusal(Number(status), error.message);
  if (impossibleTextState.test(code)) {
    const message = 'A text in the request holds a character that is none (U+0000). Take it out.';
    return new Refusal(400, 'request.invalid', undefined, message);
  }
  const isUnavailable =
    brokenConnection.test(error.message) ||
    unavailableState.test(code) ||
    unavailableNodeCodes.has(code);
  if (isUnavailable) {
    return new Refusal(503, 'database.unavailable');
  }
  return undefined;
}
