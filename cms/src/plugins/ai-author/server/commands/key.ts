import { z } from 'zod';
import type { Tokens, Tools } from './command';
import type { Question } from './question';
import { compose, notAgain, questionOf } from './writing';

export const answerSchema = z.object({
  answers: z
    .array(
      z.object({ number: z.int().min(1).max(100), answers: z.array(z.string().max(1000)).max(10) }),
    )
    .max(60),
});

const expected = (number: number): number => 120 + number * 60;

/** What asking without the key costs, roughly. */
export const keyTokens = (number: number): Tokens => ({
  inputTokens: 500 + number * 120,
  outputTokens: expected(number),
});

/** A question as somebody sees it who takes the test. */
const asAsked = ({ type, question_text, options }: Question, number: number): string =>
  [
    `Question ${number} (${type}): ${question_text}`,
    // The other way round: who only keeps to a place does not find the same answer twice.
    ...[...options].reverse().map((option) => `- ${option}`),
  ].join('\n');

/** Asks the model its own questions without their key; the answers, in the order of the questions. */
export async function answersWithoutKey(
  questions: readonly Question[],
  material: readonly { readonly name: string; readonly text: string }[],
  tools: Tools,
): Promise<readonly (readonly string[])[]> {
  const texts = compose(
    'answer_questions',
    { number: String(questions.length) },
    [
      ...material,
      {
        name: 'questions',
        text: questions.map((question, n) => asAsked(question, n + 1)).join('\n\n'),
      },
    ],
    [],
    notAgain,
  );
  const { answers } = await tools.ask({
    name: 'answer_questions',
    schema: answerSchema,
    ...questionOf(texts, expected(questions.length), tools),
  });
  return questions.map((_, n) => answers.find(({ number }) => number === n + 1)?.answers ?? []);
}
