import type { NewKey } from '../../../server/keys/preview';
import type { QuestionType } from '../../../server/wire';

/** What the form holds: chosen options, or typed answers with one that is alone and others by line. */
export interface KeyForm {
  readonly chosen: readonly string[];
  readonly typed: string;
  readonly further: string;
}

export const emptyForm: KeyForm = { chosen: [], typed: '', further: '' };

/** Whether a question is answered by typing; otherwise by choosing. */
export const isTyped = (type: QuestionType): boolean => type === 'fill_blank';

/** The key a form stands for, null while it is not complete. */
export function keyOf(type: QuestionType, { chosen, typed, further }: KeyForm): NewKey | null {
  const [correctAnswer, ...furtherAnswers] = isTyped(type)
    ? [typed.trim(), ...further.split('\n').map((line) => line.trim())].filter(
        (answer, index) => index === 0 || answer !== '',
      )
    : chosen;
  return correctAnswer === undefined || correctAnswer === ''
    ? null
    : { correctAnswer, furtherAnswers };
}
