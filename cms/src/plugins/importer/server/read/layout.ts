import { compareNames, type SourceFile, type SourceFolder } from './files';
import type { Findings } from './findings';
import {
  isHousekeepingFile,
  isLabFile,
  isMarkdown,
  isProjectFile,
  isQuizFile,
  isReadme,
  isTranslatedFile,
  isWrapper,
  numberOf,
  reasonToLeaveOut,
  stemOf,
} from './names';

/**
 * Finds the course in a folder: where it starts, what its modules and lessons are. Only names,
 * and where a number is missing the company a text keeps, are looked at; no text is read here.
 */

export interface LessonPlace {
  kind: 'lesson';
  /** The lesson's own folder, or null when the lesson is a file beside others. */
  folder: SourceFolder | null;
  file: SourceFile;
}

interface Group {
  kind: 'group';
  folder: SourceFolder;
  children: (LessonPlace | Group)[];
}

export interface ModulePlace {
  /** The module's folder, or null when a lesson at the top is its own module. */
  folder: SourceFolder | null;
  readme: SourceFile | null;
  /** Folders above the module that have an introduction of their own, outermost first. */
  parts: SourceFile[];
  lessons: LessonPlace[];
}

export interface Layout {
  /** Where addresses that start with `/` start, and where the course's README lies. */
  course: SourceFolder;
  /** Where the modules lie: identities are paths below this folder. */
  content: SourceFolder;
  readme: SourceFile | null;
  modules: ModulePlace[];
}

export function findLayout(root: SourceFolder, findings: Findings): Layout | null {
  const content = findContent(root, false) ?? findContent(root, true);
  if (content === null) return null;
  const course = findCourse(root, content);
  const places = childrenOf(content, true);
  const modules = places.every((place) => place.kind === 'lesson')
    ? [{ folder: content, readme: null, parts: [], lessons: places }]
    : places.flatMap((place) =>
        place.kind === 'lesson' ? [loneLesson(place)] : modulesOf(place, []),
      );
  reportLeftOut(course, modules, findings);
  return { course, content, readme: readmeOf(course), modules };
}

/** The folder nearest to the top whose own children are lessons or modules. */
function findContent(root: SourceFolder, alsoLeftOut: boolean): SourceFolder | null {
  let level = [root];
  while (level.length > 0) {
    for (const folder of level) {
      const places = childrenOf(folder, true);
      if (places.length === 0) continue;
      const wrapper = folder.folders.find(
        (child) => isWrapper(child.name) && childrenOf(child, true).length > 0,
      );
      const direct = placesBeside(folder, true).length > 0;
      if (wrapper !== undefined && !direct) return findContent(wrapper, alsoLeftOut) ?? folder;
      const inner = onlyFolderWithLessons(folder);
      if (inner !== null) return findContent(inner, alsoLeftOut) ?? folder;
      return folder;
    }
    level = level.flatMap((folder) =>
      folder.folders.filter((child) => alsoLeftOut || reasonToLeaveOut(child.name) === null),
    );
  }
  return null;
}

/** A folder that only holds one other folder, without a number or a text of its own, is packaging. */
function onlyFolderWithLessons(folder: SourceFolder): SourceFolder | null {
  if (readmeOf(folder) !== null) return null;
  const places = childrenOf(folder, true);
  const [only] = places;
  if (places.length !== 1 || only?.kind !== 'group' || numberOf(only.folder.name) !== null)
    return null;
  return only.folder;
}

/** The course is where its README is: beside the modules, or above a folder that only holds them. */
function findCourse(root: SourceFolder, content: SourceFolder): SourceFolder {
  const chain = [root];
  for (const name of content.path.split('/').filter((part) => part !== '')) {
    const last = chain[chain.length - 1];
    const next = last?.folders.find((child) => child.name === name);
    if (next !== undefined) chain.push(next);
  }
  const above = chain
    .slice(0, -1)
    .reverse()
    .find((folder) => readmeOf(folder) !== null);
  if (readmeOf(content) === null) return above ?? content;
  const onlyHolds = isWrapper(content.name) && !/^(course|curriculum)$/i.test(content.name);
  return onlyHolds && above !== undefined ? above : content;
}

function childrenOf(folder: SourceFolder, atTop: boolean): (LessonPlace | Group)[] {
  const places = placesBeside(folder, atTop);
  for (const child of folder.folders) {
    if (numberOf(child.name) === null && isWrapper(child.name))
      places.push(...childrenOf(child, false));
  }
  return places;
}

/** Lessons and groups directly in a folder, in the order of their numbers. */
function placesBeside(folder: SourceFolder, atTop: boolean): (LessonPlace | Group)[] {
  const numbered = [
    ...folder.folders.filter((child) => numberOf(child.name) !== null).map(placeOf),
    ...folder.files
      .filter(isLessonFile)
      .map((file): LessonPlace => ({ kind: 'lesson', folder: null, file })),
  ].filter((place): place is LessonPlace | Group => place !== null);
  const hasText = readmeOf(folder) !== null;
  const unnumbered = folder.folders
    .filter((child) => numberOf(child.name) === null && !isWrapper(child.name))
    .filter((child) => reasonToLeaveOut(child.name) === null)
    .map(placeOf)
    .filter((place): place is LessonPlace | Group => place !== null)
    .filter((place) => {
      if (place.kind === 'group') return atTop || !hasText || numbered.length > 0;
      return isEvidentLesson(place.folder) || (numbered.length === 0 && (atTop || !hasText));
    });
  return [...numbered, ...unnumbered].sort(byNumberThenName);
}

function placeOf(folder: SourceFolder): LessonPlace | Group | null {
  const children = childrenOf(folder, false);
  if (children.length > 0) return { kind: 'group', folder, children };
  const readme = readmeOf(folder);
  if (readme !== null) return { kind: 'lesson', folder, file: readme };
  const texts = folder.files.filter(isPlainText);
  const [only] = texts;
  if (only === undefined) return null;
  if (texts.length === 1) return { kind: 'lesson', folder, file: only };
  if (numberOf(folder.name) === null) return null;
  return {
    kind: 'group',
    folder,
    children: texts.map((file): LessonPlace => ({ kind: 'lesson', folder: null, file })),
  };
}

/** A text that comes with an assignment, a quiz or a lab is a lesson, whatever its folder is called. */
function isEvidentLesson(folder: SourceFolder | null): boolean {
  if (folder === null) return false;
  return (
    folder.files.some(
      (file) => isProjectFile(file.name) || isQuizFile(file.name) || isLabFile(file.name),
    ) || folder.folders.some((child) => /^(lab|project|assignment)$/i.test(child.name))
  );
}

function isPlainText(file: SourceFile): boolean {
  return (
    isMarkdown(file.name) &&
    !isTranslatedFile(file.name) &&
    !isHousekeepingFile(file.name) &&
    !isQuizFile(file.name) &&
    !isProjectFile(file.name) &&
    !isLabFile(file.name)
  );
}

function isLessonFile(file: SourceFile): boolean {
  return (
    isPlainText(file) &&
    !isReadme(file.name) &&
    numberOf(file.name) !== null &&
    stemOf(file.name) !== ''
  );
}

export function readmeOf(folder: SourceFolder): SourceFile | null {
  const found = folder.files.filter((file) => isReadme(file.name));
  return found.find((file) => /^readme/i.test(file.name)) ?? found[0] ?? null;
}

function nameOf(place: LessonPlace | Group): string {
  return place.kind === 'group' ? place.folder.name : (place.folder ?? place.file).name;
}

function byNumberThenName(a: LessonPlace | Group, b: LessonPlace | Group): number {
  const first = numberOf(nameOf(a)) ?? Number.POSITIVE_INFINITY;
  const second = numberOf(nameOf(b)) ?? Number.POSITIVE_INFINITY;
  if (first !== second) return first - second;
  return compareNames(nameOf(a), nameOf(b));
}

function loneLesson(place: LessonPlace): ModulePlace {
  return { folder: null, readme: null, parts: [], lessons: [place] };
}

/** A group of lessons is a module; a group of groups is a part, and its modules stand in its place. */
function modulesOf(group: Group, parts: SourceFile[]): ModulePlace[] {
  const readme = readmeOf(group.folder);
  if (group.children.every((child) => child.kind === 'group')) {
    const inside = readme === null ? parts : [...parts, readme];
    return group.children.flatMap((child) =>
      child.kind === 'group' ? modulesOf(child, inside) : [],
    );
  }
  return [{ folder: group.folder, readme, parts, lessons: group.children.flatMap(lessonsOf) }];
}

/** Below a module everything is a lesson: a folder's own text first, then what lies in it. */
function lessonsOf(place: LessonPlace | Group): LessonPlace[] {
  if (place.kind === 'lesson') return [place];
  const readme = readmeOf(place.folder);
  const own: LessonPlace[] =
    readme === null ? [] : [{ kind: 'lesson', folder: null, file: readme }];
  return [...own, ...place.children.flatMap(lessonsOf)];
}

/** Says which texts of the course are not in it, one line a folder or file. */
function reportLeftOut(course: SourceFolder, modules: ModulePlace[], findings: Findings): void {
  const used = new Set<string>();
  const claim = (path: string): void => {
    for (let at = path; at !== ''; at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '')
      used.add(at);
  };
  for (const module of modules) {
    for (const lesson of module.lessons) claim(lesson.folder?.path ?? lesson.file.path);
    for (const lesson of module.lessons) used.add(lesson.file.path);
    if (module.readme !== null) used.add(module.readme.path);
  }
  const waiting = [course];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    for (const child of folder.folders) {
      if (/^(lab|project|assignment)$/i.test(child.name) && folder !== course) continue;
      if (used.has(child.path)) waiting.push(child);
      else if (holdsMarkdown(child)) {
        const reason = reasonToLeaveOut(child.name) ?? 'it does not look like a lesson';
        findings.warning('folder-left-out', `The folder is left out: ${reason}.`, child.path);
      }
    }
    for (const file of folder.files) {
      if (!isPlainText(file) || isReadme(file.name) || used.has(file.path)) continue;
      findings.warning(
        'file-left-out',
        'The text belongs to no lesson; it is left out.',
        file.path,
      );
    }
  }
}

function holdsMarkdown(folder: SourceFolder): boolean {
  const waiting = [folder];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.files.some((file) => isMarkdown(file.name))) return true;
    waiting.push(...next.folders);
  }
  return false;
}
