import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Core } from '@strapi/strapi';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readKept } from './storage';

/** A bucket that is closed to the public: it answers 403 to every address that is not signed. */
let server: Server;
let origin: string;

beforeAll(async () => {
  const endlessly = (response: ServerResponse) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(1_000_000)));
    };
    response.writeHead(200).on('drain', more);
    more();
  };
  server = createServer((request, response) => {
    switch (request.url) {
      case '/bucket/abc.pdf?signature=abc':
        return response.end('%PDF');
      case '/bucket/endless.pdf?signature=endless':
        return endlessly(response);
      case '/bucket/gone.pdf?signature=gone':
        return response.writeHead(404).end();
      default:
        return response.writeHead(403).end('<Code>AccessDenied</Code>');
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

/** As much of Strapi as reading a paper needs; like S3's provider, it signs for a key of name and ending. */
const appWith = ({ isPrivate }: { isPrivate: boolean }) =>
  ({
    plugin: () => ({
      provider: {
        isPrivate: async () => isPrivate,
        getSignedUrl: async ({ hash, ext }: { hash: string; ext: string }) => ({
          url: `${origin}/bucket/${hash}${ext}?signature=${hash}`,
        }),
      },
    }),
  }) as unknown as Core.Strapi;
const read = (name: string, isPrivate = true) =>
  readKept(appWith({ isPrivate }), `${origin}/bucket/${name}.pdf`);

it('reads a paper of a closed bucket by a signed address', async () => {
  expect(Buffer.from((await read('abc')) ?? []).toString()).toBe('%PDF');
  // What is forbidden is not lost: nobody is told that it was.
  await expect(read('abc', false)).rejects.toThrow('The storage answered 403.');
});

it('has nothing where nothing lies there, and no more of what is no paper than a paper may have', async () => {
  expect(await read('gone')).toBeNull();
  expect(await read('endless')).toHaveLength(0);
});
