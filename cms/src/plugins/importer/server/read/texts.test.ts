import { symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { curriculum, type Files, PNG, removeCurricula } from '../../testing/curriculum';
import { type ImportedLesson, type Reading, readCurriculum } from './index';

afterAll(removeCurricula);

const read = async (files: Files): Promise<Reading> => readCurriculum(await curriculum(files));
const codes = ({ findings }: Reading): string[] => findings.map((finding) => finding.code);

async function lessonFrom(
  text: string,
  files: Files = {},
): Promise<{ lesson: ImportedLesson; reading: Reading }> {
  const reading = await read({
    'README.md': '# C\n\nText.\n',
    '1-m/1-l/README.md': text,
    ...files,
  });
  const lesson = reading.course?.modules[0]?.lessons[0];
  if (lesson === undefined) throw new Error(JSON.stringify(reading.findings));
  return { lesson, reading };
}

describe('pictures', () => {
  test('relative, above, from the root and in HTML become placeholders of one content', async () => {
    const { lesson, reading } = await lessonFrom(
      '# L\n\n![one](images/a.png "A title") ![two](../b.png) ![three](/c.png)\n\n<img alt="four" src="images/a.png">\n\n![five][pic]\n\n[pic]: ../b.png\n',
      {
        '1-m/1-l/images/a.png': PNG,
        '1-m/b.png': Buffer.concat([PNG, Buffer.from('2')]),
        'c.png': PNG,
      },
    );
    expect(codes(reading)).toEqual([]);
    const pictures = reading.course?.pictures ?? [];
    expect(pictures.map((picture) => picture.path)).toEqual(['1-m/1-l/images/a.png', '1-m/b.png']);
    const [a, b] = pictures.map((picture) => picture.placeholder);
    expect(lesson.note.content).toBe(
      `![one](${a} "A title") ![two](${b}) ![three](${a})\n\n<img alt="four" src="${a}">\n\n![five][pic]\n\n[pic]: ${b}`,
    );
    expect(pictures[0]?.references.map((reference) => reference.line)).toEqual([3, 5, 3]);
  });

  test('a missing one becomes harmless text, with file and line', async () => {
    const { lesson, reading } = await lessonFrom(
      '# L\n\nText\n\n[![A *cat*](cat.png)](https://cats.example)\n',
    );
    expect(lesson.note.content).toBe('Text\n\n[*Picture left out: A cat*](https://cats.example)');
    expect(reading.findings).toEqual([
      {
        severity: 'warning',
        code: 'picture-missing',
        message: expect.any(String) as string,
        file: '1-m/1-l/README.md',
        line: 5,
      },
    ]);
  });

  test('a remote one stays, and code is never touched', async () => {
    const text =
      '![x](https://pics.example/x.png)\n\n```md\n![y](y.png)\n<script>1</script>\n```\n\n`![z](z.png)`';
    const { lesson, reading } = await lessonFrom(`# L\n\n${text}\n`);
    expect(lesson.note.content).toBe(text);
    expect(codes(reading)).toEqual(['picture-remote']);
  });

  test.each([
    ['outside the folder', '../../../../../../etc/hostname', undefined],
    ['no picture at all', 'x.png', 'just text'],
    [
      'an SVG with a script',
      'x.svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    ],
    [
      'an SVG with a hidden address',
      'x.svg',
      '<svg><a href="java&#115;cript:alert(1)"><text>x</text></a></svg>',
    ],
  ])('%s is left out', async (_, name, content) => {
    const { lesson, reading } = await lessonFrom(
      `# L\n\n![p](${name})\n`,
      content === undefined ? {} : { [`1-m/1-l/${name}`]: content },
    );
    expect(lesson.note.content).toBe('*Picture left out: p*');
    expect(reading.course?.pictures).toEqual([]);
    expect(reading.findings).toHaveLength(1);
  });

  test('a symbolic link out of the folder is not followed', async () => {
    const outside = await curriculum({ 'secret.png': PNG, 'lesson/README.md': '# Secret' });
    const folder = await curriculum({ '1-m/1-l/README.md': '# L\n\n![p](link.png)\n' });
    await symlink(path.join(outside, 'secret.png'), path.join(folder, '1-m/1-l/link.png'));
    await symlink(path.join(outside, 'lesson'), path.join(folder, '1-m/2-l'));
    await symlink('..', path.join(folder, '1-m/3-loop'));
    const reading = await readCurriculum(folder);
    expect(reading.course?.pictures).toEqual([]);
    expect(reading.course?.modules[0]?.lessons).toHaveLength(1);
    expect(codes(reading).filter((code) => code === 'link-not-followed')).toHaveLength(3);
  });
});

describe('what a lesson gives', () => {
  test('videos that are shown, videos that are mentioned, links to read on', async () => {
    const { lesson } = await lessonFrom(
      [
        '# L',
        'See [this](https://www.youtube.com/watch?v=aaaaaaaaaaa) and [that](https://else.example).',
        '[![Thumb](https://img.youtube.com/vi/bbbbbbbbbbb/0.jpg)](https://youtube.com/watch?v=bbbbbbbbbbb "The film")',
        '<iframe src="https://www.youtube.com/embed/ccccccccccc"></iframe>',
        '```\nhttps://www.youtube.com/watch?v=ddddddddddd\n```',
        '## Review & Self Study',
        '- [A book](https://book.example)\n- https://youtu.be/bbbbbbbbbbb',
        '## Assignment',
        '[No](https://no.example)',
      ].join('\n\n'),
    );
    expect(lesson.video_url).toBe('https://www.youtube.com/watch?v=bbbbbbbbbbb');
    expect(lesson.youtube_references).toEqual([
      { title: 'this', url: 'https://www.youtube.com/watch?v=aaaaaaaaaaa' },
      { title: 'The film', url: 'https://www.youtube.com/watch?v=bbbbbbbbbbb' },
      {
        title: 'https://www.youtube.com/watch?v=ccccccccccc',
        url: 'https://www.youtube.com/watch?v=ccccccccccc',
      },
    ]);
    expect(lesson.external_links).toEqual([{ title: 'A book', url: 'https://book.example' }]);
  });

  test('objectives and concepts from the table of the course', async () => {
    const { lesson } = await lessonFrom('# L\n\nText.\n', {
      'README.md':
        '# C\n\nText.\n\n| Concepts Taught | Learning Objectives | Lesson |\n|---|---|---|\n| Loops, and more | Repeat<br>Stop | [L](/1-m/1-l/README.md) |\n',
    });
    expect(lesson.objectives).toEqual(['Repeat', 'Stop']);
    expect(lesson.key_concepts).toEqual(['Loops, and more']);
  });

  test('an assignment with its table of criteria', async () => {
    const { reading } = await lessonFrom('# L\n\nText.\n', {
      '1-m/1-l/assignment.md':
        '# Build it\n\n## Instructions\n\nDo *this*.\n\n## Rubric\n\n| Criteria | Exemplary | Adequate |\n|---|---|---|\n| Works | always | often |\n| | nice | fair |\n| | | |\n',
    });
    expect(reading.course?.modules[0]?.projects).toMatchObject([
      {
        title: 'Build it',
        description: 'Do this.',
        problem_statement: '## Instructions\n\nDo *this*.',
        evaluation_checklist: [
          { criterion: 'Works', description: 'Exemplary: always\nAdequate: often' },
          { criterion: 'Overall', description: 'Exemplary: nice\nAdequate: fair' },
        ],
        order_index: 1,
      },
    ]);
    expect(reading.course?.include_projects).toBe(true);
  });

  test('links to other files lose the link and keep the text', async () => {
    const { lesson, reading } = await lessonFrom(
      '# L\n\nSee [the **next**](../2-x/README.md#a), [here](#top).\n',
    );
    expect(lesson.note.content).toBe('See the **next**, [here](#top).');
    expect(codes(reading)).toEqual(['link-inside']);
  });

  test('HTML stays as it is, and what could act is reported with its line', async () => {
    const html =
      '<p onclick="x()">Hi</p>\n\n<script>alert(1)</script>\n\n[go](javascript:alert(1))';
    const { lesson, reading } = await lessonFrom(`# L\n\n${html}\n`);
    expect(lesson.note.content).toBe(html);
    expect(reading.findings.map(({ code, line }) => [code, line])).toEqual([
      ['active-html', 3],
      ['active-html', 5],
      ['script-link', 7],
    ]);
  });
});

describe('our own format', () => {
  test('front matter fills course, module, lesson, lab and project', async () => {
    const reading = await read({
      'README.md':
        '---\nname: Named\nlevel: advanced\ndescription: Short.\njob_roles: [Tester]\ncredit_cost: 5\ncertificate:\n  name: Paper\n  passing_percentage: 80\n---\n\n## All of it\n\nLong.\n',
      '1-m/README.md': '---\ntitle: Module\nestimated_time: 2 hours\n---\n',
      '1-m/project.md':
        '---\ntitle: Make\ndifficulty: intermediate\ntech_stack: [JavaScript]\nevaluation_checklist:\n  - criterion: Runs\n    description: Without errors\n---\n\n## Problem statement\n\nWhat.\n\n## Deliverables\n\n- A file\n\n## Step 1: Begin\n\nStart.\n\n```js\nlet a\n```\n\n### Tips\n\n- Slowly\n',
      '1-m/1-l/README.md':
        '---\ntitle: Lesson\nobjectives:\n  - See\nsimplified_explanation: Easy.\ninterview_questions:\n  - question: Why?\n    answer: So.\nexternal_links:\n  - title: More\n    url: https://more.example\n---\n\n## Start\n\nBody.\n',
      '1-m/1-l/lab.md':
        '---\ntitle: Lab\nslug: the-lab\nlanguage: javascript\ndifficulty: beginner\nestimated_time: 10\nvalidation_type: console\nhints: [Think]\n---\n\n## Instructions\n\nDo.\n\n### Detail\n\nMore.\n\n## Starter code\n\n```js\nlet a;\n```\n\n## Solution\n\n```js\n## not a heading\nlet b;\n```\n\n## Expected output\n\n```\n1\n```\n',
    });
    expect(reading.findings).toEqual([]);
    expect(reading.course).toMatchObject({
      name: 'Named',
      level: 'advanced',
      description: 'Short.',
      overview: '## All of it\n\nLong.',
      job_roles: ['Tester'],
      credit_cost: 5,
      certificate_type: 'completion',
      include_labs: true,
      certificate: {
        name: 'Paper',
        passing_percentage: 80,
        requires_test_pass: false,
        qr_verification: true,
      },
    });
    const [module] = reading.course?.modules ?? [];
    expect(module).toMatchObject({ title: 'Module', estimated_time: '2 hours' });
    expect(module?.lessons[0]).toMatchObject({
      title: 'Lesson',
      objectives: ['See'],
      external_links: [{ title: 'More', url: 'https://more.example' }],
      note: {
        content: '## Start\n\nBody.',
        simplified_explanation: 'Easy.',
        interview_questions: [{ question: 'Why?', answer: 'So.' }],
      },
      practice_labs: [
        {
          slug: 'the-lab',
          estimated_time: 10,
          instructions: 'Do.\n\n### Detail\n\nMore.',
          starter_code: 'let a;',
          solution_code: '## not a heading\nlet b;',
          expected_output: '1',
          hints: ['Think'],
        },
      ],
    });
    expect(module?.projects[0]).toMatchObject({
      title: 'Make',
      problem_statement: 'What.',
      deliverables: '- A file',
      tech_stack: ['JavaScript'],
      evaluation_checklist: [{ criterion: 'Runs', description: 'Without errors' }],
      steps: [
        {
          step_number: 1,
          title: 'Begin',
          description: 'Start.',
          code_snippet: 'let a',
          tips: ['Slowly'],
        },
      ],
    });
  });

  test.each([
    ['broken YAML', '---\ntitle: [a\n---\n\nText\n', 'front-matter-broken'],
    [
      'a list of items for a text',
      '---\ntitle: ok\nestimated_time: [1, 2]\n---\n\nText\n',
      'front-matter-value',
    ],
    [
      'aliases that grow without end',
      `---\na: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map(
          (key, index) => `${key}: &${key} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`,
        )
        .join('\n')}\n---\nText\n`,
      'front-matter-broken',
    ],
  ])('%s is an error with a line', async (_, text, code) => {
    const { findings } = await read({ '1-m/1-l/README.md': text });
    const error = findings.find((finding) => finding.severity === 'error');
    expect(error).toMatchObject({ code, file: '1-m/1-l/README.md' });
    expect(error?.line).toBeGreaterThan(1);
  });

  test('an unknown key is a warning', async () => {
    const { reading } = await lessonFrom('---\ntitel: Wrong\n---\n\nText\n');
    expect(reading.findings).toMatchObject([
      { severity: 'warning', code: 'front-matter-key', line: 2 },
    ]);
  });
});

describe('bad input', () => {
  test('an empty folder, a folder of pictures, no folder, a file', async () => {
    expect(codes(await read({}))).toEqual(['empty-folder']);
    expect(codes(await read({ '1-a/x.png': PNG, 'b.png': PNG }))).toEqual(['no-lessons']);
    expect(codes(await readCurriculum('/nowhere/at/all'))).toEqual(['no-folder']);
    const folder = await curriculum({ 'x.md': 'x' });
    expect(codes(await readCurriculum(path.join(folder, 'x.md')))).toEqual(['no-folder']);
  });

  test('a lesson of 5 MB is refused with its name', async () => {
    const { findings } = await read({
      '1-m/1-l/README.md': `# L\n\n${'word '.repeat(1024 * 1024)}`,
    });
    expect(findings[0]).toMatchObject({
      severity: 'error',
      code: 'file-too-large',
      file: '1-m/1-l/README.md',
    });
    expect(findings[0]?.message).toContain('5 MB');
  });

  test('a text that is not UTF-8 is refused with its line', async () => {
    const { findings } = await read({
      '1-m/1-l/README.md': Buffer.from('# L\n\ngr\xfc\xdfe\n', 'latin1'),
    });
    expect(findings[0]).toMatchObject({
      severity: 'error',
      code: 'not-utf-8',
      file: '1-m/1-l/README.md',
      line: 3,
    });
  });

  test.each([
    ['quotes', '>'.repeat(3000)],
    ['quotes with spaces', '> '.repeat(3000)],
    ['lists', '- '.repeat(3000)],
    [
      'lists by indentation',
      Array.from({ length: 600 }, (_, depth) => `${'  '.repeat(depth)}- x`).join('\n'),
    ],
    ['emphasis', '*a **b '.repeat(5000)],
    ['brackets', '['.repeat(20_000)],
    ['links', '![a]('.repeat(200_000)],
    ['footnotes', '[^a]'.repeat(200_000)],
    ['tags', '<a'.repeat(20_000)],
  ])('thousands of nested %s end quickly and without a crash', async (_, text) => {
    const began = performance.now();
    await read({ '1-m/1-l/README.md': `# L\n\n${text} end\n` });
    expect(performance.now() - began).toBeLessThan(30_000);
  });

  test('3,000 nested quotes are refused with file and line', async () => {
    const { findings } = await read({ '1-m/1-l/README.md': `# L\n\n${'>'.repeat(3000)} deep\n` });
    expect(findings).toMatchObject([
      { severity: 'error', code: 'nested-too-deep', file: '1-m/1-l/README.md', line: 3 },
      {},
    ]);
  });

  test('a NUL character is refused', async () => {
    const folder = await curriculum({ '1-m/1-l/README.md': '' });
    await writeFile(path.join(folder, '1-m/1-l/README.md'), '# L\n\na\0b\n');
    expect((await readCurriculum(folder)).findings[0]).toMatchObject({ code: 'not-text', line: 3 });
  });
});
