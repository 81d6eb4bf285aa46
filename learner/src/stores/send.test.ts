import { describe, expect, it } from 'vitest';
import { createSender, readSaved } from './send.ts';

const said = {
  sequence: 3,
  deadline: null,
  server_time: '2026-11-21T09:00:00Z',
  answers: { 1: 'A', 2: ['B'] },
  stale: [],
};
const batch = { sequence: 3, answers: { 1: 'A' } };

/** What becomes of a batch where the site answers so. */
async function outcomeOf(answer: () => Response | Promise<Response>) {
  const requests: RequestInit[] = [];
  const heard: unknown[] = [];
  const send = createSender(
    '/answers',
    5,
    { hear: (...all) => heard.push(all) },
    {
      now: () => 70,
      request: async (_address, init) => {
        requests.push(init ?? {});
        return answer();
      },
    },
  );
  return { outcome: await send(batch), requests, heard };
}

describe('sending answers from the browser', () => {
  it('carries the attempt, outlives its page, and tells the clock', async () => {
    const { outcome, requests, heard } = await outcomeOf(() => Response.json(said));
    expect(outcome).toEqual({ kind: 'saved', saved: said });
    expect(requests[0]).toMatchObject({ method: 'POST', keepalive: true, redirect: 'manual' });
    expect(JSON.parse(String(requests[0]?.body))).toEqual({ attempt: 5, ...batch });
    expect(heard).toEqual([[said, 70, 70]]);
  });

  it.each([
    ['a dead line', () => Promise.reject(new TypeError('Failed to fetch')), 'unreachable'],
    ['a server in trouble', () => new Response('', { status: 503 }), 'unreachable'],
    ['too many requests', () => new Response('', { status: 429 }), 'unreachable'],
    ['a page of the line’s own', () => new Response('<h1>Welcome to the hotel'), 'unreachable'],
    ['a session that is over', () => new Response('', { status: 401 }), 'signed-out'],
    ['an attempt that has ended', () => new Response('', { status: 409 }), 'over'],
    ['an attempt that is gone', () => new Response('', { status: 404 }), 'over'],
  ])('%s', async (_name, answer, kind) => {
    const { outcome, heard } = await outcomeOf(answer);
    expect([outcome.kind, heard]).toEqual([kind, []]);
  });

  it('believes nothing that is not of the form', () => {
    expect(readSaved(said)).not.toBeNull();
    for (const wrong of [
      null,
      'saved',
      {},
      { ...said, sequence: '3' },
      { ...said, answers: { 1: 4 } },
      { ...said, stale: null },
      { ...said, deadline: 5 },
    ])
      expect(readSaved(wrong)).toBeNull();
  });
});
