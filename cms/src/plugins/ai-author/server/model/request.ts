import type { AiSettings } from '../../../../lib/environment';
import type { Dialect } from './dialect';
import { wasTurnedAway } from './failure';
import type { ModelSchema } from './json-schema';
import { type Fetch, languageModel } from './provider';
import { loadSdk, type ModelMessage } from './sdk';
import type { Tokens } from './settings';

/** Milliseconds. A test has its own. */
export interface Patience {
  /** Until the first byte: a model on one's own machine may have to be loaded first. */
  readonly first: number;
  /** Between two pieces. */
  readonly silence: number;
  readonly whole: number;
}

export const patience: Patience = { first: 180_000, silence: 60_000, whole: 1_800_000 };

export interface Asking {
  readonly settings: AiSettings;
  readonly dialect: Dialect;
  readonly name: string;
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly schema: ModelSchema;
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal | undefined;
  readonly patience: Patience;
  readonly onText: (text: string) => void;
}

export interface Came {
  readonly text: string;
  /** Signs of thoughts, which cost tokens and are not part of the answer. */
  readonly thoughts: number;
  readonly firstTokenAt: Date | null;
  /** What the endpoint counted; null where it said nothing. */
  readonly usage: Tokens | null;
  /** Whether it reached the model, so that it may cost something; not where it was refused before. */
  readonly wasTaken: boolean;
  readonly end: 'whole' | 'cut' | 'refused' | 'silent' | 'failed';
  readonly error: unknown;
}

/** So many signs has no answer of so many tokens: the endpoint does not keep the limit. */
const mostSigns = (maxOutputTokens: number): number => maxOutputTokens * 8 + 2000;
/** With what each piece is wrapped in. */
const mostBytes = (maxOutputTokens: number): number => maxOutputTokens * 2000 + 1_000_000;

type Why = 'silent' | 'long';

/**
 * A fetch that counts bytes and waits no longer than it should; `stop` is told why. It follows no
 * redirect, which could carry the key elsewhere.
 */
function watchedFetch(
  { first, silence, whole }: Patience,
  most: number,
  stop: (why: Why) => void,
): { readonly fetch: Fetch; readonly wasTaken: () => boolean; readonly end: () => void } {
  let timer = setTimeout(stop, first, 'silent');
  const total = setTimeout(stop, whole, 'silent');
  let bytes = 0;
  let wasTaken = false;
  const watch = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      clearTimeout(timer);
      timer = setTimeout(stop, silence, 'silent');
      bytes += chunk.byteLength;
      if (bytes > most) stop('long');
      controller.enqueue(chunk);
    },
  });
  return {
    async fetch(input, init) {
      // Until something else is known: whoever hears nothing cannot tell whether the model has begun.
      wasTaken = true;
      const reply = await fetch(input, { ...init, redirect: 'error' }).catch((error: unknown) => {
        wasTaken = !wasTurnedAway(error);
        throw error;
      });
      const { status, statusText, headers } = reply;
      wasTaken = reply.ok;
      return new Response(reply.body?.pipeThrough(watch) ?? null, { status, statusText, headers });
    },
    wasTaken: () => wasTaken,
    end() {
      clearTimeout(timer);
      clearTimeout(total);
    },
  };
}

/** One request to the model, read to its end, whatever that is. Throws nothing but defects of ours. */
export async function request(asking: Asking): Promise<Came> {
  const { settings, dialect, maxOutputTokens } = asking;
  const { streamText, Output, jsonSchema } = await loadSdk();
  // It would write warnings to the console; a request that does not fit the model is refused anyway.
  globalThis.AI_SDK_LOG_WARNINGS = false;
  const stopping = new AbortController();
  let why: Why | undefined;
  const stop = (reason: Why): void => {
    why ??= reason;
    stopping.abort();
  };
  const watched = watchedFetch(asking.patience, mostBytes(maxOutputTokens), stop);

  let text = '';
  let thoughts = 0;
  let firstTokenAt: Date | null = null;
  let usage: Tokens | null = null;
  let reason = '';
  let failure: { readonly error: unknown } | undefined;
  try {
    const schema = await jsonSchema(asking.schema.schema).jsonSchema;
    const format =
      dialect.format === 'schema'
        ? { type: 'json' as const, schema, name: asking.name }
        : { type: dialect.format === 'object' ? ('json' as const) : ('text' as const) };
    const strict = { strictJsonSchema: asking.schema.isStrict };
    const { stream } = streamText({
      model: await languageModel(settings, dialect, watched.fetch),
      instructions: asking.system,
      messages: [...asking.messages],
      maxOutputTokens,
      // The answer is read and checked by us, as text: the SDK's way would end at the first thing wrong.
      output: { ...Output.text(), responseFormat: Promise.resolve(format) },
      providerOptions: { endpoint: strict, openai: strict },
      // Asking again costs: only the job decides about it.
      maxRetries: 0,
      telemetry: { isEnabled: false },
      abortSignal: asking.signal
        ? AbortSignal.any([asking.signal, stopping.signal])
        : stopping.signal,
      // Its own would write the whole error, with question and headers, to the console.
      onError: () => undefined,
    });
    for await (const part of stream) {
      if (part.type === 'text-delta' || part.type === 'reasoning-delta') {
        firstTokenAt ??= new Date();
        if (part.type === 'text-delta') {
          text += part.text;
          asking.onText(text);
        } else thoughts += part.text.length;
        if (text.length + thoughts > mostSigns(maxOutputTokens)) stop('long');
      } else if (part.type === 'finish') {
        reason = part.finishReason;
        const { inputTokens, outputTokens } = part.totalUsage;
        if (inputTokens !== undefined && outputTokens !== undefined) {
          usage = { inputTokens, outputTokens };
        }
      } else if (part.type === 'error') failure ??= part;
      if (why) break;
    }
  } catch (error) {
    failure ??= { error };
  } finally {
    watched.end();
    // Ends the connection where the reading ended before the answer did.
    stopping.abort();
  }
  const error = failure?.error;
  const came = { text, thoughts, firstTokenAt, usage, error, wasTaken: watched.wasTaken() };
  if (why === 'long') return { ...came, end: 'cut' };
  if (why === 'silent') return { ...came, end: 'silent' };
  if (failure || asking.signal?.aborted) return { ...came, end: 'failed' };
  if (reason === 'content-filter') return { ...came, end: 'refused' };
  return { ...came, end: reason === 'length' ? 'cut' : 'whole' };
}
