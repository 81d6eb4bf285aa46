import { afterAll, describe, expect, test } from 'vitest';
import { curriculum, type Files, removeCurricula } from '../../testing/curriculum';
import { type Finding, type ImportedCourse, readCurriculum } from './index';

afterAll(removeCurricula);

async function read(files: Files): Promise<{ course: ImportedCourse; findings: Finding[] }> {
  const { course, findings } = await readCurriculum(await curriculum(files));
  if (course === null) throw new Error(findings.map((finding) => finding.message).join('\n'));
  return { course, findings };
}

/** Titles of modules, each with those of its lessons. */
function outline(course: ImportedCourse): Record<string, string[]> {
  return Object.fromEntries(
    course.modules.map((module) => [module.title, module.lessons.map((lesson) => lesson.title)]),
  );
}

const keys = (course: ImportedCourse): string[] =>
  course.modules.flatMap((module) => [
    module.source_key,
    ...module.lessons.map((lesson) => lesson.source_key),
  ]);

const lesson = (title: string): string => `# ${title}\n\nSome text.\n`;

describe('layouts', () => {
  const twoModules = {
    '1-basics/README.md': lesson('Basics'),
    '1-basics/1-first/README.md': lesson('First'),
    '1-basics/2-second/README.md': lesson('Second'),
    '2-more/README.md': lesson('More'),
    '2-more/1-third/README.md': lesson('Third'),
  };
  const expected = { Basics: ['First', 'Second'], More: ['Third'] };

  const under = (prefix: string): Files =>
    Object.fromEntries(Object.entries(twoModules).map(([name, text]) => [prefix + name, text]));

  test('modules with lessons at the top', async () => {
    const { course } = await read({ 'README.md': lesson('A course'), ...twoModules });
    expect(outline(course)).toEqual(expected);
    expect(course.name).toBe('A course');
    expect(course.modules.map((module) => module.order_index)).toEqual([1, 2]);
    expect(course.modules[0]?.lessons.map((entry) => entry.order_index)).toEqual([1, 2]);
  });

  test.each(['lessons/', 'course/', 'repository-main/', 'some/where/deep/', 'docs/'])(
    'the same course inside %s has the same identities',
    async (prefix) => {
      const readme =
        prefix === 'lessons/' || prefix === 'docs/' ? 'README.md' : `${prefix}README.md`;
      const { course } = await read({ [readme]: lesson('A course'), ...under(prefix) });
      const { course: plain } = await read({ 'README.md': lesson('A course'), ...twoModules });
      expect(outline(course)).toEqual(expected);
      expect(course.name).toBe('A course');
      expect(course.source_key).toBe(plain.source_key);
      expect(keys(course)).toEqual(keys(plain));
    },
  );

  test('lessons in a folder of their own inside each module', async () => {
    const { course } = await read({
      'README.md': lesson('A course'),
      '1-basics/README.md': lesson('Basics'),
      '1-basics/lessons/1-first/README.md': lesson('First'),
      '1-basics/lessons/2-second/README.md': lesson('Second'),
      '2-more/README.md': lesson('More'),
      '2-more/lessons/1-third/README.md': lesson('Third'),
    });
    expect(outline(course)).toEqual(expected);
  });

  test('parts that hold modules give their names to them', async () => {
    const { course } = await read({
      'README.md': lesson('A course'),
      '1-part/README.md': lesson('Part one'),
      '1-part/1-basics/README.md': lesson('Basics'),
      '1-part/1-basics/1-first/README.md': lesson('First'),
      '1-part/2-more/1-second/README.md': lesson('Second'),
    });
    expect(outline(course)).toEqual({
      'Part one: Basics': ['First'],
      'Part one: More': ['Second'],
    });
  });

  test('numbered lessons without modules are one module', async () => {
    const { course } = await read({
      'README.md': lesson('A course'),
      '00-setup/README.md': lesson('Setup'),
      '01-first/README.md': lesson('First'),
      '02-second/README.md': lesson('Second'),
    });
    expect(outline(course)).toEqual({ 'A course': ['Setup', 'First', 'Second'] });
  });

  test('a lesson among modules is a module of its own', async () => {
    const { course } = await read({ ...twoModules, '0-intro/README.md': lesson('Intro') });
    expect(outline(course)).toEqual({ Intro: ['Intro'], ...expected });
  });

  test('lessons as numbered files, ten after nine', async () => {
    const files = Array.from({ length: 10 }, (_, index) => index + 1);
    const { course } = await read(
      Object.fromEntries(files.map((number) => [`1-basics/${number}-lesson.md`, `Text ${number}`])),
    );
    expect(course.modules[0]?.lessons.map((entry) => entry.note.content)).toEqual(
      files.map((number) => `Text ${number}`),
    );
    expect(course.modules[0]?.title).toBe('Basics');
  });

  test('index.md, words before the number, and CRLF line ends', async () => {
    const { course } = await read({
      'week-1/index.md': '# Week one\r\n',
      'week-1/lesson-01_hello/index.md': '# Hello\r\n\r\nText.\r\n',
      'week-1/lesson-02_bye/Index.MD': '# Bye\r\n\r\nText.\r\n',
    });
    expect(outline(course)).toEqual({ 'Week one': ['Hello', 'Bye'] });
    expect(course.modules[0]?.lessons[0]?.note.content).toBe('Text.');
  });

  test('a folder without a number counts when it holds a lesson, and working files do not', async () => {
    const { course, findings } = await read({
      'README.md': lesson('A course'),
      '1-game/README.md': lesson('Game'),
      '1-game/typing/README.md': lesson('Typing'),
      '1-game/typing/assignment.md': '# Type\n\n| Criteria | Good |\n|---|---|\n| Speed | fast |\n',
      '1-game/solution/README.md': lesson('Solution'),
      '1-game/api/README.md': lesson('Api'),
      'lesson-template/README.md': lesson('Template'),
      'translations/fr/1-game/README.md': lesson('Jeu'),
      '2-templates/README.md': lesson('Templates are taught here'),
    });
    expect(outline(course)).toEqual({
      Game: ['Typing'],
      'Templates are taught here': ['Templates are taught here'],
    });
    const leftOut = findings
      .filter((finding) => finding.code === 'folder-left-out')
      .map((finding) => finding.file);
    expect(leftOut.sort()).toEqual([
      '1-game/api',
      '1-game/solution',
      'lesson-template',
      'translations',
    ]);
  });

  test('the same folder gives the same result twice', async () => {
    const folder = await curriculum({ 'README.md': lesson('A course'), ...twoModules });
    expect(await readCurriculum(folder)).toEqual(await readCurriculum(folder));
  });
});
