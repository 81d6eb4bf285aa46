/** What a question of a test must be like before anybody answers it. Pure. */

export const questionTypes = ['mcq', 'true_false', 'fill_blank', 'multiple_select'] as const;
export type QuestionType = (typeof questionTypes)[number];

export interface Question {
  readonly type: QuestionType;
  readonly question_text: string;
  readonly options: readonly string[];
  readonly correct_answers: readonly string[];
  readonly explanation: string;
}

/** Two answers that nobody would tell apart. Signs stay: `a + b` is not `a - b`. */
export const sameText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^["'“‘`]+|["'”’`]+$/g, '')
    .replace(/[.。।]$/, '')
    .trim();

/** The key with the options' own words, where it differs from them only in what nobody sees. */
export function withExactKey<One extends Question>(question: One): One {
  if (question.type === 'fill_blank') return question;
  return {
    ...question,
    correct_answers: question.correct_answers.map(
      (answer) =>
        question.options.find((option) => sameText(option) === sameText(answer)) ?? answer,
    ),
  };
}

const lumping =
  /\b(all|none|both|any|neither|either) of (the|these|those|them)\b|\b(all|none) (above|below)\b|\boptions? [a-d]\b.*\b(and|or)\b/i;

const differ = (texts: readonly string[]): boolean =>
  new Set(texts.map(sameText)).size === texts.length;

/** What is wrong with a question, as sentences for whoever writes it again. */
export function flawsOf({ type, question_text, options, correct_answers }: Question): string[] {
  const flaws: string[] = [];
  if (!differ(correct_answers)) flaws.push('two right answers are the same.');
  if (type === 'fill_blank') {
    if (options.length > 0) flaws.push('a fill_blank has no options.');
    if (!/_{2,}/.test(question_text)) flaws.push('the text has no blank ___.');
    if (correct_answers.some((answer) => answer.length > 120))
      flaws.push('an answer is too long to be typed; one to four words are enough.');
    return flaws;
  }
  if (!differ(options)) flaws.push('two options say the same.');
  if (correct_answers.some((answer) => !options.includes(answer)))
    flaws.push('a right answer is none of the options. Copy it letter by letter.');
  const lumped = options.find((option) => lumping.test(option));
  if (lumped !== undefined) flaws.push(`the option “${lumped}” speaks of other options.`);
  const [least, most] = bounds[type];
  if (options.length < least || options.length > most)
    flaws.push(`it has ${options.length} options; ${least} to ${most} are needed.`);
  if (type === 'multiple_select') {
    if (correct_answers.length < 2) flaws.push('a multiple_select has two or more right answers.');
    if (correct_answers.length >= options.length) flaws.push('every option is right.');
  } else if (correct_answers.length !== 1) {
    flaws.push(`a ${type} has exactly one right answer.`);
  }
  return flaws;
}

const bounds: Readonly<Record<Exclude<QuestionType, 'fill_blank'>, readonly [number, number]>> = {
  mcq: [3, 6],
  multiple_select: [3, 8],
  true_false: [2, 2],
};

const wordsOf = (text: string): Set<string> =>
  new Set(sameText(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []);

/** Whether two questions ask the same: nearly all of their words are shared. */
export function isRepeat(one: string, other: string): boolean {
  if (sameText(one) === sameText(other)) return true;
  const a = wordsOf(one);
  const b = wordsOf(other);
  const shared = [...a].filter((word) => b.has(word)).length;
  const all = a.size + b.size - shared;
  return all >= 5 && shared / all >= 0.85;
}
