import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Context, keyOf, shortTitle } from './context';
import { readCourse } from './course';
import { listSource } from './files';
import { Findings } from './findings';
import { FrontMatterReader } from './frontmatter';
import { readLabs } from './lab';
import { findLayout, type ModulePlace } from './layout';
import { readLesson } from './lesson';
import { type MarkdownDocument, readMarkdown } from './markdown/document';
import { walk } from './markdown/tree';
import { titleFromName } from './names';
import { hintsFromTables, type LessonHints } from './outline';
import { Pictures } from './pictures';
import { firstParagraph, readProjects } from './project';
import { assignTests, type LessonOfCourse } from './quiz/assign';
import { findQuizzes } from './quiz/find';
import { refuseUnstorableText } from './storable';
import type { ImportedLesson, ImportedModule, ImportedProject, Reading } from './types';

export type * from './types';

/** Reads a curriculum in numbered folders. Nothing is written, nothing outside the folder is read. */
export async function readCurriculum(folder: string): Promise<Reading> {
  const findings = new Findings();
  const found = await stat(folder).catch(() => null);
  if (found === null || !found.isDirectory()) {
    const message =
      found === null
        ? 'There is no such folder.'
        : 'This is a file; give the folder of the course.';
    findings.error('no-folder', message, path.basename(folder));
    return { course: null, findings: findings.list };
  }
  const source = await listSource(folder, findings);
  if (source.files.size === 0) {
    findings.error('empty-folder', 'The folder is empty.', '.');
    return { course: null, findings: findings.list };
  }
  const layout = findLayout(source.tree, findings);
  if (layout === null) {
    findings.error(
      'no-lessons',
      'There is no lesson here. A lesson is a numbered folder with a README.md, or a numbered Markdown file.',
      '.',
    );
    return { course: null, findings: findings.list };
  }
  const pictures = new Pictures(source, findings, [
    ...new Set([layout.course.path, layout.content.path, '']),
  ]);
  return readAll({ source, layout, findings, pictures });
}

async function readAll(context: Context): Promise<Reading> {
  const { source, layout, findings, pictures } = context;
  const courseText =
    layout.readme === null ? null : await readMarkdown(source, layout.readme, findings);
  const moduleTexts: (MarkdownDocument | null)[] = [];
  for (const place of layout.modules) {
    const isCourseText = place.readme === null || place.readme.path === layout.readme?.path;
    moduleTexts.push(
      isCourseText || place.readme === null
        ? null
        : await readMarkdown(source, place.readme, findings),
    );
  }
  const texts = [courseText, ...moduleTexts].filter((text) => text !== null);
  const hints = hintsFromTables(texts, context);

  const modules: ImportedModule[] = [];
  const lessons: LessonOfCourse[] = [];
  for (const [index, place] of layout.modules.entries()) {
    const module = await readModule(
      place,
      moduleTexts[index] ?? null,
      courseText,
      hints,
      context,
      lessons,
      modules.length,
    );
    modules.push(module);
  }
  if (lessons.length === 0 && !findings.hasErrors)
    findings.error('no-lessons', 'There is no lesson here.', '.');

  const courseProjects = layout.modules.some((place) => place.folder === layout.course)
    ? []
    : withOrder(await readProjects(layout.course, context));
  const quizzes = await findQuizzes(source, layout, findings);
  const tests = assignTests(
    quizzes,
    layout.modules.map((place, index) => ({
      folder: place.folder?.path ?? null,
      title: modules[index]?.title ?? '',
    })),
    lessons,
    context,
  );
  for (const [index, module] of modules.entries()) module.tests = tests.byModule.get(index) ?? [];

  const course = await readCourse(courseText, modules, tests.ofCourse, courseProjects, context);
  const whole = { ...course, pictures: pictures.list };
  refuseUnstorableText(whole, findings);
  return { course: whole, findings: findings.list };
}

async function readModule(
  place: ModulePlace,
  text: MarkdownDocument | null,
  courseText: MarkdownDocument | null,
  hints: LessonHints,
  context: Context,
  lessonsOfCourse: LessonOfCourse[],
  index: number,
): Promise<ImportedModule> {
  const lessons: ImportedLesson[] = [];
  const projects: ImportedProject[] = [];
  for (const lessonPlace of place.lessons) {
    const read = await readLesson(lessonPlace, lessons.length + 1, hints, context);
    if (read === null) continue;
    lessons.push(read.lesson);
    lessonsOfCourse.push({
      module: index,
      folder: lessonPlace.folder?.path ?? null,
      file: lessonPlace.file.path,
      linkedQuizzes: quizzesLinkedFrom(read.document),
      title: read.lesson.title,
    });
    if (lessonPlace.folder !== null)
      projects.push(...(await readProjects(lessonPlace.folder, context)));
  }
  if (place.folder !== null) projects.push(...(await readProjects(place.folder, context)));
  const meta = text === null ? null : new FrontMatterReader(text, context.findings);
  const [first] = lessons;
  const title =
    text?.title ?? (place.folder === context.layout.content ? courseText?.title : undefined);
  const ownTitle =
    title ?? (place.folder === null ? first?.title : titleFromName(place.folder.name)) ?? 'Lessons';
  return {
    source_key:
      place.folder === null
        ? `${first?.source_key ?? index}#module`
        : keyOf(context, place.folder.path),
    file: place.readme?.path ?? place.folder?.path ?? first?.file ?? '.',
    title: await titleWithParts(ownTitle, place, context),
    description: meta?.text('description') ?? (text === null ? null : firstParagraph(text)),
    order_index: index + 1,
    estimated_time: meta?.text('estimated_time') ?? null,
    lessons,
    tests: [],
    projects: withOrder(projects),
    practice_labs: place.folder === null ? [] : await readLabs(place.folder, context),
  };
}

/** A course has no parts, so the name of a module says which part it belongs to. */
async function titleWithParts(
  title: string,
  place: ModulePlace,
  context: Context,
): Promise<string> {
  const parts: string[] = [];
  for (const file of place.parts) {
    const text = await readMarkdown(context.source, file, context.findings);
    if (text !== null) parts.push(text.title);
  }
  const file = place.readme ?? place.parts[0] ?? place.lessons[0]?.file;
  const whole = [...parts, title].join(': ');
  return file === undefined ? whole : shortTitle(whole, file, context.findings);
}

function quizzesLinkedFrom(document: MarkdownDocument): string[] {
  const ids: string[] = [];
  for (const { node } of walk(document.tree)) {
    const id =
      node.type === 'link' || node.type === 'definition'
        ? /\/quiz\/(\d+)\b/.exec(node.url)?.[1]
        : undefined;
    if (id !== undefined) ids.push(id);
  }
  return ids;
}

function withOrder(projects: ImportedProject[]): ImportedProject[] {
  return projects.map((project, index) => ({ ...project, order_index: index + 1 }));
}
