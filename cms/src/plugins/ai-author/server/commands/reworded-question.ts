import { Refusal } from '../../../../lib/refusal';
import type { Fields } from '../wire';
import { inPlaces, inPlacesSoFar } from './numbered';
import { flawsOf, type Question, type QuestionType, questionTypes, sameText } from './question';
import { type Draft, listField, textField } from './reading';

/**
 * A question's options or accepted answers, with its key as places among them. A rewording changes the words
 * and never sees the key apart from them, so the key cannot come loose.
 */
export interface Answers {
  readonly isBlank: boolean;
  /** The options, or of a blank the answers that are accepted. */
  readonly words: readonly string[];
  /** Places of the right ones; of a blank all. */
  readonly right: readonly number[];
}

const typeOf = (draft: Draft): QuestionType =>
  questionTypes.find((type) => type === draft.fields.type) ?? 'mcq';

const acceptedIn = (draft: Draft): string[] =>
  [textField(draft, 'correct_answer'), ...listField(draft, 'further_answers')].filter(
    (text) => text.trim() !== '',
  );

/**
 * What a draft's answers are; null where it has none yet. Refuses `ai.question-key` where nobody could say
 * which option a right answer is.
 */
export function answersOf(draft: Draft): Answers | null {
  const accepted = acceptedIn(draft);
  if (typeOf(draft) === 'fill_blank')
    return accepted.length === 0
      ? null
      : { isBlank: true, words: accepted, right: accepted.map((_, n) => n) };
  const words = listField(draft, 'options');
  if (words.length === 0) return null;
  const right = accepted.map((answer) => {
    const exact = words.indexOf(answer);
    return exact >= 0 ? exact : words.findIndex((word) => sameText(word) === sameText(answer));
  });
  if (right.includes(-1) || new Set(words).size < words.length)
    throw new Refusal(422, 'ai.question-key');
  return { isBlank: false, words, right };
}

/** The rows that the model gets. Which options are right it may know, so that the explanation stays true. */
export const answerRows = ({ isBlank, words, right }: Answers): readonly object[] =>
  words.map((was, n) => ({
    number: n + 1,
    was,
    ...(isBlank ? {} : { is_right: right.includes(n) }),
  }));

/** Accepted answers in new words, and the old ones as well: who types one of them is still right. */
function withOld(now: readonly string[], old: readonly string[]): string[] {
  const next = now.map((text) => old.find((one) => sameText(one) === sameText(text)) ?? text);
  return [...new Set([...next, ...old])];
}

const withoutRepeats = (texts: readonly string[]): string[] =>
  texts.filter((text, n) => texts.findIndex((one) => sameText(one) === sameText(text)) === n);

/** The fields that hold the answers, all of them, for an acceptance must not mix them with others. */
export function answerFields(
  { isBlank, words, right }: Answers,
  now: readonly string[],
  isSameLanguage: boolean,
): Fields {
  const key = isBlank
    ? isSameLanguage
      ? withOld(now, words)
      : withoutRepeats(now)
    : right.map((place) => now[place] ?? '');
  const [correct_answer = '', ...further_answers] = key;
  return { ...(isBlank ? {} : { options: now }), correct_answer, further_answers };
}

interface Rewording {
  readonly draft: Draft;
  /** Null where they are not reworded. */
  readonly answers: Answers | null;
  readonly isSameLanguage: boolean;
}

/** The fields of a question as an answer has them so far. */
export function fieldsSoFar(
  { answers, isSameLanguage }: Rewording,
  sent: Readonly<Record<string, unknown>>,
): Fields {
  const fields: Record<string, unknown> = {};
  for (const name of ['question_text', 'explanation'])
    if (typeof sent[name] === 'string') fields[name] = sent[name];
  return answers === null || !Array.isArray(sent.correct_answer)
    ? fields
    : {
        ...fields,
        ...answerFields(answers, inPlacesSoFar(answers.words, sent.correct_answer), isSameLanguage),
      };
}

const asQuestion = (draft: Draft, fields: Fields): Question => {
  const whole = { ...draft, fields: { ...draft.fields, ...fields } };
  return {
    type: typeOf(draft),
    question_text: textField(whole, 'question_text'),
    options: listField(whole, 'options'),
    correct_answers: acceptedIn(whole),
    explanation: textField(whole, 'explanation'),
  };
};

const blanksIn = (text: string): number => text.match(/_{2,}/g)?.length ?? 0;
/** A flaw without the words it quotes, which a rewording changes. */
const called = (flaw: string): string => flaw.replace(/“[^”]*”/g, '');

/** What a rewording made wrong with a question that was not wrong before. */
export function rewordingFlaws(
  rewording: Rewording,
  sent: Readonly<Record<string, unknown>>,
): string[] {
  const { draft, answers } = rewording;
  const was = asQuestion(draft, {});
  const now = asQuestion(draft, fieldsSoFar(rewording, sent));
  const before = new Set(flawsOf(was).map(called));
  const flaws = flawsOf(now).filter((flaw) => !before.has(called(flaw)));
  if (was.type === 'fill_blank' && blanksIn(was.question_text) !== blanksIn(now.question_text))
    flaws.push('the text does not have as many blanks ___ as it had.');
  return [
    ...(answers === null
      ? []
      : inPlaces('correct_answer', answers.words, sent.correct_answer).flaws),
    ...flaws.map((flaw) => `The question: ${flaw}`),
  ];
}
