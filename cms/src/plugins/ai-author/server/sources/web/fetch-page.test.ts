import type { LookupAddress } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isPublicAddress } from './address';
import { fetchPage, type Net } from './fetch-page';

describe('An address', () => {
  const closed = `0.0.0.0 10.1.2.3 100.64.0.1 100.100.100.200 127.0.0.1 127.255.255.254 168.63.129.16
    169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1
    198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
    :: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 100::1
    fc00::1 fd00:ec2::254 fe80::1 fec0::1 ff02::1 2001::1 2001:db8::1 2002:7f00:1:: 3fff::1 5f00::1`;
  const open = '1.1.1.1 8.8.8.8 93.184.216.34 172.32.0.1 192.169.0.1 2606:4700::1111 2a00:1450::8a';

  it('is public only when it is on the internet', () => {
    for (const address of closed.split(/\s+/))
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    for (const address of open.split(/\s+/))
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
    for (const none of ['', 'localhost', '127.1', '1.2.3.4.5', '::g', '127.0.0.1%lo'])
      expect([none, isPublicAddress(none)]).toEqual([none, false]);
  });
});

/** Stands for the internet: the one address that these tests allow. */
const internet = '127.0.0.2';
const inner = '127.0.0.1';

/** macOS has no second address of its own before somebody gives it one. */
const hasTwo = process.platform !== 'darwin';

let outside: Server;
let inside: Server;
let port: string;
const asked: { host: string; path: string; headers: Record<string, unknown> }[] = [];
const insideAsked: string[] = [];
const pages = new Map<string, RequestListener>();

beforeAll(async () => {
  if (!hasTwo) return;
  outside = createServer((request, response) => {
    const path = request.url ?? '';
    asked.push({ host: request.headers.host ?? '', path, headers: { ...request.headers } });
    const page = pages.get(path);
    if (page === undefined) response.writeHead(404).end();
    else page(request, response);
  });
  // On the machine itself: what must never be reached.
  inside = createServer((request, response) => {
    insideAsked.push(request.url ?? '');
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>inner secret</p>');
  });
  await listening(inside, 0, inner);
  const taken = (inside.address() as AddressInfo).port;
  port = String(taken);
  // The same port at the other address, where nobody else listens: the other way round it might be taken.
  await listening(outside, taken, internet);
});
afterAll(() => {
  for (const server of [outside, inside]) {
    server?.closeAllConnections();
    server?.close();
  }
});

const listening = (server: Server, at: number, host: string) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(at, host, resolve);
  });

const addresses = (...list: string[]): LookupAddress[] =>
  list.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
const netOf = (changes: Partial<Net> = {}): Net => ({
  resolve: async () => addresses(internet),
  isAllowed: (address) => address === internet || isPublicAddress(address),
  ports: [port],
  milliseconds: 60_000,
  bytes: 100_000,
  ...changes,
});
const serve = (path: string, listener: RequestListener): void => void pages.set(path, listener);
const serveHtml = (path: string, html: string, headers: Record<string, string> = {}): void =>
  serve(path, (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html),
  );
const serveRedirect = (path: string, location: string): void =>
  serve(path, (_request, response) => response.writeHead(302, { location }).end());
const failure = (address: string, net: Partial<Net> = {}) =>
  fetchPage(address, netOf(net)).then(
    () => 'came',
    ({ status, code }: { status?: number; code: string }) =>
      status === 422 ? code : 'not refused',
  );
const at = (path: string, host = 'school.example') => `http://${host}:${port}${path}`;

describe.runIf(hasTwo)('A page', () => {
  it('comes with its type, charset and last address, and nothing of the cms goes along', async () => {
    process.env.HTTP_PROXY = `http://${inner}:${port}`;
    process.env.NODE_USE_ENV_PROXY = '1';
    serveHtml('/page', '<p>Hello</p>');
    serveRedirect('/old', '/page#there');
    const page = await fetchPage(at('/old'), netOf());
    delete process.env.HTTP_PROXY;
    delete process.env.NODE_USE_ENV_PROXY;
    expect(page).toMatchObject({ kind: 'web', charset: 'utf-8', url: at('/page') });
    expect(page.bytes.toString()).toBe('<p>Hello</p>');
    const { host, headers } = asked.at(-1) ?? {};
    expect(host).toBe(`school.example:${port}`);
    expect(Object.keys(headers ?? {}).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'host',
      'user-agent',
    ]);
    expect(insideAsked).toEqual([]);
  });

  it('is unpacked, and only as far as it may be long', async () => {
    serve('/gzip', (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
        .end(gzipSync('a'.repeat(90_000))),
    );
    expect((await fetchPage(at('/gzip'), netOf())).bytes.length).toBe(90_000);
    const bomb = gzipSync(Buffer.alloc(20_000_000, 97));
    expect(bomb.length).toBeLessThan(100_000);
    serve('/bomb', (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
        .end(bomb),
    );
    expect(await failure(at('/bomb'))).toBe('ai.url-too-large');
    serve('/cut', (_request, response) =>
      response
        .writeHead(200, { 'content-type': 'text/plain', 'content-encoding': 'gzip' })
        .end(gzipSync('a'.repeat(9000)).subarray(0, 30)),
    );
    expect(await failure(at('/cut'))).toBe('ai.url-failed');
    serveHtml('/odd', 'x', { 'content-encoding': 'gzip, gzip' });
    expect(await failure(at('/odd'))).toBe('ai.url-failed');
  });

  it('without end is cut at its bytes, a slow one at its time, also while it is looked up', async () => {
    serve('/endless', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    expect(await failure(at('/endless'))).toBe('ai.url-too-large');
    serveHtml('/said', 'x', { 'content-length': '100000000' });
    expect(await failure(at('/said'))).toBe('ai.url-too-large');
    serve('/silent', () => undefined);
    expect(await failure(at('/silent'), { milliseconds: 200 })).toBe('ai.url-too-slow');
    serve('/drip', (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.write('x');
    });
    expect(await failure(at('/drip'), { milliseconds: 200 })).toBe('ai.url-too-slow');
    const resolve = () => new Promise<never>(() => undefined);
    expect(await failure(at('/page'), { milliseconds: 200, resolve })).toBe('ai.url-too-slow');
  });

  it('of another type, with another status, or that is not there is refused', async () => {
    serveHtml('/zip', 'x', { 'content-type': 'application/zip' });
    expect(await failure(at('/zip'))).toBe('ai.url-wrong-type');
    serve('/none', (_request, response) => response.writeHead(200).end('x'));
    expect(await failure(at('/none'))).toBe('ai.url-wrong-type');
    expect(await failure(at('/missing'))).toBe('ai.url-failed');
    const resolve = () => Promise.reject(new Error('ENOTFOUND'));
    expect(await failure(at('/page'), { resolve })).toBe('ai.url-not-found');
    expect(await failure(at('/page'), { resolve: async () => [] })).toBe('ai.url-not-found');
  });
});

describe.runIf(hasTwo)('The school’s own network', () => {
  it('is not reached by an address in any form', async () => {
    const hosts = [
      inner,
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '0',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[2002:7f00:1::]',
      '169.254.169.254',
      '[fd00:ec2::254]',
      '10.0.0.1',
      '１２７.０.０.１',
      '127。0。0。1',
    ];
    for (const host of hosts)
      expect([host, await failure(at('/', host))]).toEqual([host, 'ai.url-not-allowed']);
    expect(insideAsked).toEqual([]);
  });

  it('is not reached by a name that leads there, alone or among others', async () => {
    for (const list of [[inner], [internet, inner], ['::1'], [internet, 'fe80::1'], ['']])
      expect([
        list,
        await failure(at('/page'), { resolve: async () => addresses(...list) }),
      ]).toEqual([list, 'ai.url-not-allowed']);
    expect(insideAsked).toEqual([]);
  });

  it('is not reached by a name that answers differently the second time', async () => {
    serveHtml('/page', '<p>Hello</p>');
    let lookups = 0;
    const resolve = async () => {
      lookups += 1;
      return addresses(lookups === 1 ? internet : inner);
    };
    const page = await fetchPage(at('/page', 'rebind.example'), netOf({ resolve }));
    expect(page.bytes.toString()).toBe('<p>Hello</p>');
    expect(lookups).toBe(1);
    // A redirect is looked up again, and held against the rules again.
    lookups = 0;
    serveRedirect('/again', '/page');
    expect(await failure(at('/again', 'rebind.example'), { resolve })).toBe('ai.url-not-allowed');
    expect(lookups).toBe(2);
    expect(insideAsked).toEqual([]);
  });

  it('is not reached by redirects', async () => {
    const targets = [
      `http://${inner}:${port}/`,
      `http://[::1]:${port}/`,
      `http://2130706433:${port}/`,
      `//localhost:${port}/`,
      'file:///etc/passwd',
      'gopher://school.example/',
      `http://user:password@school.example:${port}/page`,
      'http://school.example:22/',
    ];
    const resolve = async (host: string) => addresses(host === 'localhost' ? inner : internet);
    for (const target of targets) {
      serveRedirect('/leads', target);
      expect([target, await failure(at('/leads'), { resolve })]).toEqual([
        target,
        'ai.url-not-allowed',
      ]);
    }
    expect(insideAsked).toEqual([]);
  });

  it('and its answers are not told apart: a closed port is the same as a page that is gone', async () => {
    const closed = createServer();
    await listening(closed, 0, internet);
    const free = String((closed.address() as AddressInfo).port);
    await new Promise((resolve) => closed.close(resolve));
    expect(await failure(`http://school.example:${free}/`, { ports: [free] })).toBe(
      'ai.url-failed',
    );
  });
});

describe.runIf(hasTwo)('An address to fetch', () => {
  it('is http or https, at its own port, without credentials', async () => {
    const refused = [
      'ftp://school.example/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'data:text/html,x',
      'school.example/page',
      '',
      `http://me@school.example:${port}/page`,
      `http://:secret@school.example:${port}/page`,
      'http://school.example:22/',
      'http://school.example:8080/',
    ];
    for (const address of refused)
      expect([address, await failure(address)]).toEqual([address, 'ai.url-not-allowed']);
    const standard = { ports: ['', '80', '443'], resolve: async () => addresses(inner) };
    // What these are refused for is the address behind the name.
    for (const address of ['http://a.example:80/', 'https://a.example/', 'http://a.example:443/'])
      expect(await failure(address, standard)).toBe('ai.url-not-allowed');
  });

  it('may lead on five times', async () => {
    serveHtml('/hop0', '<p>There</p>');
    for (let hop = 1; hop <= 6; hop += 1) serveRedirect(`/hop${hop}`, `/hop${hop - 1}`);
    expect((await fetchPage(at('/hop5'), netOf())).url).toBe(at('/hop0'));
    expect(await failure(at('/hop6'))).toBe('ai.url-too-many-redirects');
    serveRedirect('/round', '/round');
    expect(await failure(at('/round'))).toBe('ai.url-too-many-redirects');
  });
});
