import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import {
  type AiServer,
  type AiServerOptions,
  latch,
  refusing,
  startAiServer,
} from '../../../../../../scripts/testing/ai-server';
import type { AiSettings } from '../../../../lib/environment';
import { type Answer, ask, type MadeRequest, type Question } from './ask';
import { ModelFailure } from './failure';

const schema = z.object({ title: z.string().min(3), lessons: z.array(z.string()).min(2) });
type Outline = z.infer<typeof schema>;
const good: Outline = { title: 'Reading maps', lessons: ['Scale', 'Contour lines'] };
const key = 'sk-very-secret-0123456789';

let server: AiServer;
afterEach(() => server.stop());

interface Run {
  readonly made: MadeRequest[];
  readonly result: Promise<Answer<Outline>>;
}

/** Asks a server of its own. */
async function run(
  options: AiServerOptions,
  model = 'demo',
  more: Partial<Question<Outline>> & { readonly ai?: Partial<AiSettings> } = {},
): Promise<Run> {
  server = await startAiServer({ replies: () => good, ...options });
  const { ai, ...question } = more;
  const made: MadeRequest[] = [];
  const settings: AiSettings = {
    provider: 'openai-compatible',
    baseUrl: server.url,
    apiKey: key,
    model,
    seesPictures: false,
    inputPrice: 0.5,
    outputPrice: 2,
    parallel: 4,
    contextTokens: 32_000,
    ...ai,
  };
  const result = ask<Outline>({
    name: 'outline',
    system: 'You plan courses.',
    messages: [{ role: 'user', content: 'A course about maps.' }],
    schema,
    maxOutputTokens: 500,
    afterRequest: async (one) => {
      made.push(one);
    },
    settings,
    ...question,
  });
  result.catch(() => undefined);
  return { made, result };
}

async function failure({ result }: Run): Promise<ModelFailure> {
  const error = await result.then(
    () => new Error('It was answered.'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ModelFailure)) throw error;
  return error;
}

describe('a question to the model', () => {
  it('is answered with an object of the schema, and its tokens and their price are known', async () => {
    const { made, result } = await run({});
    const answer = await result;
    expect(answer.object).toEqual(good);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ number: 1, model: 'demo', isCounted: true, failure: null });
    const { inputTokens, outputTokens, microdollars } = made[0] as MadeRequest;
    expect(outputTokens).toBe(Math.ceil(JSON.stringify(good).length / 4));
    expect(microdollars).toBe(Math.ceil(inputTokens * 0.5 + outputTokens * 2));
    expect(answer.usage).toEqual({ inputTokens, outputTokens });
    const [asked] = server.requests;
    expect(asked?.headers.authorization).toBe(`Bearer ${key}`);
    expect(asked?.body).toMatchObject({
      max_tokens: 500,
      stream: true,
      stream_options: { include_usage: true },
      response_format: { type: 'json_schema', json_schema: { name: 'outline', strict: true } },
    });
    // Lengths are ours to check: some endpoints refuse a schema that has them.
    expect(JSON.stringify(asked?.body)).not.toContain('minLength');
  });

  it('asks the endpoint and nobody else, and prints nothing', async () => {
    const asked = vi.spyOn(globalThis, 'fetch');
    const printed = [
      vi.spyOn(console, 'warn'),
      vi.spyOn(console, 'error'),
      vi.spyOn(console, 'log'),
    ];
    const { result } = await run({});
    await result;
    await server.stop();
    await failure(await run({}, 'demo-500'));
    const addresses = asked.mock.calls.map(([input]) => new URL(String(input)).host);
    expect(new Set(addresses.map((host) => host.split(':')[0]))).toEqual(new Set(['127.0.0.1']));
    expect(addresses).toHaveLength(2);
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('tells what came at once, while the rest is still to come', async () => {
    const seen: { partial: Partial<Outline>; wasComplete: boolean }[] = [];
    const first = latch();
    const { result } = await run({ lastPiece: () => first.opened }, 'demo', {
      onPartial: (partial) => {
        const { completed } = server.requests[0] as { completed: boolean };
        seen.push({ partial: partial as Partial<Outline>, wasComplete: completed });
        first.open();
      },
    });
    await result;
    expect(seen.length).toBeGreaterThan(0);
    expect(seen[0]?.wasComplete).toBe(false);
    expect(good.title.startsWith(seen[0]?.partial.title ?? '?')).toBe(true);
  });

  it('tells whole signs only, where the stream is cut between the escapes of one', async () => {
    const seen: Partial<Outline>[] = [];
    const { made, result } = await run({ pace: 200, piece: 1000 }, 'demo-escapes', {
      onPartial: (partial) => {
        seen.push(partial as Partial<Outline>);
      },
    });
    const { object } = await result;
    expect(object).toEqual({ title: '🧭 Reading maps', lessons: ['🧭 Scale', '🧭 Contour lines'] });
    expect(seen[0]).toEqual({ title: '' });
    expect(JSON.stringify(seen)).not.toContain('\\ud');
    expect(made).toHaveLength(1);
  });

  it('reads an answer cut anywhere, and no U+0000 in it', async () => {
    const { result } = await run({ piece: 1 }, 'demo-escapes');
    expect((await result).object.title).toBe('🧭 Reading maps');
    await server.stop();
    const raw = { title: '🧭🗺️ मानचित्र', lessons: ['🏔️', '👩🏽‍🏫'] };
    const cut = await run({ piece: 1, replies: () => raw });
    expect((await cut.result).object).toEqual(raw);
    await server.stop();
    const seen: unknown[] = [];
    const nought = await run({ pace: 20 }, 'demo-null', {
      onPartial: (partial) => {
        seen.push(partial);
      },
    });
    expect((await nought.result).object).toEqual(good);
    expect(seen.length).toBeGreaterThan(0);
    expect(JSON.stringify(seen)).not.toContain('\\u0000');
  });

  it('counts roughly where the endpoint tells no tokens', async () => {
    const { made, result } = await run({ usage: 'untold' });
    await result;
    expect(made[0]).toMatchObject({ isCounted: false, failure: null });
    expect(made[0]?.inputTokens).toBeGreaterThan(10);
    expect(made[0]?.outputTokens).toBe(Math.ceil(JSON.stringify(good).length / 3));
  });

  it.each([
    ['JSON only', { formats: ['json_object'] }, ['json_schema', 'json_object', 'json_object']],
    ['no form at all', { formats: [] }, ['json_schema', 'json_object', 'text', 'text']],
  ] as const)(
    'finds out that an endpoint takes %s, and remembers it',
    async (_, options, formats) => {
      const { made, result } = await run(options);
      await result;
      const settings = { ai: { baseUrl: server.url } };
      expect(made).toHaveLength(1);
      const again = await askAgain(settings.ai.baseUrl);
      expect(again.object).toEqual(good);
      expect(server.requests.map(({ asked }) => asked.format)).toEqual(formats);
      const last = server.requests.at(-1);
      expect(last?.asked.name).toBe('outline');
      expect(last?.asked.schema).toMatchObject({ type: 'object', required: ['title', 'lessons'] });
    },
  );

  it('asks without stream_options where those are refused', async () => {
    const { made, result } = await run({ usage: 'refused' });
    await result;
    expect(server.requests.map(({ status }) => status)).toEqual([400, 200]);
    expect(made).toHaveLength(1);
    expect(made[0]?.isCounted).toBe(false);
  });

  it('reads JSON in a fence, between words and without its last bracket', async () => {
    const { made, result } = await run({}, 'demo-fenced');
    expect((await result).object).toEqual(good);
    expect(made).toHaveLength(1);
  });

  it('asks again with what was wrong, at most twice, and each time is settled', async () => {
    const replies: unknown[] = ['No JSON at all', { title: 'x' }, good];
    const { made, result } = await run({ replies: () => replies.shift() });
    expect((await result).object).toEqual(good);
    expect(made.map(({ number, failure: why }) => [number, why])).toEqual([
      [1, 'ai.answer-invalid'],
      [2, 'ai.answer-invalid'],
      [3, null],
    ]);
    expect(server.requests[1]?.asked.question).toContain('There was no JSON object');
    expect(server.requests[2]?.asked.question).toMatch(/lessons: /);
    const { usage } = await result;
    expect(usage.inputTokens).toBe(made.reduce((all, { inputTokens }) => all + inputTokens, 0));
  });

  it.each(['demo-invalid-json', 'demo-wrong-schema'])(
    'gives up after three of %s',
    async (model) => {
      const asking = await run({}, model);
      expect(await failure(asking)).toMatchObject({
        code: 'ai.answer-invalid',
        isTemporary: false,
      });
      expect(asking.made).toHaveLength(3);
    },
  );

  it('never completes an answer that was cut at its limit', async () => {
    const long = { title: 'Reading maps', lessons: ['Scale', 'Contour lines '.repeat(100)] };
    const asking = await run({ replies: () => long }, 'demo', { maxOutputTokens: 60 });
    expect(await failure(asking)).toMatchObject({ code: 'ai.answer-invalid' });
    expect(server.requests[1]?.asked.question).toContain('too long');
    expect((await failure(asking)).message).toContain('The last one: The answer was too long');
  });

  it('gives a model that thinks for long more room the next time', async () => {
    const planned: number[] = [];
    const { made, result } = await run({}, 'demo-thinks', {
      maxOutputTokens: 300,
      beforeRequest: async ({ maxOutputTokens }) => {
        planned.push(maxOutputTokens);
      },
    });
    expect((await result).object).toEqual(good);
    expect(planned).toEqual([300, 900]);
    expect(made.map(({ outputTokens }) => outputTokens > 250)).toEqual([true, true]);
  });

  it('cuts an answer without end, and the endpoint stops', async () => {
    const asking = await run({}, 'demo-endless', { maxOutputTokens: 50 });
    expect(await failure(asking)).toMatchObject({ code: 'ai.answer-invalid' });
    expect(server.requests).toHaveLength(3);
    await expect.poll(() => server.requests.every(({ aborted }) => aborted)).toBe(true);
    expect(asking.made.every(({ outputTokens }) => outputTokens < 2000)).toBe(true);
  });

  it("sends a check's remarks, and says when it is the last time", async () => {
    const last: boolean[] = [];
    const { made, result } = await run({}, 'demo', {
      check: (_, { isLast }) => {
        last.push(isLast);
        return isLast ? [] : ['The first lesson is too hard.'];
      },
    });
    expect((await result).object).toEqual(good);
    expect(last).toEqual([false, false, true]);
    expect(made).toHaveLength(3);
    expect(server.requests[1]?.asked.question).toContain('The first lesson is too hard.');
  });

  it('makes no request that was not let through', async () => {
    const asking = await run({}, 'demo', {
      beforeRequest: async ({ inputTokens, maxOutputTokens }) => {
        throw new Error(`${inputTokens > 20} ${maxOutputTokens}`);
      },
    });
    await expect(asking.result).rejects.toThrow('true 500');
    expect(server.requests).toHaveLength(0);
    expect(asking.made).toHaveLength(0);
  });

  it('ends when it is stopped, at the endpoint too, and what came is counted', async () => {
    const stop = new AbortController();
    const { made, result } = await run({ pace: 60_000 }, 'demo', {
      signal: stop.signal,
      onPartial: () => stop.abort(new Error('The job was cancelled.')),
    });
    await expect(result).rejects.toThrow('The job was cancelled.');
    expect(made[0]).toMatchObject({ failure: 'ai.stopped', isCounted: false, isUnknown: true });
    expect(made[0]?.inputTokens).toBeGreaterThan(0);
    await expect.poll(() => server.requests[0]?.aborted).toBe(true);
  });

  it('is not asked where there is no room for its answer', async () => {
    const asking = await run({}, 'demo', {
      ai: { contextTokens: 4000 },
      messages: [{ role: 'user', content: 'word '.repeat(3000) }],
    });
    expect(await failure(asking)).toMatchObject({ code: 'ai.context-too-long' });
    expect(server.requests).toHaveLength(0);
  });
});

describe('a model that fails', () => {
  it.each([
    ['demo-500', 'ai.model-away', true],
    ['demo-cut', 'ai.model-away', true],
    ['demo-quota', 'ai.quota', false],
    ['demo-short', 'ai.context-too-long', false],
    ['demo-refuses', 'ai.content-refused', false],
    ['no-such-model', 'ai.model-gone', false],
  ])('%s is told as %s', async (model, code, isTemporary) => {
    const asking = await run({}, model);
    expect(await failure(asking)).toMatchObject({ code, isTemporary });
    expect(server.requests).toHaveLength(1);
    expect(asking.made).toHaveLength(1);
    expect(asking.made[0]).toMatchObject({ failure: code, isUnknown: model === 'demo-cut' });
  });

  it('tells how long to wait, and is not asked again by the SDK', async () => {
    const asking = await run({}, 'demo-429');
    expect(await failure(asking)).toMatchObject({
      code: 'ai.busy',
      isTemporary: true,
      retryAfter: 1,
    });
    const nothing = { inputTokens: 0, outputTokens: 0, microdollars: 0, isUnknown: false };
    expect(asking.made[0]).toMatchObject(nothing);
    expect(server.requests).toHaveLength(1);
  });

  it('that breaks off has read the question, and nobody knows what it bills', async () => {
    const asking = await run({ pace: 5 }, 'demo-cut');
    expect(await failure(asking)).toMatchObject({ code: 'ai.model-away' });
    const unknown = { isCounted: false, isUnknown: true, failure: 'ai.model-away' };
    expect(asking.made[0]).toMatchObject(unknown);
    expect(asking.made[0]?.inputTokens).toBeGreaterThan(10);
    expect(asking.made[0]?.outputTokens).toBeGreaterThan(0);
  });

  it('that refuses the key never gets it repeated', async () => {
    const asking = await run({ key: 'another' });
    const error = await failure(asking);
    expect(error.code).toBe('ai.key-refused');
    expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('secret');
  });

  it('that repeats the key in some other refusal does not get it into the log', async () => {
    const refusal = { status: 418, message: `I am a teapot. ${key}` };
    const error = await failure(await run({ replies: () => refusing(refusal) }));
    expect(error).toMatchObject({ code: 'ai.request-refused' });
    expect(error.detail).toContain('HTTP 418: i am a teapot');
    expect(`${error.stack}${error.detail}`).not.toContain(key);
  });

  it('that says nothing any more is left', async () => {
    const asking = await run({ firstToken: 60_000 }, 'demo', {
      patience: { first: 60_000, silence: 80, whole: 60_000 },
    });
    expect(await failure(asking)).toMatchObject({ code: 'ai.too-slow', isTemporary: true });
    // It may have been thinking, which is paid.
    expect(asking.made[0]).toMatchObject({ failure: 'ai.too-slow', isUnknown: true });
    expect(asking.made[0]?.inputTokens).toBeGreaterThan(10);
    await expect.poll(() => server.requests[0]?.aborted).toBe(true);
  });

  it('that is not there is told as away, and costs nothing', async () => {
    const asking = await run({}, 'demo', { ai: { baseUrl: await closedAddress() } });
    expect(await failure(asking)).toMatchObject({ code: 'ai.model-away', isTemporary: true });
    expect(asking.made[0]).toMatchObject({ inputTokens: 0, outputTokens: 0, isUnknown: false });
  });

  it('that takes the question and hangs up before a word may have begun', async () => {
    const deaf = createServer((request) => request.socket.destroy());
    await new Promise<void>((resolve) => deaf.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(deaf.address() as AddressInfo).port}/v1`;
    const asking = await run({}, 'demo', { ai: { baseUrl } });
    expect(await failure(asking)).toMatchObject({ code: 'ai.model-away' });
    await new Promise((resolve) => deaf.close(resolve));
    expect(asking.made[0]).toMatchObject({ isUnknown: true, outputTokens: 0 });
    expect(asking.made[0]?.inputTokens).toBeGreaterThan(10);
  });

  it('is not followed to another address, which would get the key', async () => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1`;
    const moved = refusing({ status: 307, headers: { location } });
    const asking = await run({ replies: () => moved });
    const error = await failure(asking);
    await new Promise((resolve) => other.close(resolve));
    expect(error.code).toBe('ai.model-away');
    expect(asking.made[0]).toMatchObject({ inputTokens: 0, isUnknown: false });
    expect(elsewhere).toEqual([]);
  });

  it('and cannot see gets no picture; one that can gets it', async () => {
    const picture = {
      type: 'picture',
      mediaType: 'image/png',
      bytes: new Uint8Array([1, 2]),
    } as const;
    const messages = [
      { role: 'user', content: [{ type: 'text', text: 'What is it?' }, picture] },
    ] as const;
    const blind = await run({}, 'demo', { messages });
    expect(await failure(blind)).toMatchObject({ code: 'ai.no-pictures' });
    expect(server.requests).toHaveLength(0);
    await server.stop();
    const claimed = await run({}, 'demo', { messages, ai: { seesPictures: true } });
    expect(await failure(claimed)).toMatchObject({ code: 'ai.no-pictures' });
    await server.stop();
    const seeing = await run({}, 'demo-vision', { messages, ai: { seesPictures: true } });
    expect((await seeing.result).object).toEqual(good);
    expect(server.requests[0]?.asked.pictures).toBe(1);
  });
});

async function closedAddress(): Promise<string> {
  const closed = await startAiServer();
  await closed.stop();
  return closed.url;
}

/** A second question to the server that runs. */
async function askAgain(baseUrl: string): Promise<Answer<Outline>> {
  return ask<Outline>({
    name: 'outline',
    system: 'You plan courses.',
    messages: [{ role: 'user', content: 'Once more.' }],
    schema,
    maxOutputTokens: 500,
    settings: {
      provider: 'openai-compatible',
      baseUrl,
      apiKey: null,
      model: 'demo',
      seesPictures: false,
      inputPrice: null,
      outputPrice: null,
      parallel: 4,
      contextTokens: 32_000,
    },
  });
}
