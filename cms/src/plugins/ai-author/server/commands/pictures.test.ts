import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from '@strapi/strapi';
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { pictureOf } from './pictures';
import { isOnHost, storedPicture } from './stored-picture';

/** What S3 answers to GET: an object, an error as XML, a redirect to where a bucket is. */
let server: Server;
let origin: string;
let asked: string[];
const hanging: ServerResponse[] = [];
const signature = '?X-Amz-Expires=900&X-Amz-Signature=abc';

const refuse = (response: ServerResponse, status: number, code: string) =>
  response
    .writeHead(status, { 'Content-Type': 'application/xml' })
    .end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);

beforeAll(async () => {
  const create = { width: 2000, height: 1000, channels: 3, background: '#4945ff' } as const;
  const picture = await sharp({ create }).png().toBuffer();
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    switch (request.url) {
      case '/bucket/open.png':
      case `/bucket/closed.png${signature}`:
        return response
          .writeHead(200, { 'Content-Type': 'image/png', 'Content-Length': picture.length })
          .end(picture);
      case '/bucket/text.png':
        return response.writeHead(200).end('<html>');
      case '/bucket/moved.png':
        return response.writeHead(307, { Location: '/bucket/open.png' }).end();
      case '/bucket/slow-down.png':
        return refuse(response, 503, 'SlowDown');
      case '/bucket/hangs.png':
        hanging.push(response.writeHead(200));
        return response.write('begun');
      case '/bucket/endless.png': {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(100_000)));
        };
        response.writeHead(200).on('drain', more);
        return more();
      }
      case '/bucket/gone.png':
        return refuse(response, 404, 'NoSuchKey');
      default:
        return refuse(response, 403, 'AccessDenied');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(async () => {
  for (const response of hanging) response.destroy();
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** As much of Strapi as a picture needs; its library knows every file of the bucket. */
function appWith({ isPrivate = false, hosts = [origin] } = {}): Core.Strapi {
  const directives = { 'img-src': ["'self'", 'data:', ...hosts] };
  const middlewares = [
    'strapi::errors',
    { name: 'strapi::security', config: { contentSecurityPolicy: { directives } } },
  ];
  return {
    db: {
      query: () => ({
        findOne: async ({ where: { url } }: { where: { url: string } }) =>
          url.startsWith(`${origin}/bucket/`) ? { url } : null,
      }),
    },
    plugin: () => ({
      service: () => ({
        signFileUrls: async ({ url }: { url: string }) => ({
          url: isPrivate ? `${url}${signature}` : url,
        }),
      }),
    }),
    config: { get: () => middlewares },
    log: { warn: () => undefined },
  } as unknown as Core.Strapi;
}

const never = new AbortController().signal;
const seen = (name: string, app = appWith()) => pictureOf(app, `${origin}/bucket/${name}`, never);

describe('a picture of a storage elsewhere', () => {
  it('is read, and made small', async () => {
    const picture = await seen('open.png');
    expect(picture?.mediaType).toBe('image/jpeg');
    expect(await sharp(picture?.bytes).metadata()).toMatchObject({ width: 1024, format: 'jpeg' });
  });

  it('is read by a signed address where the bucket is closed', async () => {
    expect(await seen('closed.png')).toBeNull();
    expect(await seen('closed.png', appWith({ isPrivate: true }))).not.toBeNull();
    expect(asked).toEqual(['/bucket/closed.png', `/bucket/closed.png${signature}`]);
  });

  it.each(['gone.png', 'text.png', 'moved.png'])('is not there as %s', async (name) => {
    expect(await seen(name)).toBeNull();
    expect(asked).toEqual([`/bucket/${name}`]);
  });

  it('is not asked for where the library does not know it, or the host is not the storage', async () => {
    expect(await pictureOf(appWith(), `${origin}/other/open.png`, never)).toBeNull();
    expect(await seen('open.png', appWith({ hosts: ['http://media.example', 'http:', '*'] }))).toBe(
      null,
    );
    expect(asked).toEqual([]);
  });

  it('is asked for again later where the storage is busy or away', async () => {
    const away = { status: 503, code: 'ai.picture-away' };
    await expect(seen('slow-down.png')).rejects.toMatchObject(away);
    const bounds = { bytes: 1000, milliseconds: 100, signal: never };
    await expect(
      storedPicture(new URL(`${origin}/bucket/hangs.png`), bounds),
    ).rejects.toMatchObject(away);
    await expect(storedPicture(new URL('http://127.0.0.1:1/'), bounds)).rejects.toMatchObject(away);
  });

  it('never takes more than is allowed, and ends with its step', async () => {
    const bounds = { bytes: 1_000_000, milliseconds: 20_000, signal: never };
    const endless = new URL(`${origin}/bucket/endless.png`);
    await expect(storedPicture(endless, bounds)).rejects.toThrow('more than 1000000 bytes');
    const stopped = AbortSignal.abort(new Error('The job was cancelled.'));
    await expect(storedPicture(endless, { ...bounds, signal: stopped })).rejects.toThrow(
      'The job was cancelled.',
    );
  });
});

it.each<[string, string, boolean]>([
  ['https://media.example/a.png', 'media.example', true],
  ['https://media.example/a.png', 'https://media.example:443/', true],
  ['http://media.example/a.png', 'media.example', false],
  ['https://a.media.example/a.png', 'media.example', false],
  ['https://a.media.example/a.png', '*.media.example', true],
  ['https://evilmedia.example/a.png', '*.media.example', false],
  ['http://minio:9000/a.png', 'http://minio:9000', true],
  ['http://minio:9001/a.png', 'http://minio:9000', false],
  ['https://media.example/a.png', 'https:', false],
  ['https://media.example/a.png', '*', false],
  ['https://self/a.png', "'self'", false],
])('%s on %s: %s', (address, source, isOn) => {
  expect(isOnHost(new URL(address), [source])).toBe(isOn);
});
