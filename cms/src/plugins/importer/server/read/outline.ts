import path from 'node:path';
import type { Context } from './context';
import type { MarkdownDocument } from './markdown/document';
import { tablesOf } from './markdown/tree';

/** What tables of a course's or a module's text say about its lessons, by the lesson's file. */
export type LessonHints = Map<string, { objectives?: string[]; key_concepts?: string[] }>;

export function hintsFromTables(documents: MarkdownDocument[], context: Context): LessonHints {
  const lessonFiles = new Set(
    context.layout.modules.flatMap((module) => module.lessons.map((lesson) => lesson.file.path)),
  );
  const hints: LessonHints = new Map();
  for (const document of documents) {
    for (const table of tablesOf(document.tree)) {
      const objectives = table.header.findIndex((cell) =>
        /objective|you('ll| will) learn/i.test(cell),
      );
      const concepts = table.header.findIndex((cell) => /concept|topics?\b/i.test(cell));
      if (objectives < 0 && concepts < 0) continue;
      for (const row of table.rows) {
        const lesson = row.links
          .map((link) => lessonBehind(link, document, lessonFiles, context))
          .find((file) => file !== null);
        if (lesson === undefined || lesson === null || hints.has(lesson)) continue;
        hints.set(lesson, {
          ...(objectives < 0 ? {} : { objectives: lines(row.cells[objectives]) }),
          ...(concepts < 0 ? {} : { key_concepts: lines(row.cells[concepts]) }),
        });
      }
    }
  }
  return hints;
}

/** One thing a line; commas stay, for they are as often part of a sentence. */
function lines(cell: string | undefined): string[] {
  return (cell ?? '')
    .split('\n')
    .map((line) => line.replace(/^[-*•]\s*/, '').trim())
    .filter((line) => line !== '');
}

function lessonBehind(
  link: string,
  document: MarkdownDocument,
  lessonFiles: Set<string>,
  context: Context,
): string | null {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return null;
  let plain = link.replace(/[?#].*$/, '');
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // A stray percent sign is part of the name.
  }
  const bases = plain.startsWith('/')
    ? [context.layout.course.path, context.layout.content.path, '']
    : [path.posix.dirname(document.file.path)];
  for (const base of bases) {
    const target = path.posix.join(base, plain).replace(/^\/|\/$/g, '');
    for (const name of [
      target,
      `${target}.md`,
      `${target}/README.md`,
      `${target}/readme.md`,
      `${target}/index.md`,
    ]) {
      if (lessonFiles.has(name)) return name;
    }
  }
  return null;
}
