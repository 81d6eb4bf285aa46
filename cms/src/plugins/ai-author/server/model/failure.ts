import type { AiSettings } from '../../../../lib/environment';

/** What can go wrong with a model, each with a sentence for an editor that says what to do. */
export const failureMessages = {
  'ai.not-configured':
    'No language model is set up here. Whoever runs the server switches it on with AI_MODEL.',
  'ai.key-refused':
    'The model’s service refuses our key. Whoever runs the server has to put the right one into AI_API_KEY; then resume.',
  'ai.quota':
    'The account with the model’s service is used up. Whoever pays for it has to add to it; then resume.',
  'ai.busy': 'The model’s service has too much to do. It is asked again by itself in a while.',
  'ai.model-away':
    'The model’s service does not answer, or broke off. It is asked again by itself in a while.',
  'ai.model-gone':
    'The model’s service has no model of this name. Whoever runs the server has to name another one in AI_MODEL; then resume.',
  'ai.context-too-long':
    'This is more text than the model can take at once. Choose fewer or shorter sources, or a smaller part of the course.',
  'ai.content-refused':
    'The model refuses to write about this. Say it in other words, or write it yourself.',
  'ai.answer-invalid':
    'None of three answers of the model could be used. Try again, ask for less at once, or use a larger model.',
  'ai.no-pictures':
    'This model cannot see pictures. Write the text yourself, or have a model set up that can (AI_VISION).',
  'ai.too-slow':
    'Nothing came from the model for too long, so the wait was ended. It is asked again by itself in a while.',
  'ai.request-refused':
    'The model’s service did not take our question. The log of the cms says why; show it to whoever runs the server.',
} as const;

export type FailureCode = keyof typeof failureMessages;

const temporary: ReadonlySet<FailureCode> = new Set(['ai.busy', 'ai.model-away', 'ai.too-slow']);

/** At most so much of what was wrong is told. */
const longestRemarks = 400;

function shown(remarks: readonly string[]): readonly string[] {
  if (remarks.length === 0) return [];
  const all = remarks.join(' ');
  return [
    `The last one: ${all.length > longestRemarks ? `${all.slice(0, longestRemarks)}…` : all}`,
  ];
}

/** A question to the model that got no usable answer. Neither key nor question nor answer is in it. */
export class ModelFailure extends Error {
  override name = 'ModelFailure';
  readonly code: FailureCode;
  /** The same question may be answered later, without anybody doing anything. */
  readonly isTemporary: boolean;
  /** Seconds the endpoint asked us to wait; null where it said nothing. */
  readonly retryAfter: number | null;
  /** For the log of the cms only: what the endpoint said, in short and without the key. */
  readonly detail: string | null;

  constructor(
    code: FailureCode,
    more: {
      retryAfter?: number | null;
      detail?: string | null;
      /** What was wrong with the answer, for the editor. */
      remarks?: readonly string[];
    } = {},
  ) {
    super([failureMessages[code], ...shown(more.remarks ?? [])].join(' '));
    this.code = code;
    this.isTemporary = temporary.has(code);
    this.retryAfter = more.retryAfter ?? null;
    this.detail = more.detail ?? null;
  }
}

/** What an endpoint said when it refused, as far as it can be read from the SDK's errors. */
export interface Refused {
  /** HTTP status; null where there was no reply, or where the stream itself brought an error. */
  readonly status: number | null;
  /** All that was said, in small letters. */
  readonly text: string;
  readonly retryAfter: number | null;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Longer than this we do not wait because an endpoint says so. */
const longestWait = 3600;

/** Seconds of `Retry-After` (seconds or a date) or of `retry-after-ms`; null where neither is readable. */
export function retryAfterOf(headers: unknown, now = Date.now()): number | null {
  if (!isObject(headers)) return null;
  const milliseconds = Number(headers['retry-after-ms'] ?? Number.NaN);
  const given = String(headers['retry-after'] ?? '').trim();
  const seconds = Number.isFinite(milliseconds)
    ? milliseconds / 1000
    : /^\d+(\.\d+)?$/.test(given)
      ? Number(given)
      : (Date.parse(given) - now) / 1000;
  if (!Number.isFinite(seconds)) return null;
  return Math.min(longestWait, Math.max(0, Math.ceil(seconds)));
}

/** Reads an error of the SDK: `APICallError`, an error within the stream, or one of the connection. */
export function refusedBy(error: unknown): Refused {
  if (!isObject(error))
    return { status: null, text: String(error).toLowerCase(), retryAfter: null };
  // A reply that began well and broke off has a status that says nothing about that.
  const isRefusal = typeof error.statusCode === 'number' && error.statusCode >= 400;
  const status = isRefusal ? Number(error.statusCode) : null;
  const code = isObject(error.data) ? JSON.stringify(error.data) : '';
  const said = [error.message, error.responseBody, error.code, error.type, code];
  const text = said
    .filter((part) => typeof part === 'string')
    .join('\n')
    .toLowerCase();
  return { status, text, retryAfter: retryAfterOf(error.responseHeaders) ?? retryAfterIn(text) };
}

/** Seconds that Google names in the body and nowhere else: `"retryDelay": "34s"`. */
function retryAfterIn(text: string): number | null {
  const seconds = /"retrydelay":\s*"(\d+)(?:\.\d+)?s"/.exec(text)?.[1];
  return seconds === undefined ? null : Math.min(longestWait, Number(seconds) + 1);
}

const says = {
  quota:
    /insufficient[_ ](quota|funds|credit)|exceeded your current quota|credit balance|billing_hard_limit|payment required/,
  context:
    /context[_ ]length|context (window|size)|maximum context|too many (input )?tokens|prompt is too long|input is too long|exceeds? the (available )?(context|max)|string too long/,
  content: /content[_ ]?(filter|policy|management)|safety|moderation|responsible ?ai|usage polic/,
  pictures: /image|picture|vision|multi-?modal|mmproj/,
  gone: /model[_ ]not[_ ]found|no such model|unknown model|deployment ?not ?found|model .{0,200}(does not exist|not found|not exist)/,
  key: /invalid[_ ]api[_ ]key|api key not valid|incorrect api key|unauthori[sz]ed|authentication/,
  busy: /rate[_ ]?limit|overloaded|too many requests|slow down|capacity/,
};

/** What `fetch` says where no connection came about, or where its certificate is not believed. */
const unconnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|ERR_TLS_\w+|\w*(CERT|SIGNATURE)\w*)$/;

/** Whether `fetch` failed before the question was read: nobody took it, or it was sent elsewhere. */
export function wasTurnedAway(error: unknown): boolean {
  if (!isObject(error)) return false;
  const { code, message, cause } = error;
  if (typeof code === 'string' && unconnected.test(code)) return true;
  return message === 'unexpected redirect' || wasTurnedAway(cause);
}

/** Which failure a refusal is. `hasPictures`: whether the question had any. */
export function failureCode(
  { status, text, retryAfter }: Refused,
  hasPictures: boolean,
): FailureCode {
  if (status === 402) return 'ai.quota';
  // Who names a time says that it goes on by itself then: some call each limit a quota.
  if (says.quota.test(text)) return status === 429 && retryAfter !== null ? 'ai.busy' : 'ai.quota';
  if (status === 401) return 'ai.key-refused';
  if (status === 429 || status === 529) return 'ai.busy';
  if (status === 404) return 'ai.model-gone';
  if (status === 408 || status === 409 || status === 425) return 'ai.model-away';
  if (status !== null && status >= 500) {
    // llama.cpp and others answer 500 to what is wrong with the question and always will be.
    if (says.context.test(text)) return 'ai.context-too-long';
    return hasPictures && says.pictures.test(text) ? 'ai.no-pictures' : 'ai.model-away';
  }
  if (says.context.test(text) || status === 413) return 'ai.context-too-long';
  if (says.gone.test(text)) return 'ai.model-gone';
  if (says.key.test(text)) return 'ai.key-refused';
  if (hasPictures && says.pictures.test(text)) return 'ai.no-pictures';
  if (says.content.test(text)) return 'ai.content-refused';
  if (status === 403) return 'ai.key-refused';
  if (says.busy.test(text)) return 'ai.busy';
  // Without a status the connection was refused or broke, or the stream ended in an error.
  return status === null ? 'ai.model-away' : 'ai.request-refused';
}

/** What of a refusal may stand in our log: its beginning, on one line, without the key. */
export function detailOf(
  { status, text }: Refused,
  { apiKey }: Pick<AiSettings, 'apiKey'>,
): string {
  // Services repeat parts of a key that they refuse.
  if (status === 401 || status === 403) return `HTTP ${status}`;
  const without = apiKey ? text.replaceAll(apiKey.toLowerCase(), '…') : text;
  const words = without.replace(/[\s\p{C}]+/gu, ' ').trim();
  return `${status === null ? 'No reply' : `HTTP ${status}`}: ${words.slice(0, 300)}`;
}
