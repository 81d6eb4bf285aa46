import type { z } from 'zod';
import type { AiSettings } from '../../../../lib/environment';
import { dialectOf, plainerDialect, rememberDialect } from './dialect';
import { detailOf, type FailureCode, failureCode, ModelFailure, refusedBy } from './failure';
import { type ModelSchema, modelSchema } from './json-schema';
import { partials } from './partials';
import { readObject } from './read';
import { type Came, type Patience, patience, request } from './request';
import type { ModelMessage } from './sdk';
import { modelSettings, price, type Tokens } from './settings';
import { pictureTokens, roughTokens } from './tokens';
import { wellFormed } from './well-formed';

export interface TextPart {
  readonly type: 'text';
  readonly text: string;
}

export interface PicturePart {
  readonly type: 'picture';
  /** Such as `image/png`. */
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface Message {
  readonly role: 'user' | 'assistant';
  readonly content: string | readonly (TextPart | PicturePart)[];
}

/** A request that is about to be made. */
export interface PlannedRequest {
  /** 1 to 3. */
  readonly number: number;
  readonly model: string;
  /** Roughly. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
}

/** A request that was made, whatever became of it. */
export interface MadeRequest extends Tokens {
  readonly number: number;
  readonly model: string;
  readonly startedAt: Date;
  /** Null where nothing came. */
  readonly firstTokenAt: Date | null;
  readonly endedAt: Date;
  /** The endpoint counted the tokens itself; otherwise they are rough. */
  readonly isCounted: boolean;
  /**
   * Nobody says what it cost: the model may have begun, and what came has no end. The tokens are then
   * those of the question and of what was seen.
   */
  readonly isUnknown: boolean;
  /** Null where no price of the model is known. */
  readonly microdollars: number | null;
  /** Also `ai.answer-invalid`, where the answer came and was not usable; `ai.stopped` by the signal. */
  readonly failure: FailureCode | 'ai.stopped' | null;
}

/** `isLast`: nothing will be asked again, so that a remark ends the question. */
export type Check<T> = (
  object: T,
  more: { readonly isLast: boolean },
) => readonly string[] | Promise<readonly string[]>;

export interface Question<T> {
  /** Of the schema, in snake_case: the command's name. */
  readonly name: string;
  readonly system: string;
  readonly messages: readonly Message[];
  /** Of an object. */
  readonly schema: z.ZodType<T>;
  readonly maxOutputTokens: number;
  readonly signal?: AbortSignal | undefined;
  /** What can be read of the answer so far, unchecked: at once when the first comes, then every 150 ms. */
  readonly onPartial?: ((partial: unknown) => void | Promise<void>) | undefined;
  /** What is wrong with an answer that the schema holds; nothing where it is good. */
  readonly check?: Check<T> | undefined;
  /** Puts a text among what is data of this question; what was wrong with an answer quotes from it. */
  readonly asData?: ((name: string, text: string) => string) | undefined;
  /** Before each request; what it throws ends the question as it is. */
  readonly beforeRequest?: ((planned: PlannedRequest) => Promise<void>) | undefined;
  /** After each request, also one that failed or was stopped. */
  readonly afterRequest?: ((made: MadeRequest) => Promise<void>) | undefined;
  readonly settings?: AiSettings | undefined;
  readonly patience?: Patience | undefined;
}

export interface Answer<T> {
  readonly object: T;
  /** Of all requests together. */
  readonly usage: Tokens;
  readonly model: string;
  readonly requests: readonly MadeRequest[];
}

/** Requests for one answer, the first included. */
const mostRequests = 3;
/** With less room than this for the answer a question is not worth asking. */
const leastAnswer = 1000;
/** An answer that is longer is not sent back with what was wrong with it. */
const longestReturned = 12_000;

/**
 * Asks the model for an object of a schema and reads the answer as it comes. An answer that cannot be
 * repaired, or with which `check` finds something wrong, is asked for again with the remarks, at most
 * twice. Throws `ModelFailure`, or the signal's own reason where that was used.
 */
export async function ask<T>(question: Question<T>): Promise<Answer<T>> {
  const settings = modelSettings(question.settings);
  const schema = modelSchema(question.schema);
  if (hasPictures(question.messages) && !settings.seesPictures) {
    throw new ModelFailure('ai.no-pictures');
  }
  const requests: MadeRequest[] = [];
  let again: readonly ModelMessage[] = [];
  let remarks: readonly string[] = [];
  let mostTokens = question.maxOutputTokens;
  for (let number = 1; number <= mostRequests; number += 1) {
    question.signal?.throwIfAborted();
    const messages = [...question.messages.map(asModelMessage), ...again];
    const inputTokens = roughInput(question, messages, schema);
    const room = settings.contextTokens - inputTokens;
    if (room < Math.min(leastAnswer, question.maxOutputTokens)) {
      throw new ModelFailure('ai.context-too-long');
    }
    const maxOutputTokens = Math.min(mostTokens, room);
    await question.beforeRequest?.({ number, model: settings.model, inputTokens, maxOutputTokens });

    const startedAt = new Date();
    const listening = partials(question.onPartial);
    const came = await inSomeDialect(question, settings, schema, messages, {
      maxOutputTokens,
      onText: listening.came,
    });
    const endedAt = new Date();
    const heard = await settled(listening.end());
    const result = await judged(came, question, settings, number === mostRequests);
    const usage = came.usage ?? roughUsage(came, inputTokens);
    const made: MadeRequest = {
      number,
      model: settings.model,
      startedAt,
      firstTokenAt: came.firstTokenAt,
      endedAt,
      ...usage,
      isCounted: came.usage !== null,
      isUnknown: isUnknown(came),
      microdollars: price(usage, settings),
      failure: failureOf(result),
    };
    requests.push(made);
    await question.afterRequest?.(made);
    if (!heard.ok) throw heard.error;
    if ('thrown' in result) throw result.thrown;
    if ('object' in result) {
      return { object: result.object, usage: sum(requests), model: settings.model, requests };
    }
    remarks = result.remarks;
    // Thoughts took most of the room: asked for less, such a model would think as long again.
    const wasThinking = came.end === 'cut' && roughTokens(came.text) < maxOutputTokens / 2;
    if (wasThinking) mostTokens *= 3;
    again = secondAsking(came.text, remarks, question, schema, result.isForm);
  }
  throw new ModelFailure('ai.answer-invalid', { remarks });
}

type Result<T> =
  | { readonly object: T }
  | { readonly remarks: readonly string[]; readonly isForm: boolean }
  | { readonly thrown: unknown; readonly failure: FailureCode | 'ai.stopped' };

function failureOf(result: Result<unknown>): MadeRequest['failure'] {
  if ('failure' in result) return result.failure;
  return 'remarks' in result ? 'ai.answer-invalid' : null;
}

async function judged<T>(
  came: Came,
  { signal, messages, schema, check }: Question<T>,
  settings: AiSettings,
  isLast: boolean,
): Promise<Result<T>> {
  if (signal?.aborted) return { thrown: signal.reason, failure: 'ai.stopped' };
  const failed = (code: FailureCode, more: ConstructorParameters<typeof ModelFailure>[1] = {}) => ({
    thrown: new ModelFailure(code, more),
    failure: code,
  });
  if (came.end === 'silent') return failed('ai.too-slow');
  if (came.end === 'refused') return failed('ai.content-refused');
  if (came.end === 'failed') {
    const refused = refusedBy(came.error);
    const { retryAfter } = refused;
    return failed(failureCode(refused, hasPictures(messages)), {
      retryAfter,
      detail: detailOf(refused, settings),
    });
  }
  const read = await readObject(came.text, schema, came.end === 'cut');
  if (!read.ok) return { remarks: read.remarks, isForm: true };
  // What a check throws is no answer's fault, but the request was made and has to be settled.
  const remarks = await settled((async () => (await check?.(read.object, { isLast })) ?? [])());
  if (!remarks.ok) return { thrown: remarks.error, failure: 'ai.answer-invalid' };
  return remarks.value.length === 0
    ? { object: read.object }
    : { remarks: remarks.value, isForm: false };
}

/** The endpoint refuses some forms of a question before it reads it: those cost nothing and are left. */
async function inSomeDialect<T>(
  question: Question<T>,
  settings: AiSettings,
  schema: ModelSchema,
  messages: readonly ModelMessage[],
  more: { readonly maxOutputTokens: number; readonly onText: (text: string) => void },
): Promise<Came> {
  for (let dialect = dialectOf(settings); ; ) {
    const isHeld = dialect.format === 'schema';
    const came = await request({
      settings,
      dialect,
      name: question.name,
      system: isHeld ? question.system : `${question.system}\n\n${inWords(question.name, schema)}`,
      messages,
      schema,
      signal: question.signal,
      patience: question.patience ?? patience,
      ...more,
    });
    const plainer =
      came.end === 'failed' && came.text === ''
        ? plainerDialect(dialect, refusedBy(came.error))
        : undefined;
    if (!plainer || question.signal?.aborted) return came;
    dialect = plainer;
    rememberDialect(settings, dialect);
  }
}

const inWords = (name: string, { schema }: ModelSchema): string =>
  `Answer with one JSON object and nothing else. It follows the JSON Schema “${name}”:\n${JSON.stringify(schema)}`;

function secondAsking(
  text: string,
  remarks: readonly string[],
  { name, asData }: Pick<Question<unknown>, 'name' | 'asData'>,
  schema: ModelSchema,
  isForm: boolean,
): readonly ModelMessage[] {
  const list = remarks.map((remark) => `- ${remark}`).join('\n');
  const wrong =
    asData === undefined
      ? `Your answer cannot be used:\n${list}`
      : `Your answer cannot be used. What is wrong with it is told in the data “faults”: put all of that right.\n\n${asData('faults', list)}`;
  const form = isForm ? `\n\n${inWords(name, schema)}` : '';
  const said = wellFormed(text).trim();
  return [
    ...(said !== '' && said.length <= longestReturned
      ? [{ role: 'assistant' as const, content: said }]
      : []),
    {
      role: 'user',
      content: `${wrong}\n\nAnswer again, with the whole object.${form}`,
    },
  ];
}

const hasPictures = (messages: readonly Message[]): boolean =>
  messages.some(
    ({ content }) => typeof content !== 'string' && content.some(({ type }) => type === 'picture'),
  );

function asModelMessage({ role, content }: Message): ModelMessage {
  if (typeof content === 'string') return { role, content };
  const texts = content.filter((part) => part.type === 'text');
  // Only people send pictures.
  if (role === 'assistant') return { role, content: texts.map(({ text }) => text).join('\n') };
  return {
    role,
    content: content.map((part) =>
      part.type === 'text'
        ? { type: 'text', text: part.text }
        : { type: 'file', mediaType: part.mediaType, data: part.bytes },
    ),
  };
}

function roughInput<T>(
  { system }: Question<T>,
  messages: readonly ModelMessage[],
  { schema }: ModelSchema,
): number {
  // An endpoint that holds to a schema may count it as a part of the question.
  let tokens = roughTokens(system) + roughTokens(JSON.stringify(schema));
  for (const { content } of messages) {
    if (typeof content === 'string') tokens += roughTokens(content);
    else {
      for (const part of content) {
        tokens += part.type === 'text' ? roughTokens(part.text) : pictureTokens;
      }
    }
  }
  return tokens;
}

/** Which a service may bill whole, up to its limit, although we hung up or the line broke. */
const isUnknown = ({ usage, wasTaken, end }: Came): boolean =>
  usage === null && wasTaken && (end === 'silent' || end === 'failed');

/** What no model has taken costs nothing; of what one has, the question was read whole. */
function roughUsage({ text, thoughts, wasTaken }: Came, inputTokens: number): Tokens {
  return {
    inputTokens: wasTaken ? inputTokens : 0,
    outputTokens: roughTokens(text) + Math.ceil(thoughts / 3),
  };
}

const sum = (requests: readonly Tokens[]): Tokens => ({
  inputTokens: requests.reduce((all, { inputTokens }) => all + inputTokens, 0),
  outputTokens: requests.reduce((all, { outputTokens }) => all + outputTokens, 0),
});

type Settled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown };

async function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ ok: true, value }) as const,
    (error: unknown) => ({ ok: false, error }) as const,
  );
}
