import type { AttemptResult } from '@ourshiksha/contract/test';

type Result = AttemptResult['results'][number];

/** How a question was answered; null while that is not told. */
export function verdictOf({
  correct,
  points,
}: Pick<Result, 'correct' | 'points'>): 'right' | 'partly' | 'wrong' | null {
  if (correct === null) return null;
  if (correct) return 'right';
  return points !== null && points > 0 ? 'partly' : 'wrong';
}

/**
 * What was right. Of a multiple_select all options that are, in the order they were shown in; of the
 * others one answer, and for a blank what else is accepted.
 */
export function rightAnswers({
  type,
  options,
  correct_answer,
  further_answers,
}: Pick<Result, 'type' | 'options' | 'correct_answer' | 'further_answers'>) {
  const told = new Set([...(correct_answer === null ? [] : [correct_answer]), ...further_answers]);
  return {
    main: correct_answer,
    all: options.filter((option) => told.has(option)),
    also: type === 'fill_blank' ? further_answers : [],
  };
}
