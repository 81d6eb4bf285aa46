import path from 'node:path';
import { LIMITS, readText, type Source, type SourceFile } from '../files';
import { Findings } from '../findings';
import type { Layout } from '../layout';
import { readMarkdown } from '../markdown/document';
import { isLanguageCode, isMarkdown, isQuizFile, numberOf } from '../names';
import { mayHoldQuizzes, quizzesFromJson } from './json';
import { quizFromMarkdown } from './markdown';
import type { RawQuiz } from './question';

/** Finds every quiz of the course: beside its lessons, or in the files of a quiz app anywhere. */
export async function findQuizzes(
  source: Source,
  layout: Layout,
  findings: Findings,
): Promise<RawQuiz[]> {
  const below = layout.course.path === '' ? '' : `${layout.course.path}/`;
  const files = [...source.files.values()].filter((file) => file.path.startsWith(below));
  const quizzes: RawQuiz[] = [];
  for (const file of chooseLanguage(files.filter(isCandidateJson), below, findings)) {
    quizzes.push(...(await readJson(source, file, findings)));
  }
  for (const file of files) {
    if (!isMarkdown(file.name) || !isCandidateMarkdown(file, below, source)) continue;
    const document = await readMarkdown(source, file, findings);
    if (document !== null) quizzes.push(quizFromMarkdown(document, findings));
  }
  return withoutCopies(
    quizzes.filter((quiz) => {
      if (quiz.questions.length > 0) return true;
      findings.warning(
        'quiz-empty',
        'The quiz has no questions; it is left out.',
        quiz.file,
        quiz.line,
      );
      return false;
    }),
    findings,
  );
}

/** A file that is no quiz may be large or in any encoding; only what is called a quiz must be readable. */
async function readJson(source: Source, file: SourceFile, findings: Findings): Promise<RawQuiz[]> {
  const expected = isQuizFile(file.name);
  const text = await readText(source, file, LIMITS.quizBytes, expected ? findings : new Findings());
  if (text === null || (!expected && !mayHoldQuizzes(text))) return [];
  return quizzesFromJson(text, file.path, expected, findings) ?? [];
}

function isCandidateJson(file: SourceFile): boolean {
  return (
    /\.json$/i.test(file.name) &&
    !/^(package(-lock)?|tsconfig.*|.*config|manifest|jsconfig)\.json$/i.test(file.name)
  );
}

/** `quiz.md` counts beside a lesson; in a folder of quizzes every text is one. */
function isCandidateMarkdown(file: SourceFile, below: string, source: Source): boolean {
  const folders = path.posix.dirname(file.path.slice(below.length)).split('/');
  const holder = folders[folders.length - 1] ?? '';
  if (
    folders.some(
      (name) =>
        numberOf(name) === null &&
        /^(translations?|templates?|.*-template|docs?|solutions?)$/i.test(name),
    )
  ) {
    return false;
  }
  if (isQuizFile(file.name)) return true;
  const folder = source.folders.get(path.posix.dirname(file.path));
  return (
    /^(quiz|quizzes|tests?)$/i.test(holder) && folder !== undefined && !/^readme/i.test(file.name)
  );
}

/** Where quizzes are kept once per language, English is taken, else the first language. */
function chooseLanguage(files: SourceFile[], below: string, findings: Findings): SourceFile[] {
  const groups = new Map<string, Map<string, SourceFile[]>>();
  const chosen: SourceFile[] = [];
  for (const file of files) {
    const found = languageOf(file.path, below);
    if (found === null) {
      chosen.push(file);
      continue;
    }
    const group = groups.get(found.folder) ?? new Map<string, SourceFile[]>();
    groups.set(found.folder, group);
    group.set(found.language, [...(group.get(found.language) ?? []), file]);
  }
  for (const [folder, languages] of groups) {
    const names = [...languages.keys()].sort();
    const best =
      names.find((name) => /^en$/i.test(name)) ??
      names.find((name) => /^en\b/i.test(name)) ??
      names[0];
    if (best === undefined) continue;
    // Translations of whole repositories repeat the quizzes without the language they were written in.
    if (!/^en/i.test(best) && (chosen.length > 0 || groups.size > 1)) continue;
    chosen.push(...(languages.get(best) ?? []));
    const others = names.filter((name) => name !== best);
    if (others.length > 0) {
      findings.warning(
        'quiz-languages',
        `Quizzes are read in "${best}"; left out: ${others.join(', ')}.`,
        folder,
      );
    }
  }
  return chosen;
}

function languageOf(filePath: string, below: string): { folder: string; language: string } | null {
  const parts = filePath.slice(below.length).split('/');
  for (let index = 1; index < parts.length; index += 1) {
    const name = (parts[index] ?? '').replace(/\.json$/i, '');
    const parent = parts[index - 1] ?? '';
    if (isLanguageCode(name) && /^(translations?|locales?|i18n|lang|languages?)$/i.test(parent)) {
      return { folder: below + parts.slice(0, index).join('/'), language: name };
    }
  }
  return null;
}

/** A built copy of a quiz app repeats its quizzes: the same title and questions count once. */
function withoutCopies(quizzes: RawQuiz[], findings: Findings): RawQuiz[] {
  const seen = new Map<string, RawQuiz>();
  return quizzes.filter((quiz) => {
    const print = JSON.stringify([
      quiz.id,
      quiz.title,
      quiz.questions.map((question) => question.text),
    ]);
    const first = seen.get(print);
    if (first === undefined) {
      seen.set(print, quiz);
      return true;
    }
    if (first.file === quiz.file) return true;
    findings.warning(
      'quiz-copy',
      `The quiz repeats one of ${first.file}; it is left out.`,
      quiz.file,
      quiz.line,
    );
    return false;
  });
}
