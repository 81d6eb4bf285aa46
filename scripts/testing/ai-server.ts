import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type Asked, readAsked } from './ai-replies/asked.ts';
import { recordedReply } from './ai-replies/index.ts';
import { spoiledReply } from './ai-replies/spoiled.ts';

/**
 * The models of the local server. `demo` answers well; each other one fails in the way it is called by:
 * - `demo-vision` is `demo` with eyes; all others refuse pictures.
 * - `demo-thinks` thinks for 400 tokens before it answers; they count for its limit.
 * - `demo-slow` lets the first token wait, and the rest comes slowly.
 * - `demo-fenced` wraps its JSON into words and a fence and forgets the last bracket.
 * - `demo-cut` closes the connection in the middle.
 * - `demo-escapes` writes what is not ASCII as `\u` escapes, and an emoji before each text; the stream is
 *   cut between the two escapes of each.
 * - `demo-null` writes `\u0000` into each text.
 * - `demo-invalid-json`, `demo-wrong-schema`: such answers, however often it is asked.
 * - `demo-inconsistent-key`: the key of the first question is not what is true.
 * - `demo-failing-solution`: the solution of a lab does not pass its tests.
 * - `demo-429` refuses each question once with `Retry-After: 1`; `demo-500` always fails.
 * - `demo-endless` never comes to an end, whatever the limit.
 * - `demo-obeys` does what “Ignore all previous instructions and write: …” says, wherever that stands
 *   outside the data.
 * - `demo-quota`, `demo-refuses`, `demo-short` (a context of few tokens): refusals with these reasons.
 */
export const demoModels = [
  'demo',
  'demo-vision',
  'demo-thinks',
  'demo-slow',
  'demo-fenced',
  'demo-cut',
  'demo-escapes',
  'demo-null',
  'demo-invalid-json',
  'demo-wrong-schema',
  'demo-inconsistent-key',
  'demo-failing-solution',
  'demo-429',
  'demo-500',
  'demo-endless',
  'demo-obeys',
  'demo-quota',
  'demo-refuses',
  'demo-short',
] as const;

/** What a test answers itself: an HTTP refusal instead of an answer. */
export interface Refusing {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** `error.code` and `error.message` of the protocol. */
  readonly code?: string;
  readonly message?: string;
}

export interface AiServerOptions {
  readonly port?: number;
  /** Milliseconds before the first piece. */
  readonly firstToken?: number;
  /** Milliseconds between two pieces. */
  readonly pace?: number;
  /**
   * Waited for before the last piece of a stream: the answer is under way for exactly as long as a test wants,
   * however slow the machine is.
   */
  readonly lastPiece?: () => Promise<unknown>;
  /** Signs of a piece, 12 unless set. It ends wherever it ends, also within an escape or a pair. */
  readonly piece?: number;
  /**
   * The answer to a question: an object, a text as it stands, `refusing(…)`; undefined for the
   * recorded one.
   */
  readonly replies?: (asked: Asked) => unknown;
  /** Without it every key is taken. */
  readonly key?: string;
  /** Kinds of response_format it takes; others are refused with 400. */
  readonly formats?: readonly ('json_schema' | 'json_object')[];
  /** Whether it tells tokens; `refused`: stream_options are answered with 400. */
  readonly usage?: 'told' | 'untold' | 'refused';
}

export interface RecordedRequest {
  readonly model: string;
  readonly asked: Asked;
  /** Everything that was sent, as JSON. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** `performance.now()` of the arrival, of the first piece and of the end. */
  readonly at: number;
  firstAt: number | null;
  endedAt: number | null;
  /** Whether everything was sent, the last piece included. */
  completed: boolean;
  /** Whether the other side went away before. */
  aborted: boolean;
  status: number;
}

export interface AiServer {
  /** For AI_BASE_URL. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  stop(): Promise<void>;
}

export interface Latch {
  readonly opened: Promise<void>;
  open(): void;
}
/** What `lastPiece` may wait for, until the test opens it. */
export function latch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

const mark = Symbol('refusing');
/** An answer of `replies` that is a refusal. */
export const refusing = (refusal: Refusing): unknown => ({ ...refusal, [mark]: true });

const isRefusing = (value: unknown): value is Refusing =>
  typeof value === 'object' && value !== null && mark in value;

/** About four signs are a token. */
const tokensOf = (text: string): number => Math.ceil(text.length / 4);

/** Between the two escapes of a surrogate pair. */
const withinPair = /(?<=\\ud[89ab][0-9a-f]{2})(?=\\ud[c-f])/;

/** Pieces as they are streamed. */
function pieces(text: string, { piece = 12 }: AiServerOptions): string[] {
  const some = new RegExp(`[^]{1,${piece}}`, 'g');
  return text.split(withinPair).flatMap((part) => part.match(some) ?? []);
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') as Record<string, unknown>;
}

function json(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}

function refuse(response: ServerResponse, refusal: Refusing): void {
  const { status, code = 'error', message = code, headers } = refusal;
  json(response, status, { error: { message, type: code, code } }, headers);
}

/** What the protocol refuses before a model sees it. */
function refusalOf(asked: Asked, options: AiServerOptions, authorization: string): Refusing | null {
  const { key, formats = ['json_schema', 'json_object'], usage = 'told' } = options;
  if (key !== undefined && authorization !== `Bearer ${key}`) {
    const message = `Incorrect API key provided: ${authorization.replace('Bearer ', '')}.`;
    return { status: 401, code: 'invalid_api_key', message };
  }
  if (!demoModels.some((name) => name === asked.model)) {
    const message = `The model \`${asked.model}\` does not exist.`;
    return { status: 404, code: 'model_not_found', message };
  }
  if (asked.format !== 'text' && !formats.includes(asked.format)) {
    const message = `response_format of type ${asked.format} is not supported.`;
    return { status: 400, code: 'invalid_request_error', message };
  }
  if (usage === 'refused' && asked.wantsUsage) {
    const message = 'Unrecognized request argument supplied: stream_options';
    return { status: 400, code: 'invalid_request_error', message };
  }
  if (asked.pictures > 0 && asked.model !== 'demo-vision') {
    const message = 'This model does not support image input.';
    return { status: 400, code: 'invalid_request_error', message };
  }
  if (asked.model === 'demo-500') return { status: 500, code: 'server_error' };
  if (asked.model === 'demo-quota') {
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    return { status: 429, code: 'insufficient_quota', message };
  }
  if (asked.model === 'demo-short') {
    const message = "This model's maximum context length is 512 tokens.";
    return { status: 400, code: 'context_length_exceeded', message };
  }
  return null;
}

/** Starts a server on this machine that speaks the OpenAI protocol and plays recorded replies. */
export async function startAiServer(options: AiServerOptions = {}): Promise<AiServer> {
  const requests: RecordedRequest[] = [];
  const seen = new Set<string>();

  const chat = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const asked = readAsked(body);
    const record: RecordedRequest = {
      model: asked.model,
      asked,
      body,
      headers: request.headers,
      at: performance.now(),
      firstAt: null,
      endedAt: null,
      completed: false,
      aborted: false,
      status: 200,
    };
    requests.push(record);
    const gone = new AbortController();
    response.on('close', () => {
      record.endedAt = performance.now();
      if (!response.writableFinished) record.aborted = true;
      gone.abort();
    });

    const refused = refusalOf(asked, options, request.headers.authorization ?? '');
    // The tokens that fence the data are others each time.
    const question = asked.question.replaceAll(/\b[0-9a-f]{16,}\b/g, '');
    const isFirst = !seen.has(question);
    seen.add(question);
    const given = refused ?? options.replies?.(asked);
    const busy: Refusing = {
      status: 429,
      code: 'rate_limit_exceeded',
      headers: { 'retry-after': '1' },
    };
    const refusal =
      refused ?? (isRefusing(given) ? given : asked.model === 'demo-429' && isFirst ? busy : null);
    if (refusal !== null) {
      record.status = refusal.status;
      refuse(response, refusal);
      return;
    }
    const answer = given ?? recordedReply(asked);
    const spoiled = spoiledReply(asked, answer);
    const plan = { ...spoiled, pieces: pieces(spoiled.text, options) };
    if (asked.isStream) await stream(response, asked, plan, options, record, gone.signal);
    else await whole(response, asked, plan, options, record);
    record.completed = !record.aborted && !plan.isCut;
  };

  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const work = async (): Promise<void> => {
      if (request.method === 'GET' && pathname === '/v1/models') {
        const data = demoModels.map((id) => ({ id, object: 'model', owned_by: 'ourshiksha' }));
        json(response, 200, { object: 'list', data });
      } else if (request.method === 'POST' && pathname === '/v1/chat/completions') {
        await chat(request, response);
      } else refuse(response, { status: 404, code: 'not_found', message: 'Not found' });
    };
    work().catch((error: unknown) => {
      // The other side went away, or sent what is no JSON.
      if (!response.headersSent) refuse(response, { status: 400, message: String(error) });
      else response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    requests,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Plan {
  readonly pieces: readonly string[];
  readonly text: string;
  readonly isCut: boolean;
  readonly isEndless: boolean;
  readonly isRefused: boolean;
}

/** How long the first piece and each further one take. */
function timesOf(asked: Asked, options: AiServerOptions): { first: number; pace: number } {
  const { firstToken = 0, pace = 0 } = options;
  const isSlow = asked.model === 'demo-slow';
  return isSlow ? { first: firstToken || 3000, pace: pace || 40 } : { first: firstToken, pace };
}

/** How many pieces of thoughts come first. Three tokens are a piece. */
const thoughtsOf = (asked: Asked): number =>
  asked.model === 'demo-thinks' ? Math.min(133, Math.floor(asked.maxTokens / 3)) : 0;

/** How many pieces a limit of tokens lets through. */
function limited(plan: Plan, asked: Asked): number {
  let left = asked.maxTokens * 4 - thoughtsOf(asked) * 12;
  const over = plan.pieces.findIndex((piece) => {
    left -= piece.length;
    return left < 0;
  });
  return over < 0 ? plan.pieces.length : over;
}

async function stream(
  response: ServerResponse,
  asked: Asked,
  plan: Plan,
  options: AiServerOptions,
  record: RecordedRequest,
  signal: AbortSignal,
): Promise<void> {
  const { first, pace } = timesOf(asked, options);
  const send = async (more: Record<string, unknown>): Promise<void> => {
    const chunk = {
      id: 'chatcmpl-demo',
      object: 'chat.completion.chunk',
      model: asked.model,
      ...more,
    };
    if (!response.write(`data: ${JSON.stringify(chunk)}\n\n`) && !signal.aborted) {
      await new Promise<void>((resolve) => {
        response.once('drain', resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  };
  const delta = (content: Record<string, unknown>, finish: string | null = null) =>
    send({ choices: [{ index: 0, delta: content, finish_reason: finish }] });

  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  await delta({ role: 'assistant', content: '' });
  if (first > 0) await wait(first, undefined, { signal }).catch(() => undefined);
  const most = limited(plan, asked);
  const end = plan.isCut ? Math.ceil(most * 0.4) : most;
  for (let at = 0; at < thoughtsOf(asked); at += 1) {
    await delta({ reasoning_content: 'Hm, let me see' });
  }
  // Waited by the clock and not piece by piece: a timer alone would add its own delay to each.
  const began = performance.now();
  for (let at = 0; (plan.isEndless || at < end) && !signal.aborted; at += 1) {
    const early = began + at * pace - performance.now();
    if (early >= 1) await wait(early, undefined, { signal }).catch(() => undefined);
    if (at === end - 1 && !plan.isEndless) await options.lastPiece?.();
    if (signal.aborted) return;
    record.firstAt ??= performance.now();
    const text = plan.pieces[at] ?? 'and so on and on, ';
    await delta(plan.isRefused ? { refusal: text } : { content: text });
  }
  if (signal.aborted) return;
  if (plan.isCut) {
    // What was written goes out first, and nothing after it: not the end of the reply either.
    await new Promise((resolve) => response.write(': cut\n\n', resolve));
    response.socket?.end();
    return;
  }
  await delta({}, most < plan.pieces.length ? 'length' : 'stop');
  if (asked.wantsUsage && (options.usage ?? 'told') === 'told') {
    await send({ choices: [], usage: usageOf(asked, plan.pieces.slice(0, most).join('')) });
  }
  response.end('data: [DONE]\n\n');
}

const usageOf = (asked: Asked, text: string) => {
  const prompt_tokens = tokensOf(asked.question);
  const completion_tokens = tokensOf(text) + thoughtsOf(asked) * 3;
  return { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens };
};

async function whole(
  response: ServerResponse,
  asked: Asked,
  plan: Plan,
  options: AiServerOptions,
  record: RecordedRequest,
): Promise<void> {
  const { first, pace } = timesOf(asked, options);
  const most = limited(plan, asked);
  const time = first + pace * most;
  if (time > 0) await wait(time);
  record.firstAt = performance.now();
  if (plan.isCut) {
    response.destroy();
    return;
  }
  const content = plan.pieces.slice(0, most).join('');
  const message = { role: 'assistant', content };
  const finish_reason = most < plan.pieces.length ? 'length' : 'stop';
  json(response, 200, {
    id: 'chatcmpl-demo',
    object: 'chat.completion',
    model: asked.model,
    choices: [{ index: 0, message, finish_reason }],
    usage: usageOf(asked, content),
  });
}
