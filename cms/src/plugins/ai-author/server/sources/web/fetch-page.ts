import { type LookupAddress, promises } from 'node:dns';
import * as http from 'node:http';
import * as https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { Refusal } from '../../../../../lib/refusal';
import { mostPageBytes, mostPageMilliseconds, mostRedirects } from '../limits';
import { isPublicAddress } from './address';

export type PageKind = 'web' | 'text' | 'markdown' | 'pdf';

export interface Page {
  readonly kind: PageKind;
  /** Where it was found in the end, after all redirects. */
  readonly url: string;
  readonly bytes: Buffer;
  /** As the server named it; null where it named none. */
  readonly charset: string | null;
}

/** What tests put in place of the internet. */
export interface Net {
  /** Every address of a host. */
  readonly resolve: (host: string) => Promise<readonly LookupAddress[]>;
  readonly isAllowed: (address: string) => boolean;
  readonly ports: readonly string[];
  readonly milliseconds: number;
  readonly bytes: number;
}

const internet: Net = {
  resolve: (host) => promises.lookup(host, { all: true, verbatim: true }),
  isAllowed: isPublicAddress,
  // As URL has them: the empty one is the protocol's own.
  ports: ['', '80', '443'],
  milliseconds: mostPageMilliseconds,
  bytes: mostPageBytes,
};

const kinds: Readonly<Record<string, PageKind>> = {
  'text/html': 'web',
  'application/xhtml+xml': 'web',
  'text/plain': 'text',
  'text/markdown': 'markdown',
  'text/x-markdown': 'markdown',
  'application/pdf': 'pdf',
};

const refused = (code: string): Refusal => new Refusal(422, code, 'url');

/**
 * Fetches a page of the public internet for somebody who may name any URL. It reaches no other machine:
 * each name is resolved once, every address it has is held against `isAllowed`, and the connection goes
 * to one of those addresses, so a name that answers differently the next time changes nothing; a redirect
 * is a new URL with all of that again. Nothing of the cms goes along (no cookie, no proxy, no
 * credentials). Time, bytes (also unpacked ones) and the number of redirects are bounded.
 *
 * Refuses with 422: `ai.url-not-allowed`, `ai.url-not-found`, `ai.url-failed`, `ai.url-too-slow`,
 * `ai.url-too-large`, `ai.url-wrong-type`, `ai.url-too-many-redirects`.
 */
export async function fetchPage(address: string, net: Net = internet): Promise<Page> {
  const signal = AbortSignal.timeout(net.milliseconds);
  try {
    let url = allowedUrl(address, net);
    for (let redirects = 0; ; redirects += 1) {
      const reply = await ask(url, await addressesOf(url, net, signal), signal);
      try {
        const status = reply.statusCode ?? 0;
        const { location } = reply.headers;
        if (status >= 300 && status < 400 && location !== undefined) {
          if (redirects === mostRedirects) throw refused('ai.url-too-many-redirects');
          if (!URL.canParse(location, url.href)) throw refused('ai.url-failed');
          url = allowedUrl(new URL(location, url).href, net);
          continue;
        }
        if (status !== 200) throw refused('ai.url-failed');
        const { kind, charset } = typeOf(reply.headers['content-type']);
        const bytes = await readBody(reply, net.bytes, signal);
        url.hash = '';
        return { kind, charset, bytes, url: url.href };
      } finally {
        reply.destroy();
      }
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    // The causes name addresses within the school's network; whoever asks does not get to see them.
    throw refused(signal.aborted ? 'ai.url-too-slow' : 'ai.url-failed');
  }
}

/** URL writes hosts such as `2130706433`, `0x7f.1` and `[::ffff:7f00:1]` as the addresses they are. */
function allowedUrl(text: string, net: Net): URL {
  if (!URL.canParse(text)) throw refused('ai.url-not-allowed');
  const url = new URL(text);
  const isAllowed =
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    url.username === '' &&
    url.password === '' &&
    net.ports.includes(url.port);
  if (!isAllowed) throw refused('ai.url-not-allowed');
  return url;
}

async function addressesOf(url: URL, net: Net, signal: AbortSignal): Promise<LookupAddress[]> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  const found =
    family === 0
      ? await abortable(net.resolve(host), signal).catch((error: unknown) => {
          if (signal.aborted) throw error;
          throw refused('ai.url-not-found');
        })
      : [{ address: host, family }];
  if (found.length === 0) throw refused('ai.url-not-found');
  // One closed address is enough: a name with a public and a private one is made to be mistaken.
  if (!found.every(({ address }) => net.isAllowed(address))) throw refused('ai.url-not-allowed');
  return [...found];
}

/** The resolver of the system cannot be stopped; nobody waits for it any longer than for the rest. */
function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

function ask(
  url: URL,
  addresses: readonly LookupAddress[],
  signal: AbortSignal,
): Promise<http.IncomingMessage> {
  const lookup: LookupFunction = (_host, options, done) => {
    const [first] = addresses;
    if (options.all === true) done(null, [...addresses]);
    else done(null, first?.address ?? '', first?.family);
  };
  const { request, Agent } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    request(url, {
      lookup,
      signal,
      // An agent of its own: no proxy of the environment, and no connection that outlives the reply.
      agent: new Agent({ keepAlive: false }),
      maxHeaderSize: 16 * 1024,
      headers: {
        accept:
          'text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf;q=0.9',
        'accept-encoding': 'gzip, deflate, br',
        'user-agent': 'OurShiksha',
      },
    })
      .once('response', resolve)
      .on('error', reject)
      .end();
  });
}

function typeOf(header: string | undefined): { kind: PageKind; charset: string | null } {
  const [name = '', ...parameters] = (header ?? '').split(';');
  const type = name.trim().toLowerCase();
  const kind = Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) throw refused('ai.url-wrong-type');
  const [, charset = null] =
    /^\s*charset\s*=\s*"?([\w.:-]{1,40})"?\s*$/i.exec(
      parameters.find((one) => /^\s*charset\s*=/i.test(one)) ?? '',
    ) ?? [];
  return { kind, charset };
}

/** The body unpacked; given up at the first byte too many, so a bomb is never unpacked. */
async function readBody(
  reply: http.IncomingMessage,
  most: number,
  signal: AbortSignal,
): Promise<Buffer> {
  if (Number(reply.headers['content-length'] ?? 0) > most) throw refused('ai.url-too-large');
  const unpacked = unpack(reply);
  const stop = () => unpacked.destroy(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of unpacked as AsyncIterable<Buffer>) {
      length += piece.length;
      if (length > most) throw refused('ai.url-too-large');
      pieces.push(piece);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    unpacked.destroy();
  }
  return Buffer.concat(pieces);
}

function unpack(reply: http.IncomingMessage) {
  const encoding = (reply.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  const stages = {
    gzip: createGunzip,
    'x-gzip': createGunzip,
    deflate: createInflate,
    br: createBrotliDecompress,
  };
  if (encoding === 'identity' || encoding === '') return reply;
  if (!Object.hasOwn(stages, encoding)) throw refused('ai.url-failed');
  const stage = stages[encoding as keyof typeof stages]();
  reply.once('error', (error) => stage.destroy(error));
  reply.once('aborted', () => stage.destroy(new Error('The page broke off.')));
  return reply.pipe(stage);
}
