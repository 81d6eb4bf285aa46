import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { backoff, followEvents, readEvents } from './events.ts';

const soon = { timeout: 20_000 };

async function eventsIn(...chunks: string[]) {
  const bytes = chunks.map((chunk) => Buffer.from(chunk, 'latin1'));
  const events: unknown[] = [];
  for await (const event of readEvents(
    (async function* () {
      yield* bytes;
    })(),
  ))
    events.push(event);
  return events;
}

describe('a stream of events', () => {
  it('is read wherever its chunks end', async () => {
    const text = ':\n\nid: 4.2\nevent: current\ndata: {"course_id":4,"version":2}\n\n';
    const expected = [{ name: 'current', data: '{"course_id":4,"version":2}' }];
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(await eventsIn(text.slice(0, cut), text.slice(cut))).toEqual(expected);
    }
  });

  it('is not an event before its end has come', async () => {
    expect(await eventsIn('event: resync\ndata: {}\n')).toEqual([]);
  });
});

describe('following the cms', () => {
  const streams: ServerResponse[] = [];
  let refusing = false;
  const server = createServer((_request, response) => {
    if (refusing) return response.writeHead(503).end();
    streams.push(response);
    return response.writeHead(200).write('event: resync\ndata: {}\n\n');
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    process.env.CMS_URL = `http://127.0.0.1:${port}`;
    process.env.PUBLIC_URL = 'http://127.0.0.1:4321';
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  let stop = async () => {};
  afterEach(async () => {
    await stop();
    streams.length = 0;
    refusing = false;
  });
  function follow(silence?: number) {
    const heard: unknown[] = [];
    const stopping = new AbortController();
    const running = followEvents(
      { changed: (course) => heard.push(course), resync: () => heard.push('resync') },
      { signal: stopping.signal, ...(silence === undefined ? {} : { silence }) },
    );
    stop = async () => {
      stopping.abort();
      await running;
    };
    return heard;
  }

  it('hears what changed; what it does not understand is a reason to look at everything', async () => {
    const heard = follow();
    await expect.poll(() => heard, soon).toEqual(['resync']);
    streams[0]?.write('event: current\ndata: {"course_id":4,"version":2}\n\n');
    streams[0]?.write('event: novelty\ndata: {}\n\n');
    await expect
      .poll(() => heard, soon)
      .toEqual(['resync', { course_id: 4, version: 2 }, 'resync']);
  });

  it('comes again when the stream ends, breaks or makes no sense', async () => {
    const heard = follow();
    const breakings = [
      (stream: ServerResponse) => stream.end(),
      (stream: ServerResponse) => stream.destroy(),
      (stream: ServerResponse) => stream.write('event: current\ndata: {nonsense\n\n'),
    ];
    for (const [index, breakIt] of breakings.entries()) {
      await expect.poll(() => streams.length, soon).toBe(index + 1);
      await expect.poll(() => heard.length, soon).toBe(index + 1);
      const stream = streams[index];
      if (stream) breakIt(stream);
    }
    await expect.poll(() => heard.length, soon).toBe(4);
    expect(new Set(heard)).toEqual(new Set(['resync']));
  });

  it('comes again when the stream is silent for longer than the cms ever is', async () => {
    const heard = follow(20);
    await expect.poll(() => heard.length, soon).toBeGreaterThan(1);
    expect(streams.length).toBeGreaterThan(1);
  });

  it('asks again while the cms refuses', async () => {
    refusing = true;
    const heard = follow();
    await new Promise((resolve) => server.once('request', resolve));
    expect(heard).toEqual([]);
    refusing = false;
    await expect.poll(() => heard, soon).toEqual(['resync']);
  });

  it('asks at growing distances, each site at its own moment', () => {
    const tries = Array.from({ length: 100 }, () => backoff(3));
    expect(Math.min(...tries)).toBeGreaterThanOrEqual(400);
    expect(Math.max(...tries)).toBeLessThanOrEqual(800);
    expect(new Set(tries).size).toBeGreaterThan(1);
    expect(backoff(100)).toBeLessThanOrEqual(10_000);
  });
});
