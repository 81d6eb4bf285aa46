import type { AiSettings } from '../../../../lib/environment';
import type { Refused } from './failure';

/** What an endpoint takes. It is found out by what it refuses, and remembered for this process. */
export interface Dialect {
  /** `schema`: it holds the answer to a JSON Schema; `object`: to JSON; `plain`: to nothing. */
  readonly format: 'schema' | 'object' | 'plain';
  /** Whether it may be asked to tell the tokens of a stream. */
  readonly tellsUsage: boolean;
  readonly limit: 'max_tokens' | 'max_completion_tokens';
}

const best: Dialect = { format: 'schema', tellsUsage: true, limit: 'max_tokens' };
const known = new Map<string, Dialect>();

const keyOf = ({ provider, baseUrl, model }: AiSettings): string =>
  JSON.stringify([provider, baseUrl, model]);

export const dialectOf = (settings: AiSettings): Dialect => known.get(keyOf(settings)) ?? best;

export function rememberDialect(settings: AiSettings, dialect: Dialect): void {
  known.set(keyOf(settings), dialect);
}

const about = {
  limit: /max_completion_tokens/,
  usage: /stream_options|include_usage/,
  format:
    /response_?format|json_schema|json_object|structured[_ ]output|output_?format|schema|grammar/,
};

/**
 * How to ask instead, where an endpoint refused the form of a question and not the question itself;
 * undefined where another form would change nothing.
 */
export function plainerDialect(dialect: Dialect, { status, text }: Refused): Dialect | undefined {
  const isAboutForm = status === 400 || status === 404 || status === 422 || status === 501;
  if (!isAboutForm && !(status === 500 && about.format.test(text))) return undefined;
  if (dialect.limit === 'max_tokens' && about.limit.test(text)) {
    return { ...dialect, limit: 'max_completion_tokens' };
  }
  if (dialect.tellsUsage && about.usage.test(text)) return { ...dialect, tellsUsage: false };
  if (about.format.test(text) && dialect.format !== 'plain') {
    return { ...dialect, format: dialect.format === 'schema' ? 'object' : 'plain' };
  }
  return undefined;
}
