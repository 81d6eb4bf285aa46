/** What names of folders and files say: a number, a title, a purpose. */

const NUMBERED =
  /^(?:(?:lesson|module|chapter|week|unit|part|section|day|session|lecture|topic)[\s._-]*(\d{1,4})|(\d{1,4})(?=[\s._)-]|$))[\s._)-]*(.*)$/i;

export function numberOf(name: string): number | null {
  const match = NUMBERED.exec(name);
  const digits = match?.[1] ?? match?.[2];
  return digits === undefined ? null : Number(digits);
}

/** `02-making_decisions` becomes `Making decisions`. */
export function titleFromName(name: string): string {
  const rest = NUMBERED.exec(name)?.[3] || name;
  const words = rest.replace(/[-_]+/g, ' ').replace(/\s+/g, ' ').trim();
  return words === '' ? name : words.charAt(0).toUpperCase() + words.slice(1);
}

/** What stays of a name without its number and its ending. */
export function stemOf(fileName: string): string {
  const base = fileName.replace(/\.[^.]+$/, '');
  return NUMBERED.exec(base)?.[3] ?? base;
}

export function slugify(text: string): string {
  const slug = text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 80)
    .replace(/-+$/, '');
  return slug === '' ? 'untitled' : slug;
}

export function isMarkdown(fileName: string): boolean {
  return /\.(md|markdown)$/i.test(fileName);
}

export function isReadme(fileName: string): boolean {
  return /^(readme|index)\.(md|markdown)$/i.test(fileName);
}

/** `README.fr.md`, `assignment.zh-cn.md`: the same text in another language. */
export function isTranslatedFile(fileName: string): boolean {
  return /\.[a-z]{2,3}([-_][a-z]{2,4})?\.(md|markdown)$/i.test(fileName);
}

export function isLanguageCode(name: string): boolean {
  return /^[a-z]{2}([-_][a-z]{2,4})?$/i.test(name);
}

const QUIZ_STEM =
  /^((pre|post|final|end|mid)[-_ ]?)?((lesson|lecture|module|course|chapter)[-_ ]?)?(quiz|test|exam|assessment)([-_ ][\w -]+|\d+)?$/i;

export function isQuizFile(fileName: string): boolean {
  if (!/\.(md|markdown|json)$/i.test(fileName) || isTranslatedFile(fileName)) return false;
  return QUIZ_STEM.test(stemOf(fileName)) || /\.quiz\.(md|json)$/i.test(fileName);
}

export function isProjectFile(fileName: string): boolean {
  return (
    isMarkdown(fileName) &&
    !isTranslatedFile(fileName) &&
    /^(assignment|project|homework)([-_ ][\w -]+|\d+)?$/i.test(stemOf(fileName))
  );
}

export function isLabFile(fileName: string): boolean {
  return (
    isMarkdown(fileName) &&
    !isTranslatedFile(fileName) &&
    /^(lab|practice-lab|exercise)([-_ ][\w -]+|\d+)?$/i.test(stemOf(fileName))
  );
}

/** Texts about the repository, which nobody expects in a course. */
export function isHousekeepingFile(fileName: string): boolean {
  return /^(contributing|code[_-]of[_-]conduct|security|licen[cs]e|changelog|support|authors|translations?|notice|agents|_.*)$/i.test(
    fileName.replace(/\.[^.]+$/, ''),
  );
}

const LEFT_OUT: [RegExp, string][] = [
  [/^(translations?|translated[-_ ]?images?|i18n|locales?|languages?)$/i, 'it holds translations'],
  [/^(.*[-_ ])?templates?$/i, 'it is a template'],
  [/^(docs?|documentation)$/i, 'it documents the repository'],
  [/^(.*[-_ ])?(solutions?|answers?)$|^solutions?[-_ ]/i, 'it holds solutions'],
  [
    /^(start|starter|starter[-_ ]code|your[-_ ]work|working|code|demo|samples?|examples?)$/i,
    'it holds working files',
  ],
  [/^(.*[-_ ])?quiz[-_ ]?app$|^(quiz(zes)?|etc|pdf|teaching[-_ ]files)$/i, 'it is not a lesson'],
  [
    /^(images?|img|assets|media|pictures?|static|public|data|sketch-?notes?)$/i,
    'it holds pictures or data',
  ],
  [/^(lab|labs|project|assignment)$/i, 'it belongs to the lesson beside it'],
];

/** Why a folder without a number is no lesson, or null. A number always wins: `3-templates` is a lesson. */
export function reasonToLeaveOut(folderName: string): string | null {
  if (numberOf(folderName) !== null) return null;
  return LEFT_OUT.find(([pattern]) => pattern.test(folderName))?.[1] ?? null;
}

/** Folders that only hold the numbered folders together. */
export function isWrapper(folderName: string): boolean {
  return /^(lessons?|modules?|chapters?|units?|sections?|content|curriculum|course|src)$/i.test(
    folderName,
  );
}
