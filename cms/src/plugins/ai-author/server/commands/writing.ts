import { randomBytes } from 'node:crypto';
import { Refusal } from '../../../../lib/refusal';
import { type Message, roughTokens } from '../model';
import { fill, type PromptName, type PromptReference, prompts } from '../prompts';
import type { Again, Passage, Picture, Tokens, Tools } from './command';
import { listField, type Place, textField, titleOf } from './reading';

/**
 * Text that is data for the model, however it reads. The token is drawn anew for each request, so
 * that nothing written before could hold the line that ends it.
 */
export class Fence {
  readonly token: string;

  constructor(token = randomBytes(8).toString('hex')) {
    this.token = token;
  }

  around(name: string, text: string): string {
    return `[data ${this.token} ${name}]\n${text.replaceAll(this.token, '')}\n[end ${this.token}]`;
  }
}

/** The beginning of a text, cut between its lines; says so where something is left out. */
export function clipped(text: string, tokens: number): string {
  if (roughTokens(text) <= tokens) return text;
  let kept = '';
  let used = 0;
  for (const one of text.split('\n')) {
    used += roughTokens(one) + 1;
    if (used > tokens) break;
    kept += `${one}\n`;
  }
  return `${kept === '' ? text.slice(0, tokens) : kept}(The rest is left out here.)`;
}

const bullets = (texts: readonly string[]): string => texts.map((text) => `- ${text}`).join('\n');

const called = { course: 'Course', module: 'Module', lesson: 'Lesson' } as const;

/** Tells where a draft stands: the course, the outline, and each draft above it with what it is for. */
export function describePlace({ target, above, course, outline }: Place): string {
  const parts: string[] = [
    `Course: ${titleOf(course)}`,
    `Level: ${textField(course, 'level') || 'not said'}`,
  ];
  const add = (name: string, text: string) => {
    if (text.trim() !== '') parts.push(`${name}: ${clipped(text.trim(), 600)}`);
  };
  add('Written for', textField(course, 'target_audience'));
  add('About the course', textField(course, 'description'));
  if (outline.length > 0) {
    const titles = outline.map(({ title, lessons }, m) =>
      [
        `${m + 1}. ${title}`,
        ...lessons.map((lesson, n) => `   ${m + 1}.${n + 1} ${lesson.title}`),
      ].join('\n'),
    );
    parts.push(`Outline:\n${clipped(titles.join('\n'), 3000)}`);
  }
  for (const draft of [...above].reverse().concat(target)) {
    if (draft.kind === 'course') continue;
    const word = called[draft.kind as keyof typeof called];
    if (word !== undefined) parts.push(`${word}: ${titleOf(draft)}`);
    if (draft.kind === 'module') add('About the module', textField(draft, 'description'));
    if (draft.kind === 'lesson') {
      add('Objectives', bullets(listField(draft, 'objectives')));
      add('Key concepts', listField(draft, 'key_concepts').join(', '));
    }
  }
  return parts.join('\n');
}

export interface Texts {
  readonly prompt: PromptReference;
  readonly system: string;
  readonly request: string;
  /** Puts a further text among its data. */
  readonly asData: (name: string, text: string) => string;
}

/** Everything of a question that is text. `data` stands behind what is asked, each piece fenced. */
export function compose(
  name: PromptName,
  values: Readonly<Record<string, string>>,
  data: readonly { readonly name: string; readonly text: string }[],
  passages: readonly Passage[],
  again: Again,
  fence = new Fence(),
): Texts {
  const { system, request, ...prompt } = prompts[name];
  const sources =
    passages.length === 0
      ? 'No sources are attached. Leave every list of citations empty.'
      : `Sources: ${passages.map(({ label }) => label).join(', ')}. Write only what they support, and cite them.`;
  const parts = [
    fill(request, values),
    sources,
    again.remark === null
      ? ''
      : `The editor has seen an earlier answer, the data “earlier answer”, and wants it otherwise: ${again.remark}`,
    ...data.map((one) => fence.around(one.name, one.text)),
    again.previous === null
      ? ''
      : fence.around('earlier answer', clipped(JSON.stringify(again.previous, null, 1), 4000)),
    ...passages.map(({ label, source, place, text }) =>
      fence.around(`source ${label}`, `${source}, ${place}\n${text}`),
    ),
  ];
  return {
    prompt: { name: prompt.name, version: prompt.version, sha256: prompt.sha256 },
    system: fill(system, { token: fence.token }),
    request: parts.filter((part) => part !== '').join('\n\n'),
    asData: (data, text) => fence.around(data, text),
  };
}

/** The first time a question is asked. */
export const notAgain: Again = { remark: null, previous: null };

/** So much more than is expected may be answered; what is cut off at it was paid for nothing. */
export const mostOutput = (expected: number): number => Math.ceil(expected * 2.5) + 1000;

/** A question of composed texts. Refused where the endpoint could not answer it whole. */
export function questionOf(
  { prompt, system, request, asData }: Texts,
  expectedTokens: number,
  tools: Pick<Tools, 'contextTokens'>,
  pictures: readonly Picture[] = [],
): {
  prompt: PromptReference;
  system: string;
  messages: Message[];
  maxOutputTokens: number;
  asData: Texts['asData'];
} {
  const input = roughTokens(system) + roughTokens(request);
  const room = tools.contextTokens - input;
  if (room < expectedTokens) throw new Refusal(422, 'ai.context-too-long');
  return {
    prompt,
    system,
    asData,
    messages: [
      {
        role: 'user',
        content:
          pictures.length === 0
            ? request
            : [
                { type: 'text', text: request },
                ...pictures.map((picture) => ({ type: 'picture' as const, ...picture })),
              ],
      },
    ],
    maxOutputTokens: Math.min(mostOutput(expectedTokens), room),
  };
}

/** For an estimate before anything is asked: as if the model had room for all that is sent at most. */
export const anyContext = Number.POSITIVE_INFINITY;

/** What a question of these texts costs, without sources. */
export const tokensOf = ({ system, request }: Texts, outputTokens: number): Tokens => ({
  inputTokens: roughTokens(system) + roughTokens(request),
  outputTokens,
});

/**
 * The tokens of a context that what was taught may take, and as many again passages of sources; the rest
 * is for the question and the answer.
 */
export const dataBudget = (contextTokens: number): number =>
  Math.min(6000, Math.floor(contextTokens / 4));

/** Titles that are the same to a reader. */
export const sameTitle = (title: string): string =>
  title
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

/** The editor's own words as a line of the request; empty where there are none. */
export const wishLine = (wish: string): string =>
  wish === '' ? '' : `The editor also asks: ${wish}`;
export const languageOf = (language: string): string =>
  language === '' ? 'the language the course is written in' : language;
