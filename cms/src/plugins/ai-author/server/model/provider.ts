import type { AiSettings } from '../../../../lib/environment';
import type { Dialect } from './dialect';
import type { LanguageModel } from './sdk';

export type Fetch = typeof globalThis.fetch;

/** A model of the SDK. `dialect` matters to OpenAI-compatible endpoints only. */
export async function languageModel(
  settings: AiSettings,
  dialect: Dialect,
  fetch: Fetch,
): Promise<LanguageModel> {
  const { model, provider } = settings;
  const baseURL = settings.baseUrl ?? undefined;
  const apiKey = settings.apiKey ?? '';
  const common = { fetch, ...(baseURL === undefined ? {} : { baseURL }) };
  if (provider === 'anthropic') {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic({ ...common, apiKey })(model);
  }
  if (provider === 'google') {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle({ ...common, apiKey })(model);
  }
  if (provider === 'openai' || provider === 'azure') {
    const { createOpenAI } = await import('@ai-sdk/openai');
    // Azure's own interface is OpenAI's, below …/openai/v1, with the key in a header of its own.
    const headers: Record<string, string> = provider === 'azure' ? { 'api-key': apiKey } : {};
    return createOpenAI({ ...common, apiKey, headers }).chat(model);
  }
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  return createOpenAICompatible({
    fetch,
    name: 'endpoint',
    baseURL: baseURL ?? '',
    ...(settings.apiKey === null ? {} : { apiKey }),
    includeUsage: dialect.tellsUsage,
    supportsStructuredOutputs: true,
    transformRequestBody: (body) => {
      if (dialect.limit === 'max_tokens') return body;
      const { max_tokens, ...rest } = body;
      return { ...rest, max_completion_tokens: max_tokens };
    },
  })(model);
}
