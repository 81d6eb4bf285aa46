import { z } from 'zod';
import { Refusal } from '../../../../lib/refusal';
import type { Entry } from '../wire';
import type { Reader, StepCommand } from './command';
import { type FieldForm, fieldsFor } from './fields';
import { type Draft, type Place, readPlace } from './reading';
import { type Answers, answerRows, answersOf } from './reworded-question';
import { language, listOf, partsOf, textOf, wish } from './shapes';

export type RewriteName = Extract<StepCommand, 'improve' | 'shorten' | 'simplify' | 'translate'>;

const names = z.array(z.string().max(60)).max(20).default([]);
export const params = z.strictObject({ fields: names, wish, language });
export const translation = z.strictObject({
  fields: names,
  wish,
  language: z.string().trim().min(1).max(60),
});
export type Params = z.infer<typeof params>;

export interface Field {
  readonly name: string;
  readonly form: FieldForm;
  readonly value: unknown;
  /** What the model is shown of it. */
  readonly shown: unknown;
}

export interface Context {
  readonly place: Place;
  readonly params: Params;
  /** What is written anew: all of it holds something. */
  readonly fields: readonly Field[];
  /** Of a question whose answers are written anew. */
  readonly answers: Answers | null;
  readonly isSameLanguage: boolean;
}

const isFilled = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'string' && value.trim() !== '';

/** Of a list's rows the part that is for people. */
export const namedPart = { links: 'title', tests: 'name' } as const;
/** The texts in it. */
export const namesIn = (form: keyof typeof namedPart, value: unknown): string[] =>
  listOf(value).map((row) => textOf(partsOf(row)[namedPart[form]]));

function fieldOf(
  draft: Draft,
  name: string,
  form: FieldForm,
  answers: Answers | null,
): Field | undefined {
  const value = draft.fields[name];
  if (form === 'answers')
    return answers === null
      ? undefined
      : { name, form, value: answers.words, shown: answerRows(answers) };
  if (!isFilled(value)) return undefined;
  if (form !== 'links' && form !== 'tests') return { name, form, value, shown: value };
  const shown = namesIn(form, value).map((was, n) => ({ number: n + 1, was }));
  return { name, form, value, shown };
}

/** Reads a draft and what of it is written anew. */
export const gather =
  (command: RewriteName) =>
  async (reader: Reader, target: Entry, asked: Params): Promise<Context> => {
    const place = await readPlace(reader, target);
    const known = fieldsFor(command, target.kind);
    const unknown = asked.fields.find((name) => known[name] === undefined);
    if (unknown !== undefined) throw new Refusal(400, 'request.invalid', unknown);
    const wanted = Object.entries(known).filter(
      ([name]) => asked.fields.length === 0 || asked.fields.includes(name),
    );
    const answers = wanted.some(([, form]) => form === 'answers') ? answersOf(place.target) : null;
    const fields = wanted.flatMap(
      ([name, form]) => fieldOf(place.target, name, form, answers) ?? [],
    );
    if (fields.length === 0) throw new Refusal(422, 'ai.nothing-to-do');
    const isSameLanguage = command !== 'translate' && asked.language === '';
    return { place, params: asked, fields, answers, isSameLanguage };
  };

/** What of a question is reworded. */
export const rewordingIn = ({ place, answers, isSameLanguage }: Context) => ({
  draft: place.target,
  answers,
  isSameLanguage,
});

/** New values, by field. */
export type Answer = Readonly<Record<string, unknown>>;

/** A value as text for the model. */
export const asText = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 1);

/** The key of the one block in which a question's texts and its key stay together. */
export const wholeQuestion = 'question';
