import type { Findings } from '../findings';
import type { Difficulty, ImportedQuestion } from '../types';

/** A question as any source gives it, and the rules that make it one of ours. */

export interface RawOption {
  text: string;
  correct: boolean;
}

export interface RawQuestion {
  key: string | null;
  line: number;
  text: string;
  options: RawOption[];
  /** The answer as the source names it, where the options carry no marks. */
  answer: string | number | boolean | null;
  type: string | null;
  explanation: string | null;
  difficulty: string | null;
}

export interface RawQuiz {
  key: string | null;
  id: number | string | null;
  title: string | null;
  description: string | null;
  file: string;
  line: number;
  passingPercentage: number | null;
  timeLimit: number | null;
  difficulty: string | null;
  questions: RawQuestion[];
}

export function toQuestion(
  raw: RawQuestion,
  file: string,
  testKey: string,
  order: number,
  findings: Findings,
): ImportedQuestion | null {
  const text = raw.text.trim();
  if (text === '') {
    findings.error('question-without-text', 'A question has no text.', file, raw.line);
    return null;
  }
  const base = {
    source_key: `${testKey}/${raw.key ?? `q${order}`}`,
    file,
    difficulty: difficultyOf(raw.difficulty),
    question_text: text,
    explanation: raw.explanation?.trim() || null,
    order_index: order,
  };
  const options = raw.options.map((option) => ({ ...option, text: option.text.trim() }));
  if (isFillBlank(raw, options)) {
    const answer =
      raw.answer === null
        ? (options.find((option) => option.correct)?.text ?? '')
        : String(raw.answer).trim();
    if (answer === '') return noCorrectAnswer(text, file, raw.line, findings);
    return { ...base, type: 'fill_blank', options: [], correct_answer: answer };
  }
  if (options.length === 0 && typeof raw.answer === 'boolean') {
    return {
      ...base,
      type: 'true_false',
      options: ['True', 'False'],
      correct_answer: raw.answer ? 'True' : 'False',
    };
  }
  if (options.some((option) => option.text === '')) {
    findings.error(
      'option-empty',
      `An option of the question "${shorten(text)}" is empty.`,
      file,
      raw.line,
    );
    return null;
  }
  if (options.length < 2) {
    findings.error(
      'too-few-options',
      `The question "${shorten(text)}" has fewer than two options.`,
      file,
      raw.line,
    );
    return null;
  }
  const correct = correctOptions(raw, options);
  const [first] = correct;
  if (first === undefined) return noCorrectAnswer(text, file, raw.line, findings);
  if (correct.length > 1) {
    const names = correct.map((option) => `"${option.text}"`).join(' and ');
    findings.warning(
      'several-correct-answers',
      `The question "${shorten(text)}" marks ${names} as correct. Only "${first.text}" counts; please check.`,
      file,
      raw.line,
    );
  }
  if (isTrueFalse(options)) {
    const answer = first.text.toLowerCase() === 'true' ? 'True' : 'False';
    return { ...base, type: 'true_false', options: ['True', 'False'], correct_answer: answer };
  }
  const texts = options.map((option) => option.text);
  const distinct = [...new Set(texts)];
  if (distinct.length < texts.length) {
    findings.warning(
      'option-twice',
      `The question "${shorten(text)}" offers the same option twice; it is kept once.`,
      file,
      raw.line,
    );
  }
  if (distinct.length < 2) {
    findings.error(
      'too-few-options',
      `The question "${shorten(text)}" has fewer than two different options.`,
      file,
      raw.line,
    );
    return null;
  }
  return { ...base, type: 'mcq', options: distinct, correct_answer: first.text };
}

export function difficultyOf(value: string | null): Difficulty {
  const plain = value?.trim().toLowerCase();
  if (plain === 'easy' || plain === 'beginner') return 'easy';
  if (plain === 'hard' || plain === 'advanced') return 'hard';
  return 'medium';
}

function isFillBlank(raw: RawQuestion, options: RawOption[]): boolean {
  const type = raw.type?.toLowerCase().replace(/[-\s]/g, '_') ?? '';
  if (/^(fill_blank|fill_in_the_blank|fill_in|short_answer|text)$/.test(type)) return true;
  return (
    options.length === 0 &&
    type === '' &&
    (typeof raw.answer === 'string' || typeof raw.answer === 'number')
  );
}

function isTrueFalse(options: RawOption[]): boolean {
  const texts = options.map((option) => option.text.toLowerCase()).sort();
  return texts.length === 2 && texts[0] === 'false' && texts[1] === 'true';
}

/** Marks on the options count; else the answer is an option's text, its letter, or its place from 0. */
function correctOptions(raw: RawQuestion, options: RawOption[]): RawOption[] {
  const marked = options.filter((option) => option.correct);
  if (marked.length > 0 || raw.answer === null) return marked;
  const wanted = String(raw.answer).trim();
  const exact = options.filter((option) => option.text === wanted);
  if (exact.length > 0) return exact.slice(0, 1);
  const loose = options.filter((option) => option.text.toLowerCase() === wanted.toLowerCase());
  if (loose.length > 0) return loose.slice(0, 1);
  const place =
    typeof raw.answer === 'number'
      ? raw.answer
      : /^[a-z]$/i.test(wanted)
        ? wanted.toLowerCase().charCodeAt(0) - 97
        : -1;
  const chosen = options[place];
  return chosen === undefined ? [] : [chosen];
}

function noCorrectAnswer(text: string, file: string, line: number, findings: Findings): null {
  findings.error(
    'no-correct-answer',
    `No answer of the question "${shorten(text)}" is marked as correct.`,
    file,
    line,
  );
  return null;
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 100 ? `${line.slice(0, 97)}…` : line;
}
