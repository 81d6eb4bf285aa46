import { once } from 'node:events';
import { type ClientRequest, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Endpoint } from '@ourshiksha/contract/endpoint';
import { errorReply } from '@ourshiksha/contract/shared';
import type { z } from 'zod';
import { environment } from './environment.ts';

/** On whose behalf the cms is asked. */
export interface Visitor {
  readonly address: string;
  readonly token: string | null;
  /** What the visitor's browser calls itself: the list of sessions and the log name it. */
  readonly userAgent?: string;
}

/** This server itself, asking for what is the same for everybody. */
export const site: Visitor = { address: '127.0.0.1', token: null };

/** The cms understood the request and said no. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly code: string;
  readonly field: string | undefined;
  constructor(status: number, code: string, message: string, field?: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

/** The cms did not answer, or answered nonsense. Nothing is known about what it did. */
export class CmsUnreachable extends Error {
  override readonly name = 'CmsUnreachable';
}

/** Milliseconds to the beginning of an answer. */
const PATIENCE = 15_000;

/** Waits a while for an answer to begin; how long a film then takes is the visitor's line's matter. */
export async function fetchCms(
  path: string,
  visitor: Visitor,
  init: RequestInit = {},
  wait = PATIENCE,
) {
  const headers = new Headers(init.headers);
  headers.set('X-Forwarded-For', visitor.address);
  if (visitor.userAgent) headers.set('User-Agent', visitor.userAgent);
  if (visitor.token) headers.set('Authorization', `Bearer ${visitor.token}`);
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), wait);
  try {
    const { signal } = patience;
    return await fetch(`${environment().cmsUrl}${path}`, {
      ...init,
      headers,
      redirect: 'manual',
      signal,
    });
  } catch (cause) {
    throw new CmsUnreachable(`No answer to ${init.method ?? 'GET'} ${path}`, { cause });
  } finally {
    clearTimeout(timer);
  }
}

/**
 * @param key the write's idempotency key: sent again with it, it is done once
 * @param wait milliseconds to the beginning of the answer
 */
export function postJson(
  path: string,
  visitor: Visitor,
  body: unknown,
  {
    method = 'POST',
    key,
    wait,
  }: { method?: string; key?: string | undefined; wait?: number | undefined } = {},
): Promise<Response> {
  const headers = {
    'Content-Type': 'application/json',
    ...(key === undefined ? {} : { 'Idempotency-Key': key }),
  };
  return fetchCms(path, visitor, { method, headers, body: JSON.stringify(body) }, wait);
}

/** How long a form with files may take on a slow line, in milliseconds. */
const LONG_PATIENCE = 15 * 60_000;
/** What is read of a form that was refused early, so that its browser gets to read the answer. */
const MOST_DISCARDED = 150 * 1024 * 1024;

/**
 * Sends a browser's form on while it comes, so that files are never whole in memory here. The line is
 * the form's own: one that was answered before all was sent cannot serve another request. Browsers
 * read an answer only when they have sent everything: the rest of a refused form is read and thrown
 * away, up to a limit.
 */
export async function streamToCms(
  path: string,
  visitor: Visitor,
  request: Request,
): Promise<Response> {
  const url = new URL(`${environment().cmsUrl}${path}`);
  const sending = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
    method: 'POST',
    agent: false,
    signal: AbortSignal.timeout(LONG_PATIENCE),
    headers: {
      'Content-Type': request.headers.get('content-type') ?? '',
      'X-Forwarded-For': visitor.address,
      ...(visitor.userAgent ? { 'User-Agent': visitor.userAgent } : {}),
      ...(visitor.token ? { Authorization: `Bearer ${visitor.token}` } : {}),
      // Else the cms would break the line right after an early answer, and the answer with it.
      Connection: 'keep-alive',
    },
  });
  const reader = request.body?.getReader();
  const answered = answerTo(sending);
  const sent = send(sending, reader);
  try {
    return await answered;
  } catch (cause) {
    throw new CmsUnreachable(`No answer to POST ${path}`, { cause });
  } finally {
    sending.destroy();
    await sent;
    await discard(reader);
  }
}

function answerTo(sending: ClientRequest): Promise<Response> {
  return new Promise((resolve, reject) => {
    sending.on('error', reject);
    sending.once('response', (answer) => {
      answer.toArray().then((pieces) => {
        resolve(new Response(Buffer.concat(pieces), { status: answer.statusCode ?? 502 }));
      }, reject);
    });
  });
}

/** Writes what comes until it ends or the line does. */
async function send(
  sending: ClientRequest,
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
): Promise<void> {
  const closed = new Promise<void>((resolve) => sending.once('close', () => resolve()));
  try {
    while (!sending.destroyed) {
      const piece = await reader?.read();
      if (!piece?.value) {
        sending.end();
        return;
      }
      if (sending.destroyed || sending.write(piece.value)) continue;
      await Promise.race([once(sending, 'drain'), closed]);
    }
  } catch {
    // Whoever sent it has gone: what came of it is no form.
    sending.destroy();
  }
}

async function discard(reader: ReadableStreamDefaultReader<Uint8Array> | undefined): Promise<void> {
  let discarded = 0;
  try {
    while (discarded < MOST_DISCARDED) {
      const piece = await reader?.read();
      if (!piece?.value) return;
      discarded += piece.value.length;
    }
    await reader?.cancel();
  } catch {
    // Whoever sent it has gone.
  }
}

/** Fills ":name" in an endpoint's path. */
export function fillPath(path: string, params: Readonly<Record<string, unknown>>): string {
  return path.replace(/:([a-z_][a-z0-9_]*)/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  );
}

/** Faults that the cms knows and tells: trying again soon is not what helps, or not all of it. */
const toldFaults: readonly string[] = ['lab.busy', 'certificate.file-altered'];

/** What a reply that is no success means; also used by tests. */
export async function failureOf(response: Response): Promise<Refusal | CmsUnreachable> {
  const parsed = errorReply.safeParse(await response.json().catch(() => null));
  const isTold = parsed.success && toldFaults.includes(parsed.data.error.code);
  if (response.status >= 500 && !isTold) {
    return new CmsUnreachable(`The cms answered ${response.status} to ${response.url}`);
  }
  const fallback = {
    code: `http.${response.status}`,
    message: response.statusText,
    field: undefined,
  };
  const { code, message, field } = parsed.success ? parsed.data.error : fallback;
  return new Refusal(response.status, code, message, field);
}

/** Asks one endpoint of the contract and holds the reply against it; `key`, `wait` as in `postJson`. */
export async function ask<P extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  endpoint: Endpoint<P, B, R>,
  visitor: Visitor,
  params: Readonly<Record<string, number | string>> = {},
  body: unknown = {},
  key?: string,
  wait?: number,
): Promise<z.output<R>> {
  const path = `/api${fillPath(endpoint.path, params)}`;
  const { method } = endpoint;
  const response =
    method === 'GET'
      ? await fetchCms(path, visitor)
      : await postJson(path, visitor, body, { method, key, wait });
  if (!response.ok) throw await failureOf(response);
  const reply = endpoint.reply.safeParse(await response.json().catch(() => null));
  if (!reply.success) {
    throw new CmsUnreachable(`The reply to ${endpoint.method} ${path} does not keep the contract`, {
      cause: reply.error,
    });
  }
  return reply.data;
}
