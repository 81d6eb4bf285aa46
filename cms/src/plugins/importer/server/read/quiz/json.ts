import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { lineAt } from '../files';
import type { Findings } from '../findings';
import type { RawOption, RawQuestion, RawQuiz } from './question';

/**
 * Reads quizzes from JSON of several shapes: a list of quizzes, an object (or a list of objects)
 * with `quizzes`, one quiz with `questions` or `quiz`, or a plain list of questions. The tree
 * with positions is read, not the values, so that every finding has its line.
 */

const QUIZ_LISTS = ['quizzes'];
const QUESTION_LISTS = ['questions', 'quiz', 'items'];
const QUESTION_TEXT = ['questionText', 'question_text', 'question', 'text', 'prompt', 'title'];
const OPTION_LISTS = ['answerOptions', 'answer_options', 'options', 'answers', 'choices'];
const OPTION_TEXT = ['answerText', 'answer_text', 'text', 'answer', 'option', 'label', 'value'];
const OPTION_MARK = ['isCorrect', 'is_correct', 'correct'];
const ANSWER = [
  'correct_answer',
  'correctAnswer',
  'correct_option',
  'correctOption',
  'answer',
  'correct',
];
const EXPLANATION = ['explanation', 'rationale', 'feedback', 'hint'];

/** Cheap, before parsing: most JSON files of a repository are no quizzes. */
export function mayHoldQuizzes(text: string): boolean {
  return /"(questionText|question_text|questions|quizzes|question)"\s*:/.test(text);
}

/** The quizzes of a file; null when it is none. Broken JSON is an error only when a quiz is expected. */
export function quizzesFromJson(
  text: string,
  file: string,
  expected: boolean,
  findings: Findings,
): RawQuiz[] | null {
  const errors: ParseError[] = [];
  let root: Node | undefined;
  try {
    root = parseTree(text.replace(/^\uFEFF/, ''), errors, {
      allowTrailingComma: false,
      disallowComments: true,
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    findings.error('json-broken', 'The JSON is nested too deeply.', file);
    return null;
  }
  const [broken] = errors;
  if (broken !== undefined || root === undefined) {
    const reason = broken === undefined ? 'it is empty' : printParseErrorCode(broken.error);
    if (expected || mayHoldQuizzes(text)) {
      findings.error(
        'json-broken',
        `The file is not valid JSON (${reason}).`,
        file,
        broken ? lineAt(text, broken.offset) : 1,
      );
    }
    return null;
  }
  const context = { text, file };
  const nodes = findQuizNodes(root);
  if (nodes === null) {
    if (expected)
      findings.error('quiz-unknown-shape', 'No questions were found in this quiz file.', file, 1);
    return null;
  }
  return nodes.map((node) => readQuiz(node, context));
}

interface Context {
  text: string;
  file: string;
}

function findQuizNodes(root: Node): Node[] | null {
  if (root.type === 'object') {
    const list = child(root, QUIZ_LISTS);
    if (list?.type === 'array') return list.children ?? [];
    return questionNodes(root) === null ? null : [root];
  }
  if (root.type !== 'array') return null;
  const entries = (root.children ?? []).filter((entry) => entry.type === 'object');
  const nested = entries.filter((entry) => child(entry, QUIZ_LISTS)?.type === 'array');
  if (nested.length > 0) return nested.flatMap((entry) => child(entry, QUIZ_LISTS)?.children ?? []);
  const quizzes = entries.filter((entry) => questionNodes(entry) !== null);
  if (quizzes.length > 0) return quizzes;
  return entries.some(isQuestion) ? [root] : null;
}

function questionNodes(quiz: Node): Node[] | null {
  if (quiz.type === 'array') return quiz.children ?? [];
  const list = child(quiz, QUESTION_LISTS);
  return list?.type === 'array' ? (list.children ?? []) : null;
}

function isQuestion(node: Node): boolean {
  return (
    text(child(node, QUESTION_TEXT)) !== null &&
    (child(node, OPTION_LISTS) ?? child(node, ANSWER)) !== undefined
  );
}

function readQuiz(node: Node, context: Context): RawQuiz {
  const get = (...keys: string[]): Node | undefined =>
    node.type === 'object' ? child(node, keys) : undefined;
  const id = get('id', 'number')?.value as unknown;
  const questions = (questionNodes(node) ?? []).filter((entry) => entry.type === 'object');
  return {
    key: scalar(get('key', 'id')),
    id: typeof id === 'number' || typeof id === 'string' ? id : null,
    title: text(get('title', 'name')),
    description: text(get('description')),
    file: context.file,
    line: lineAt(context.text, node.offset),
    passingPercentage: number(get('passing_percentage', 'passingPercentage', 'pass_mark')),
    timeLimit: number(get('time_limit', 'timeLimit')),
    difficulty: text(get('difficulty', 'level')),
    questions: questions.map((question) => readQuestion(question, context)),
  };
}

function readQuestion(node: Node, context: Context): RawQuestion {
  const options = child(node, OPTION_LISTS);
  const answer = child(node, ANSWER)?.value as unknown;
  return {
    key: scalar(child(node, ['key', 'id'])),
    line: lineAt(context.text, node.offset),
    text: text(child(node, QUESTION_TEXT)) ?? '',
    options: options?.type === 'array' ? (options.children ?? []).map(readOption) : [],
    answer:
      typeof answer === 'string' || typeof answer === 'number' || typeof answer === 'boolean'
        ? answer
        : null,
    type: text(child(node, ['type', 'kind'])),
    explanation: text(child(node, EXPLANATION)),
    difficulty: text(child(node, ['difficulty', 'level'])),
  };
}

function readOption(node: Node): RawOption {
  if (node.type !== 'object') return { text: scalar(node) ?? '', correct: false };
  return {
    text: scalar(child(node, OPTION_TEXT)) ?? '',
    correct: isYes(child(node, OPTION_MARK)?.value),
  };
}

/** Quiz apps of this family write the mark as a text. */
function isYes(value: unknown): boolean {
  return (
    value === true ||
    value === 1 ||
    (typeof value === 'string' && /^(true|yes|1)$/i.test(value.trim()))
  );
}

function child(node: Node, keys: string[]): Node | undefined {
  for (const key of keys) {
    const property = node.children?.find((entry) => entry.children?.[0]?.value === key);
    if (property?.children?.[1] !== undefined) return property.children[1];
  }
  return undefined;
}

function text(node: Node | undefined): string | null {
  return node?.type === 'string' ? (node.value as string) : null;
}

function scalar(node: Node | undefined): string | null {
  if (node === undefined) return null;
  return ['string', 'number', 'boolean'].includes(node.type) ? String(node.value) : null;
}

function number(node: Node | undefined): number | null {
  return node?.type === 'number' && Number.isInteger(node.value) ? (node.value as number) : null;
}
