import { describe, expect, it } from 'vitest';
import { failureCode, refusedBy, retryAfterOf } from './failure';

/** An error as the SDK makes it of a reply. */
const reply = (statusCode: number, body: unknown, responseHeaders = {}) => ({
  statusCode,
  message: 'It failed.',
  responseBody: JSON.stringify(body),
  responseHeaders,
});
const said = (statusCode: number, message: string, code = '') =>
  reply(statusCode, { error: { message, code } });

describe('what services say when they refuse', () => {
  it.each([
    [
      'OpenAI, minute',
      said(429, 'Rate limit reached. Add a payment method at …/billing.'),
      'ai.busy',
    ],
    [
      'OpenAI, account',
      said(429, 'You exceeded your current quota.', 'insufficient_quota'),
      'ai.quota',
    ],
    ['OpenAI, length', said(400, 'Too long.', 'context_length_exceeded'), 'ai.context-too-long'],
    [
      'OpenAI, model',
      said(404, 'The model `x` does not exist', 'model_not_found'),
      'ai.model-gone',
    ],
    [
      'Azure, filter',
      said(400, 'The response was filtered.', 'content_filter'),
      'ai.content-refused',
    ],
    ['Azure, deployment', said(404, 'Missing.', 'DeploymentNotFound'), 'ai.model-gone'],
    ['Anthropic, account', said(400, 'Your credit balance is too low.'), 'ai.quota'],
    [
      'Anthropic, length',
      said(400, 'prompt is too long: 210000 tokens > 200000'),
      'ai.context-too-long',
    ],
    ['Anthropic, busy', said(529, 'Overloaded'), 'ai.busy'],
    ['Google, key', said(400, 'API key not valid.'), 'ai.key-refused'],
    [
      'vLLM, length',
      said(400, "This model's maximum context length is 4096 tokens."),
      'ai.context-too-long',
    ],
    [
      'llama.cpp, length',
      said(500, 'the request exceeds the available context size'),
      'ai.context-too-long',
    ],
    ['llama.cpp, loading', said(503, 'Loading model'), 'ai.model-away'],
    ['Ollama, model', said(404, "model 'llama9' not found"), 'ai.model-gone'],
    ['a proxy', said(502, 'Bad gateway'), 'ai.model-away'],
    ['anything else', said(400, 'temperature must be 1'), 'ai.request-refused'],
  ])('%s', (_, error, code) => {
    expect(failureCode(refusedBy(error), false)).toBe(code);
  });

  it('a limit a minute that is called a quota ends by itself, at the time that is named', () => {
    const details = [{ '@type': 'RetryInfo', retryDelay: '34.07s' }];
    const message = 'You exceeded your current quota, please check your plan and billing details.';
    const refused = refusedBy(reply(429, { error: { code: 429, message, details } }));
    expect(refused.retryAfter).toBe(35);
    expect(failureCode(refused, false)).toBe('ai.busy');
  });

  it('a picture is named only where one was sent', () => {
    const refused = refusedBy(said(400, 'This model does not support image input.'));
    expect(failureCode(refused, true)).toBe('ai.no-pictures');
    expect(failureCode(refused, false)).toBe('ai.request-refused');
  });
});

describe('the time to wait', () => {
  const now = Date.parse('2026-11-21T22:00:00Z');
  it.each([
    [{ 'retry-after': '20' }, 20],
    [{ 'retry-after': '0.5' }, 1],
    [{ 'retry-after': 'Sat, 21 Nov 2026 22:01:30 GMT' }, 90],
    [{ 'retry-after': 'Sat, 21 Nov 2026 21:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '1500', 'retry-after': '2' }, 2],
    [{ 'retry-after': '99999999' }, 3600],
    [{ 'retry-after': 'soon' }, null],
    [{}, null],
    [undefined, null],
  ])('%j is %s seconds', (headers, seconds) => {
    expect(retryAfterOf(headers, now)).toBe(seconds);
  });
});
