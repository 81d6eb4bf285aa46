import path from 'node:path';
import type { Context } from '../context';
import { keyOf } from '../context';
import { numberOf, titleFromName } from '../names';
import type { ImportedTest } from '../types';
import { difficultyOf, type RawQuiz, toQuestion } from './question';

/** Decides where each quiz belongs, and makes tests of the quizzes. */

export interface LessonOfCourse {
  /** Index of the module in the course. */
  module: number;
  folder: string | null;
  file: string;
  /** Numbers of quizzes the lesson's text links to, as `…/quiz/7`. */
  linkedQuizzes: string[];
  title: string;
}

export interface ModuleOfCourse {
  folder: string | null;
  title: string;
}

export interface AssignedTests {
  byModule: Map<number, ImportedTest[]>;
  ofCourse: ImportedTest[];
}

interface Placed {
  quiz: RawQuiz;
  test: ImportedTest;
  module: number | null;
  /** Position of the lesson in the course; tests of a module stand in this order. */
  lesson: number;
}

export function assignTests(
  quizzes: RawQuiz[],
  modules: ModuleOfCourse[],
  lessons: LessonOfCourse[],
  context: Context,
): AssignedTests {
  const appQuizzes = quizzes.filter(
    (quiz) => placeByFolder(quiz, modules, lessons, context) === undefined,
  );
  const isPaired = appQuizzes.length === lessons.length * 2 && isCountingUp(appQuizzes);
  const placed: Placed[] = [];
  for (const quiz of quizzes) {
    const test = toTest(quiz, quizzes, modules, lessons, context);
    if (test === null) continue;
    const byFolder = placeByFolder(quiz, modules, lessons, context);
    if (byFolder !== undefined) {
      placed.push({ quiz, test, ...byFolder });
      continue;
    }
    const lesson = lessonOf(quiz, lessons, isPaired);
    const module = lesson === null ? null : (lessons[lesson]?.module ?? null);
    if (module === null) {
      context.findings.warning(
        'quiz-without-lesson',
        `No lesson was found for the quiz "${test.title}"; it becomes a test of the whole course.`,
        quiz.file,
        quiz.line,
      );
    }
    placed.push({ quiz, test, module, lesson: lesson ?? lessons.length });
  }
  return inOrder(placed);
}

/** `quiz.json` beside a lesson or in a module; undefined for quizzes that are kept elsewhere. */
function placeByFolder(
  quiz: RawQuiz,
  modules: ModuleOfCourse[],
  lessons: LessonOfCourse[],
  context: Context,
): { module: number | null; lesson: number } | undefined {
  const folder = path.posix.dirname(quiz.file);
  const at = folder === '.' ? '' : folder;
  const holds = (owner: string | null): boolean =>
    owner !== null && owner !== '' && (at === owner || at.startsWith(`${owner}/`));
  const inLesson = lessons.findIndex((lesson) => holds(lesson.folder));
  if (inLesson >= 0) return { module: lessons[inLesson]?.module ?? null, lesson: inLesson };
  const byName = lessonByFileNumber(quiz, lessons);
  if (byName !== null) return { module: lessons[byName]?.module ?? null, lesson: byName };
  const inModule = modules.findIndex((module) => holds(module.folder));
  if (inModule >= 0) return { module: inModule, lesson: lessons.length };
  const { course, content } = context.layout;
  // Beside the course's own text there is one quiz: the final test. Lists of quizzes are an app's.
  if (
    (at === course.path || at === content.path) &&
    quiz.id === null &&
    !/lesson\s*\d+/i.test(quiz.title ?? '')
  ) {
    return { module: null, lesson: lessons.length };
  }
  return undefined;
}

/** `02-quiz.md` stands beside `02-variables.md`. */
function lessonByFileNumber(quiz: RawQuiz, lessons: LessonOfCourse[]): number | null {
  const number = numberOf(path.posix.basename(quiz.file));
  if (number === null) return null;
  const found = lessons.findIndex(
    (lesson) =>
      lesson.folder === null &&
      path.posix.dirname(lesson.file) === path.posix.dirname(quiz.file) &&
      numberOf(path.posix.basename(lesson.file)) === number,
  );
  return found >= 0 ? found : null;
}

/** The number in the title, a link in a lesson, or the place in the row: two quizzes a lesson. */
function lessonOf(quiz: RawQuiz, lessons: LessonOfCourse[], isPaired: boolean): number | null {
  const titled = /\blesson\s*#?\s*(\d+)/i.exec(quiz.title ?? '')?.[1];
  if (titled !== undefined) {
    const found = lessonNumbered(Number(titled), lessons);
    if (found !== null) return found;
  }
  if (quiz.id !== null) {
    const linked = lessons.findIndex((lesson) => lesson.linkedQuizzes.includes(String(quiz.id)));
    if (linked >= 0) return linked;
  }
  const id = Number(quiz.id);
  if (isPaired && Number.isInteger(id)) return Math.ceil(id / 2) - 1;
  return null;
}

/** Where every lesson's folder has a number of its own, that number counts; else the place in the course. */
function lessonNumbered(number: number, lessons: LessonOfCourse[]): number | null {
  const numbers = lessons.map((lesson) =>
    numberOf(path.posix.basename(lesson.folder ?? lesson.file)),
  );
  const areUnique =
    numbers.every((own) => own !== null) && new Set(numbers).size === numbers.length;
  if (areUnique) {
    const found = numbers.indexOf(number);
    return found >= 0 ? found : null;
  }
  return number >= 1 && number <= lessons.length ? number - 1 : null;
}

function isCountingUp(quizzes: RawQuiz[]): boolean {
  const ids = quizzes.map((quiz) => Number(quiz.id)).sort((a, b) => a - b);
  return ids.every((id, index) => id === index + 1);
}

function inOrder(placed: Placed[]): AssignedTests {
  const result: AssignedTests = { byModule: new Map(), ofCourse: [] };
  // The sort keeps the order of the files where lessons are the same: before the lesson, then after it.
  for (const { test, module } of [...placed].sort((a, b) => a.lesson - b.lesson)) {
    const list = module === null ? result.ofCourse : (result.byModule.get(module) ?? []);
    if (module !== null) result.byModule.set(module, list);
    list.push(test);
    test.order_index = list.length;
  }
  return result;
}

function toTest(
  quiz: RawQuiz,
  all: RawQuiz[],
  modules: ModuleOfCourse[],
  lessons: LessonOfCourse[],
  context: Context,
): ImportedTest | null {
  const inFile = all.filter((other) => other.file === quiz.file);
  const base = keyOf(context, quiz.file);
  const key = inFile.length === 1 ? base : `${base}#${uniqueKey(quiz, inFile)}`;
  const questions = quiz.questions
    .map((question, index) => toQuestion(question, quiz.file, key, index + 1, context.findings))
    .filter((question) => question !== null)
    .map((question, index) => ({ ...question, order_index: index + 1 }));
  if (questions.length === 0) return null;
  return {
    source_key: key,
    file: quiz.file,
    title: (
      quiz.title?.replace(/\s+/g, ' ').trim() || fallbackTitle(quiz, modules, lessons, context)
    ).slice(0, 255),
    description: quiz.description,
    passing_percentage: percentage(quiz, context),
    time_limit: quiz.timeLimit !== null && quiz.timeLimit > 0 ? quiz.timeLimit : null,
    difficulty: difficultyOf(quiz.difficulty),
    editorial_status: 'ready',
    order_index: 0,
    questions,
  };
}

function uniqueKey(quiz: RawQuiz, inFile: RawQuiz[]): string {
  const isUnique =
    quiz.key !== null && inFile.filter((other) => other.key === quiz.key).length === 1;
  return isUnique && quiz.key !== null ? quiz.key : `n${inFile.indexOf(quiz) + 1}`;
}

function percentage(quiz: RawQuiz, context: Context): number {
  const given = quiz.passingPercentage;
  if (given === null) return 70;
  if (given >= 0 && given <= 100) return given;
  context.findings.error(
    'passing-percentage',
    `"passing_percentage" must be between 0 and 100, not ${given}.`,
    quiz.file,
    quiz.line,
  );
  return 70;
}

function fallbackTitle(
  quiz: RawQuiz,
  modules: ModuleOfCourse[],
  lessons: LessonOfCourse[],
  context: Context,
): string {
  const place = placeByFolder(quiz, modules, lessons, context);
  const owner =
    place === undefined
      ? undefined
      : (lessons[place.lesson]?.title ?? modules[place.module ?? -1]?.title);
  return owner === undefined
    ? titleFromName(path.posix.basename(quiz.file).replace(/\.[^.]+$/, ''))
    : `${owner}: quiz`;
}
