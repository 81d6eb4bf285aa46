import type { Answers, Question } from '@ourshiksha/contract/test';

/** The chosen option or the typed words; a list where several options may be chosen. */
export type Answer = Answers[string];

/** A question as the player shows it. */
export interface Asked extends Question {
  /** The question's Markdown, rendered and made inert by the server. */
  readonly html: string;
  /** The same of each option, in their order. */
  readonly optionHtml: readonly string[];
}

/** The longest answer the contract takes, in UTF-16 units. */
export const LONGEST = 2000;

/** Without what no database can keep, which only programs type: U+0000 and halves of characters. */
export const clean = (text: string): string =>
  text.replace(/[\0\p{Surrogate}]/gu, '').slice(0, LONGEST);

/**
 * The name of a question's fields in the form, with and without JavaScript the same. Where several
 * options may be chosen every one is a field of this name, and an empty one stands for "none".
 */
export const fieldName = ({ id, type }: Pick<Question, 'id' | 'type'>): string =>
  `${type === 'multiple_select' ? 'choice' : 'answer'}-${id}`;

const FIELD = /^(answer|choice)-([1-9]\d{0,9})$/;

/** The question that a field of the form belongs to, or null for the form's other fields. */
export const questionOf = (field: string): string | null => FIELD.exec(field)?.[2] ?? null;

/** What a sent form answers. A question whose field is there and empty has no answer any more. */
export function answersOf(fields: Iterable<readonly [string, unknown]>): Answers {
  const found: Record<string, string | string[]> = {};
  for (const [name, value] of fields) {
    const [, kind, id] = FIELD.exec(name) ?? [];
    if (id === undefined || typeof value !== 'string') continue;
    const before = found[id];
    if (kind === 'answer') found[id] = clean(value);
    else if (!Array.isArray(before)) found[id] = value === '' ? [] : [value];
    else if (value !== '') before.push(value);
  }
  return found;
}

export const isAnswered = (answer: Answer | undefined): boolean =>
  typeof answer === 'string' ? answer.trim() !== '' : answer !== undefined && answer.length > 0;

/** Whether two answers say the same; the order of choosing says nothing. */
export function isSame(a: Answer | undefined, b: Answer | undefined): boolean {
  if (typeof a === 'string' || typeof b === 'string') return a === b;
  return JSON.stringify(a?.toSorted()) === JSON.stringify(b?.toSorted());
}

export function unanswered(questions: readonly Pick<Question, 'id'>[], answers: Answers): number {
  return questions.filter(({ id }) => !isAnswered(answers[String(id)])).length;
}
