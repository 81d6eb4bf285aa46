import type { Answers, Question } from '@ourshiksha/contract/test';

/** A question as the player shows it. */
export interface Asked extends Question {
  /** The question's Markdown, rendered and made inert by the server. */
  readonly html: string;
}

/** The name of a question's field in the form, with and without JavaScript the same. */
export const fieldName = (question: number): string => `answer-${question}`;

/** What a submitted form answers; fields left empty are questions without an answer. */
export function answersOf(fields: Readonly<Record<string, string>>): Answers {
  const found: Answers = {};
  for (const [name, value] of Object.entries(fields)) {
    const id = /^answer-([1-9]\d{0,9})$/.exec(name)?.[1];
    if (id && value.trim() !== '') found[id] = value.slice(0, 2000);
  }
  return found;
}

export function unanswered(questions: readonly Pick<Question, 'id'>[], answers: Answers): number {
  return questions.filter(({ id }) => !answers[String(id)]?.trim()).length;
}
