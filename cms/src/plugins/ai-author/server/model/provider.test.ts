import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { startAiServer } from '../../../../../../scripts/testing/ai-server';
import type { AiSettings } from '../../../../lib/environment';
import { ask } from './ask';

const schema = z.object({ title: z.string(), lessons: z.array(z.string()) });
const good = { title: 'Reading maps', lessons: ['Scale', 'Contour lines'] };

const question = (provider: AiSettings['provider'], baseUrl: string) =>
  ask({
    name: 'outline',
    system: 'You plan courses.',
    messages: [{ role: 'user', content: 'A course about maps.' }],
    schema,
    maxOutputTokens: 500,
    settings: {
      provider,
      baseUrl,
      apiKey: 'sk-of-this-test',
      model: 'demo',
      seesPictures: false,
      inputPrice: null,
      outputPrice: null,
      parallel: 4,
      contextTokens: 32_000,
    },
  });

let stop: () => Promise<unknown>;
afterEach(() => stop());

describe.each(['openai', 'azure'] as const)('the interface of %s', (provider) => {
  it('is asked as the SDK asks it, with the schema', async () => {
    const server = await startAiServer({ replies: () => good });
    stop = server.stop;
    const { object, requests } = await question(provider, server.url);
    expect(object).toEqual(good);
    expect(requests[0]).toMatchObject({ isCounted: true, failure: null });
    const [asked] = server.requests;
    expect(asked?.asked).toMatchObject({ name: 'outline', format: 'json_schema', isStream: true });
    const { authorization, 'api-key': key } = asked?.headers ?? {};
    expect(authorization).toBe('Bearer sk-of-this-test');
    expect(key).toBe(provider === 'azure' ? 'sk-of-this-test' : undefined);
  });
});

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers every request with these events. */
async function playing(
  events: readonly unknown[],
  status = 200,
): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server: Server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    seen.push({ url: request.url ?? '', headers: request.headers, body });
    if (status !== 200) {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(events[0]));
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of events) {
      const { type } = event as { type?: string };
      response.write(`${type ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stop = () => new Promise((resolve) => server.close(resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, seen };
}

const text = JSON.stringify(good);

describe('the interface of anthropic', () => {
  it('is asked for the object, and its tokens are read', async () => {
    const { url, seen } = await playing([
      {
        type: 'message_start',
        message: {
          id: 'm',
          type: 'message',
          role: 'assistant',
          model: 'a-model',
          content: [],
          stop_reason: null,
          usage: { input_tokens: 31, output_tokens: 1 },
        },
      },
      {
        type: 'content_block_start',
        index: 0,
        content_block: { type: 'tool_use', id: 't', name: 'json', input: {} },
      },
      ...[text.slice(0, 20), text.slice(20)].map((partial_json) => ({
        type: 'content_block_delta',
        index: 0,
        delta: { type: 'input_json_delta', partial_json },
      })),
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'tool_use' }, usage: { output_tokens: 17 } },
      { type: 'message_stop' },
    ]);
    const { object, usage } = await question('anthropic', url);
    expect(object).toEqual(good);
    expect(usage).toEqual({ inputTokens: 31, outputTokens: 17 });
    expect(seen[0]?.url).toBe('/v1/messages');
    expect(seen[0]?.headers['x-api-key']).toBe('sk-of-this-test');
    expect(seen[0]?.body).toContain('"lessons"');
  });

  it('tells that it is overloaded as busy', async () => {
    const { url } = await playing(
      [{ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }],
      529,
    );
    await expect(question('anthropic', url)).rejects.toMatchObject({ code: 'ai.busy' });
  });
});

describe('the interface of google', () => {
  it('is asked for the object, and its tokens are read', async () => {
    const parts = [text.slice(0, 20), text.slice(20)];
    const { url, seen } = await playing(
      parts.map((part, at) => ({
        candidates: [
          {
            content: { role: 'model', parts: [{ text: part }] },
            ...(at === 1 ? { finishReason: 'STOP' } : {}),
          },
        ],
        usageMetadata: { promptTokenCount: 31, candidatesTokenCount: 17, totalTokenCount: 48 },
      })),
    );
    const { object, usage } = await question('google', url);
    expect(object).toEqual(good);
    expect(usage).toEqual({ inputTokens: 31, outputTokens: 17 });
    expect(seen[0]?.url).toBe('/v1/models/demo:streamGenerateContent?alt=sse');
    expect(seen[0]?.headers['x-goog-api-key']).toBe('sk-of-this-test');
  });

  it('tells a wrong key, which it calls an invalid argument', async () => {
    const message = 'API key not valid. Please pass a valid API key.';
    const { url } = await playing(
      [{ error: { code: 400, message, status: 'INVALID_ARGUMENT' } }],
      400,
    );
    await expect(question('google', url)).rejects.toMatchObject({ code: 'ai.key-refused' });
  });
});
