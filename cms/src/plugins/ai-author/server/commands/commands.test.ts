import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LabRunner } from '../../../../lib/lab-runner/runner';
import type { Problem } from '../../../publisher/server/problem';
import { type Drafts, type MadeDraft, startDrafts } from '../../testing/drafts';
import type { Entry, KindName } from '../wire';
import { type Checked, commandOf, type StepCommand, type Tools, type Work } from './index';
import { consoleText, expectedValue, sameValue } from './lab-verdict';
import { stepsOf } from './plan';
import { courseParams, wantedForCourse, wantedForProblems } from './plans';
import { notAgain } from './writing';

const inmate = join(import.meta.dirname, '../../../../../dist/src/lib/lab-runner/inmate/main.js');
let drafts: Drafts;
let runner: LabRunner;
beforeAll(async () => {
  runner = new LabRunner({ inmate });
  drafts = await startDrafts();
});
afterAll(async () => {
  runner?.close();
  await drafts?.stop();
});

/** Questions to the model are answered from a list; labs are really run. */
function toolsOf({
  answers = [] as unknown[],
  seesPictures = false,
} = {}): Tools & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    ask: async <Answer>({ schema, messages }: Parameters<Tools['ask']>[0]) => {
      asked.push(String(messages[0]?.content));
      return schema.parse(answers.shift()) as Answer;
    },
    run: (task) => runner.withPlace('test', (run) => run(task)),
    picture: async (address) =>
      address === '/uploads/map.png'
        ? { mediaType: 'image/png', bytes: new Uint8Array([1]) }
        : null,
    seesPictures,
    contextTokens: 32_000,
  };
}

interface Course {
  readonly course: MadeDraft;
  readonly module: MadeDraft;
  readonly lesson: MadeDraft;
}
async function makeCourse(): Promise<Course> {
  const course = await drafts.draft('course', {
    name: 'Reading maps',
    level: 'beginner',
    description: 'What an editor wrote.',
    ai_command: 'How to find the way with a paper map',
  });
  const module = await drafts.draft('module', { title: 'Height', order_index: 1 }, course);
  const lesson = await drafts.draft(
    'lesson',
    { title: 'Contour lines', objectives: ['Read a height off a line'], order_index: 1 },
    module,
  );
  return { course, module, lesson };
}
const gather = (command: StepCommand, target: Entry, params: object = {}): Promise<Work> =>
  commandOf(command).gather(drafts.reader, target, params);
const request = async (work: Work, tools = toolsOf()): Promise<string> => {
  const asked = await work.question([], notAgain, tools);
  return String(asked.messages[0]?.content);
};
const keys = (work: Work, checked: Checked) =>
  work.proposals(checked, []).map(({ key, parent, documentId }) => ({ key, parent, documentId }));

/** Puts open proposals of one step down for a course, and returns their ids. */
async function proposed(
  { documentId }: MadeDraft,
  ones: readonly (readonly [KindName, object, (readonly object[])?, Entry?])[],
): Promise<number[]> {
  const { rows: steps } = await drafts.superuser.query<{ id: number; job_id: number }>(
    `with job as (
      insert into ai.jobs (course, command, target_kind, target_document_id, title, started_by, started_by_name)
      values ($1, 'outline', 'course', $1, 'Outline', 1, 'Asha') returning id)
    insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, title, state)
    select id, 'outline', 1, 'outline', 'course', $1, 'Outline', 'done' from job returning id, job_id`,
    [documentId],
  );
  const ids: number[] = [];
  for (const [kind, fields, children = [], below = null] of ones) {
    const { rows } = await drafts.superuser.query<{ id: number }>(
      `insert into ai.proposals (job_id, step_id, key, kind, fields, children, parent_kind, parent_document_id,
        model, prompt)
      values ($1, $2, 'block', $3, $4, $5, $6, $7, 'demo', '{}') returning id`,
      [
        steps[0]?.job_id,
        steps[0]?.id,
        kind,
        JSON.stringify(fields),
        JSON.stringify(children.map((one) => ({ kind: 'lesson', fields: one }))),
        below?.kind,
        below?.documentId,
      ],
    );
    ids.push(rows[0]?.id ?? 0);
  }
  return ids;
}

describe('outline', () => {
  const lesson = (title: string) => ({
    title,
    objectives: ['Show it'],
    key_concepts: ['line'],
    estimated_time: '20 minutes',
  });
  const answer = (...modules: string[]) => ({
    course: {
      description: 'From the model.',
      target_audience: 'Walkers.',
      duration: '6 hours',
      overview: 'An overview.',
      learning_outcomes: ['Find the way'],
      job_roles: [],
      citations: [],
    },
    modules: modules.map((title) => ({
      title,
      description: 'About it.',
      estimated_time: '1 hour',
      lessons: [lesson(`${title}, first`), lesson(`${title}, second`)],
      citations: [],
    })),
  });

  it('continues a course: what an editor wrote stays, and no title comes twice', async () => {
    const { course } = await makeCourse();
    const work = await gather('outline', course, { modules: 2, lessonsPerModule: 2 });
    expect(await request(work)).toMatch(
      /what the data “begun with” says[\s\S]*Continue it[\s\S]*\[data [0-9a-f]{16} draft\]\nCourse: Reading maps[\s\S]*1\.1 Contour lines[\s\S]*\[data [0-9a-f]{16} begun with\]\nHow to find the way with a paper map/,
    );
    const checked = await work.check(answer('Scale', 'height'), toolsOf());
    expect(checked.remarks.join('\n')).toMatch(
      /“height” is there twice[\s\S]*1 modules; 2 are asked/,
    );
    expect(checked.isUsable).toBe(true);
    const [first, ...others] = work.proposals(checked, []);
    expect(Object.keys(first?.fields ?? {})).toEqual([
      'target_audience',
      'duration',
      'overview',
      'learning_outcomes',
    ]);
    expect(first).toMatchObject({ key: 'course', documentId: course.documentId });
    expect(others).toMatchObject([
      {
        key: 'module-1',
        documentId: null,
        parent: { kind: 'course', documentId: course.documentId },
        children: [{ kind: 'lesson' }, { kind: 'lesson' }],
      },
    ]);
  });

  it('of a module is its lessons', async () => {
    const { module } = await makeCourse();
    const work = await gather('outline', module, { lessonsPerModule: 2 });
    const lessons = ['Slopes', 'Contour Lines'].map((title) => ({
      ...lesson(title),
      citations: [],
    }));
    const checked = await work.check({ lessons }, toolsOf());
    expect(keys(work, checked)).toEqual([
      {
        key: 'lesson-1',
        parent: { kind: 'module', documentId: module.documentId },
        documentId: null,
      },
    ]);
  });

  it('is shown as it comes, whatever is there', async () => {
    const { course } = await makeCourse();
    const work = await gather('outline', course);
    expect(work.blocks({})).toEqual([]);
    expect(work.blocks({ course: null, modules: [{ title: 'Sca' }, {}] })).toMatchObject([
      { key: 'module-1', fields: { title: 'Sca' }, children: [] },
      { key: 'module-2', fields: { title: '' } },
    ]);
  });

  it('of one module again repeats no title that is proposed beside it', async () => {
    const { course } = await makeCourse();
    const ids = await proposed(course, [
      ['module', { title: 'Scale' }, [{ title: 'Distances' }]],
      ['module', { title: 'Symbols' }],
    ]);
    const work = await commandOf('outline').gather(
      drafts.reader,
      course,
      { modules: 1, lessonsPerModule: 2 },
      ids.slice(1),
    );
    expect(await request(work)).toMatch(/ proposed already\]\n- Scale\n- Distances\n\[end/);
    // The course's own description is neither asked for nor proposed a second time.
    expect(await request(work)).toContain('without `course`');
    const { course: _, ...doubled } = answer('Scale');
    expect(await work.check(doubled, toolsOf())).toMatchObject({ isUsable: false });
    const { course: __, ...other } = answer('Symbols');
    const checked = await work.check(other, toolsOf());
    expect(checked.isUsable).toBe(true);
    expect(keys(work, checked).map(({ key }) => key)).toEqual(['module-1']);
  });
});

describe('notes', () => {
  const parts = {
    content: '## Why\n\nLines.',
    simplified_explanation: 'Like steps.',
    citations: [],
  };

  it('of a lesson without any go below it, each part for itself', async () => {
    const { lesson } = await makeCourse();
    const work = await gather('notes', lesson, { parts: ['simplified_explanation', 'content'] });
    expect(await request(work)).toContain('Parts: content, simplified_explanation');
    const checked = await work.check(parts, toolsOf());
    const below = { kind: 'lesson', documentId: lesson.documentId };
    expect(keys(work, checked)).toEqual([
      { key: 'content', parent: below, documentId: null },
      { key: 'simplified_explanation', parent: below, documentId: null },
    ]);
  });

  it('that would run code are never proposed; HTML that is left out is told', async () => {
    const { lesson } = await makeCourse();
    await drafts.draft('ai_note', { content: 'Mine.' }, lesson);
    const work = await gather('notes', lesson, { parts: ['content'] });
    const unsafe = await work.check({ ...parts, content: '<script>go()</script>' }, toolsOf());
    expect(unsafe).toMatchObject({ isUsable: false, remarks: [expect.stringContaining('script')] });
    const dropped = await work.check({ ...parts, content: '<center>Lines</center>' }, toolsOf());
    expect(dropped).toMatchObject({
      isUsable: true,
      remarks: [expect.stringContaining('center')],
      checks: { content: [{ passed: false }] },
    });
    expect(work.proposals(dropped, [])).toMatchObject([
      { parent: null, present: { content: 'Mine.' } },
    ]);
  });

  it('cite only what stands in the sources, and say what does not', async () => {
    const { lesson } = await makeCourse();
    const work = await gather('notes', lesson, { parts: ['content'] });
    const passage = {
      label: 'S1',
      source: 'A guide',
      place: 'Page 3',
      text: 'A contour line joins all points of the same height above the sea.',
    };
    const asked = await work.question([passage], notAgain, toolsOf());
    expect(String(asked.messages[0]?.content)).toMatch(
      /\[data [0-9a-f]{16} source S1\]\nA guide, Page 3/,
    );
    const checked = await work.check(
      {
        content:
          'A contour line joins points of the same height.\n\nElephants paint contour lines with purple trunks.',
        citations: [
          { part: 'content', passage: 'S1', quote: 'joins all points of the same height' },
          { part: 'content', passage: 'S1', quote: 'is drawn by elephants every night' },
        ],
      },
      toolsOf(),
    );
    expect(work.proposals(checked, [passage])).toMatchObject([
      {
        citations: [{ source: 'A guide', place: 'Page 3' }],
        uncovered: ['Elephants paint contour lines with purple trunks.'],
        checks: [{ name: 'citation', passed: false }],
      },
    ]);
  });

  it('of one part again are written to fit the other parts, and no other lesson’s', async () => {
    const { course, lesson, module } = await makeCourse();
    const other = await drafts.draft('lesson', { title: 'Slopes', order_index: 2 }, module);
    const ids = await proposed(course, [
      ['ai_note', { content: 'Lines join points of one height.' }, [], lesson],
      ['ai_note', { key_takeaways: ['Look at the lines'] }, [], lesson],
      ['ai_note', { content: 'A slope is steep or gentle.' }, [], other],
    ]);
    const work = await commandOf('notes').gather(
      drafts.reader,
      lesson,
      { parts: ['key_takeaways'] },
      ids.slice(1, 2),
    );
    const asked = await request(work);
    expect(asked).toMatch(
      / other parts\]\n\{\n "content": "Lines join points of one height\."\n\}\n\[/,
    );
    expect(asked).not.toContain('A slope is steep');
  });
});

describe('questions', () => {
  const question = (text: string, right = 'A') => ({
    type: 'mcq',
    difficulty: 'easy',
    question_text: text,
    options: ['A', 'B', 'C', 'D'],
    correct_answers: [right],
    explanation: 'Because it is.',
    citations: [],
  });

  it('that are answered otherwise without their key are left out, and the editor is told', async () => {
    const { lesson, module } = await makeCourse();
    await drafts.draft('ai_note', { content: 'Lines join points of one height.' }, lesson);
    const work = await gather('questions', lesson, { number: 2, difficulty: 'hard' });
    expect(await request(work)).toMatch(/material\]\nLesson “Contour lines”\n\nLines join/);
    const tools = toolsOf({
      answers: [
        {
          answers: [
            { number: 1, answers: ['a'] },
            { number: 2, answers: ['B'] },
          ],
        },
      ],
    });
    const answer = {
      questions: [question('Which line joins points?'), question('What colour are they mostly?')],
    };
    const checked = await work.check(answer, tools);
    expect(tools.asked[0]).toMatch(/Question 1 \(mcq\): Which line joins points\?\n- D\n- C/);
    expect(tools.asked[0]).not.toContain('Because it is.');
    expect(checked.isUsable).toBe(true);
    expect(checked.remarks).toEqual([expect.stringContaining('answered “B”; the key says “A”')]);
    expect(keys(work, checked)).toEqual([
      { key: 'test', parent: { kind: 'module', documentId: module.documentId }, documentId: null },
      { key: 'question-1', parent: { key: 'test' }, documentId: null },
    ]);
    expect(work.proposals(checked, [])).toMatchObject([
      { fields: { title: 'Height' }, checks: [{ name: 'key', passed: false }] },
      { fields: { difficulty: 'hard', correct_answer: 'A' }, checks: [{ passed: true }] },
    ]);
  });

  it('go into the test that is there, and repeat none of the course', async () => {
    const { module } = await makeCourse();
    const test = await drafts.draft('test', { title: 'Heights' }, module);
    const text = 'Which line on a map joins points of the same height?';
    await drafts.draft('question', { question_text: text }, test);
    const work = await gather('questions', module, { number: 1 });
    const checked = await work.check({ questions: [question(text)] }, toolsOf());
    expect(checked).toMatchObject({
      isUsable: false,
      remarks: [expect.stringContaining('asked already')],
    });
    const other = { questions: [question('What does a spot height tell?')] };
    const tools = toolsOf({ answers: [{ answers: [{ number: 1, answers: ['A'] }] }] });
    expect(keys(work, await work.check(other, tools))).toMatchObject([
      { key: 'question-1', parent: { kind: 'test', documentId: test.documentId } },
    ]);
  });

  it('that are asked for again repeat none that is proposed beside them, and may resemble the old one', async () => {
    const { course, module } = await makeCourse();
    const ids = await proposed(course, [
      ['question', { question_text: 'Which line joins points of the same height?' }],
      ['question', { question_text: 'What does a spot height tell?' }],
    ]);
    const work = await commandOf('questions').gather(
      drafts.reader,
      module,
      { number: 1 },
      ids.slice(1),
    );
    expect(await request(work)).toMatch(/existing questions\]\n- Which line joins/);
    const repeated = { questions: [question('Which line joins points of the same height?')] };
    expect(await work.check(repeated, toolsOf())).toMatchObject({ isUsable: false });
    const tools = toolsOf({ answers: [{ answers: [{ number: 1, answers: ['A'] }] }] });
    const reworded = { questions: [question('What does a spot height tell?')] };
    expect(await work.check(reworded, tools)).toMatchObject({ isUsable: true, remarks: [] });
  });

  it('of a course go into a test of its own, not into a module’s', async () => {
    const { course, module } = await makeCourse();
    await drafts.draft('test', { title: 'Heights' }, module);
    const work = await gather('questions', course, { number: 1 });
    expect(work.blocks({ questions: [{ question_text: 'Wh' }] })).toMatchObject([
      { key: 'test', fields: { title: 'Reading maps' } },
      { key: 'question-1', fields: { question_text: 'Wh' } },
    ]);
  });
});

describe('lab', () => {
  const lab = {
    title: 'Height of a point',
    description: 'Count lines.',
    estimated_time: 15,
    instructions: 'Write `height(lines)`.',
    setup_code: 'const step = 20;',
    starter_code: 'function height(lines) {\n  // your code\n}',
    solution_code: 'function height(lines) { return lines * step; }',
    expected_output: '',
    tests: [{ name: 'Three lines', expression: 'height(3)', expected: '60' }],
    hidden_tests: [{ name: 'None', expression: 'height(0)', expected: '0' }],
    hints: ['Multiply.'],
    citations: [],
  };
  const asLab = async () => {
    const { lesson } = await makeCourse();
    return gather('lab', lesson, { codeLanguage: 'javascript' });
  };

  it('is offered when its solution passed and its starter code failed', async () => {
    const work = await asLab();
    const checked = await work.check(lab, toolsOf());
    expect(checked).toMatchObject({ remarks: [], isUsable: true });
    expect(work.proposals(checked, [])).toMatchObject([
      {
        kind: 'practice_lab',
        fields: { slug: 'height-of-a-point', language: 'javascript', validation_type: 'test' },
        checks: [
          { name: 'solution', passed: true },
          { name: 'starter', passed: true },
        ],
      },
    ]);
  });

  it.each([
    ['its solution fails', { solution_code: 'const height = (n) => n;' }, 'gives 3 and expects 60'],
    ['its solution is broken', { solution_code: 'const height = ;' }, 'it ended with “error”'],
    ['its starter code passes', { starter_code: lab.solution_code }, 'passes already'],
    ['nothing is hidden', { hidden_tests: [] }, '`hidden_tests` is empty'],
  ])('is not offered when %s', async (_, wrong, remark) => {
    const work = await asLab();
    const checked = await work.check({ ...lab, ...wrong }, toolsOf());
    expect(checked.isUsable).toBe(false);
    expect(checked.remarks.join()).toContain(remark);
  });

  it('is judged as the database judges a student', async () => {
    const values: [unknown, unknown][] = [
      [0.1 + 0.2, 0.3],
      [1, 1.1],
      [1, true],
      ['a', 'A'],
      [
        { a: 1, b: [2] },
        { b: [2], a: 1 },
      ],
      [{ a: 1 }, { a: 1, b: null }],
      [
        [1, 2],
        [2, 1],
      ],
      [null, null],
    ];
    for (const [a, b] of values) {
      const { rows } = await asSuperuser(
        'select activity.same_value($1::jsonb, $2::jsonb) as same',
        [JSON.stringify(a), JSON.stringify(b)],
      );
      expect([a, b, sameValue(a as never, b as never)]).toEqual([a, b, rows[0]?.same]);
    }
    // Of a column, as in the database: the planner would work out a constant before asking whether it is JSON.
    const expected = await asSuperuser(
      `select t.text, activity.expected_value(t.text)::text as json from unnest($1::text[]) t (text)`,
      [['5', '"x"', 'x', '[1, 2]', '{a: 1}', 'true', ' 7 ']],
    );
    for (const { text, json } of expected.rows)
      expect([text, expectedValue(String(text))]).toEqual([text, JSON.parse(String(json))]);
    for (const text of ['a \r\nb\t\n\n', 'a\n\n b', '', 'x  ']) {
      const { rows } = await asSuperuser('select activity.console_text($1) as text', [text]);
      expect(consoleText(text)).toBe(rows[0]?.text);
    }
  });
});

const asSuperuser = (text: string, values: unknown[]) =>
  drafts.superuser.query<Record<string, unknown>>(text, values);

describe('rewording', () => {
  it('keeps what stands in code and links, or that field is left out', async () => {
    const { lesson } = await makeCourse();
    const content =
      '## Lines\n\nUse `step` and [this](https://example.org/).\n\n```js\nstep();\n```';
    const note = await drafts.draft(
      'ai_note',
      { content, bullet_notes: ['One', 'Two'], simplified_explanation: '' },
      lesson,
    );
    const work = await gather('translate', note, { language: 'Hindi' });
    expect(await request(work)).toMatch(/Fields: content, bullet_notes\nAnswer language: Hindi/);
    const checked = await work.check(
      { content: content.replace('step();', 'schritt();'), bullet_notes: ['एक', 'दो'] },
      toolsOf(),
    );
    expect(checked.remarks).toEqual([expect.stringContaining('its code is not as it was')]);
    expect(work.proposals(checked, [])).toMatchObject([
      {
        key: 'bullet_notes',
        documentId: note.documentId,
        present: { bullet_notes: ['One', 'Two'] },
        checks: [{ name: 'structure', passed: false }],
      },
    ]);
  });

  it('that is to be shorter is shorter', async () => {
    const { module } = await makeCourse();
    await drafts.guru.query('update cms.draft_modules set description = $2 where id = $1', [
      module.id,
      'A long and rather long-winded description of height.',
    ]);
    const work = await gather('shorten', module, { fields: ['description'] });
    const description = 'A description of height that is even longer than the one that was there.';
    expect(await work.check({ description }, toolsOf())).toMatchObject({ isUsable: false });
    expect(await work.check({ description: 'Height.' }, toolsOf())).toMatchObject({ remarks: [] });
  });

  it('of a question is one proposal, or none: its options and its key stay together', async () => {
    const { module } = await makeCourse();
    const test = await drafts.draft('test', { title: 'Heights' }, module);
    const present = {
      question_text: 'What does a contour line join?',
      options: ['Points of one height', 'Points on one road', 'Two summits'],
      correct_answer: 'Points of one height',
      further_answers: [],
      explanation: 'Use `step`.',
    };
    const question = await drafts.draft('question', { type: 'mcq', ...present }, test);
    const work = await gather('translate', question, { language: 'German' });
    expect(await request(work)).toMatch(
      /Fields: question_text, correct_answer, explanation[\s\S]*field correct_answer\][\s\S]*"number": 1,\s+"was": "Points of one height",\s+"is_right": true/,
    );
    const answer = {
      question_text: 'Was verbindet eine Höhenlinie?',
      correct_answer: present.options.map((was, n) => ({ number: n + 1, was, now: `Punkte ${n}` })),
      explanation: 'Nimm `step`.',
    };
    expect(work.blocks({ correct_answer: answer.correct_answer.slice(0, 1) })).toMatchObject([
      { fields: { options: ['Punkte 0', 'Points on one road', 'Two summits'] } },
    ]);
    const checked = await work.check(answer, toolsOf());
    expect(checked.remarks).toEqual([]);
    expect(work.proposals(checked, [])).toMatchObject([
      {
        key: 'question',
        documentId: question.documentId,
        fields: {
          question_text: 'Was verbindet eine Höhenlinie?',
          options: ['Punkte 0', 'Punkte 1', 'Punkte 2'],
          correct_answer: 'Punkte 0',
          further_answers: [],
          explanation: 'Nimm `step`.',
        },
        present,
        checks: [{ name: 'structure' }, { name: 'key', passed: true }],
      },
    ]);
    const [first, ...others] = answer.correct_answer;
    const swapped = [{ ...first, number: 2 }, { ...others[0], number: 1 }, others[1]];
    for (const correct_answer of [swapped, others])
      expect(await work.check({ ...answer, correct_answer }, toolsOf())).toMatchObject({
        isUsable: false,
      });
    const shorter = await gather('shorten', question);
    const same = { ...answer, question_text: present.question_text, explanation: 'Use it.' };
    expect(
      (await shorter.check({ ...same, correct_answer: swapped }, toolsOf())).remarks,
    ).not.toEqual([]);
    expect(await shorter.check(answer, toolsOf())).toMatchObject({ isUsable: true });
  });

  it('into another language takes names and times along, and nothing that is code or an address', async () => {
    const { module } = await makeCourse();
    const links = [
      { title: 'A film', url: 'https://film.example/1' },
      { title: 'Another', url: 'https://film.example/2' },
    ];
    const watched = await drafts.draft(
      'lesson',
      { title: 'Lines', estimated_time: '20 minutes', youtube_references: links },
      module,
    );
    await expect(gather('shorten', watched, { fields: ['estimated_time'] })).rejects.toMatchObject({
      field: 'estimated_time',
    });
    const work = await gather('translate', watched, { language: 'Tamil' });
    expect(await request(work)).not.toContain('film.example');
    const youtube_references = links.map(({ title }, n) => ({
      number: n + 1,
      was: title,
      now: `${n}ஆ`,
    }));
    const answer = { title: 'கோடுகள்', estimated_time: '20 நிமிடங்கள்', youtube_references };
    const checked = await work.check(answer, toolsOf());
    expect(checked.remarks).toEqual([]);
    expect(work.proposals(checked, []).at(-1)).toMatchObject({
      key: 'youtube_references',
      fields: {
        youtube_references: [
          { title: '0ஆ', url: 'https://film.example/1' },
          { title: '1ஆ', url: 'https://film.example/2' },
        ],
      },
      present: { youtube_references: links },
    });
    const one = { ...answer, youtube_references: youtube_references.slice(1) };
    expect((await work.check(one, toolsOf())).remarks.join()).toContain('Number 1');
  });

  it('takes texts that are longer than any a model writes by itself', async () => {
    const { lesson } = await makeCourse();
    const long = 'A rather long line. '.repeat(100).trim();
    const content = 'A rather long text. '.repeat(4000).trim();
    const note = await drafts.draft('ai_note', { content, bullet_notes: [long] }, lesson);
    const work = await gather('improve', note);
    const { remarks } = await work.check({ content, bullet_notes: [long] }, toolsOf());
    expect(remarks).toEqual([]);
  });

  it('refuses fields that are none, and drafts without text', async () => {
    const { module } = await makeCourse();
    await expect(gather('improve', module, { fields: ['order_index'] })).rejects.toMatchObject({
      status: 400,
      field: 'order_index',
    });
    await expect(gather('improve', module, { fields: ['description'] })).rejects.toMatchObject({
      code: 'ai.nothing-to-do',
    });
    await expect(gather('translate', module)).rejects.toMatchObject({ field: 'language' });
  });
});

describe('what was read for a question', () => {
  it('is the same until a draft is another, also where the question leaves that out', async () => {
    const { course, module, lesson } = await makeCourse();
    const note = await drafts.draft('ai_note', { content: '![](/uploads/map.png)' }, lesson);
    const lab = await drafts.draft('practice_lab', { title: 'A scale' }, lesson);
    const asked: readonly (readonly [StepCommand, Entry, object?])[] = [
      ['outline', course],
      ['outline', module],
      ['notes', lesson],
      ['questions', lesson],
      ['lab', lesson],
      ['lab', lab],
      ['project', module],
      ['improve', lesson],
      ['translate', note, { language: 'Hindi' }],
      ['describe_picture', note],
    ];
    const read = async () => {
      const all: string[] = [];
      for (const one of asked) all.push(JSON.stringify((await gather(...one)).gathered));
      return all;
    };
    const before = await read();
    expect(await read()).toEqual(before);
    await drafts.guru.query(
      `update cms.draft_practice_labs set solution_code = '1' where id = $1`,
      [lab.id],
    );
    const after = await read();
    expect(asked.filter((_, n) => after[n] !== before[n])).toEqual([['lab', lab]]);
  });
});

describe('describe_picture', () => {
  it('asks only a model that sees, and writes the text where the picture stands', async () => {
    const { lesson } = await makeCourse();
    const note = await drafts.draft('ai_note', { content: 'Here: ![](/uploads/map.png)' }, lesson);
    const work = await gather('describe_picture', note);
    await expect(work.question([], notAgain, toolsOf())).rejects.toMatchObject({
      code: 'ai.no-pictures',
    });
    const asked = await work.question([], notAgain, toolsOf({ seesPictures: true }));
    expect(asked.messages[0]?.content).toMatchObject([
      { type: 'text', text: expect.stringContaining('Here: (picture 1)') },
      { type: 'picture', mediaType: 'image/png' },
    ]);
    const remark = { remark: 'Name the river.', previous: { content: 'Here: ![A valley](…)' } };
    const again = await work.question([], remark, toolsOf({ seesPictures: true }));
    expect(JSON.stringify(again.messages)).toMatch(/Name the river\.[\s\S]*earlier answer/);
    const checked = await work.check(
      {
        pictures: [
          { number: 1, description: 'A valley' },
          { number: 7, description: 'No' },
        ],
      },
      toolsOf(),
    );
    expect(work.proposals(checked, [])).toMatchObject([
      { fields: { content: 'Here: ![A valley](/uploads/map.png)' } },
    ]);
  });
});

describe('pictures of a storage elsewhere', () => {
  it('are described where the media library knows them', async () => {
    const { lesson } = await makeCourse();
    const stored = 'https://media.example/map_1.png';
    await drafts.guru.query(
      `insert into cms.files (document_id, name, url, provider) values ('f1', 'map.png', $1, 'aws-s3')`,
      [stored],
    );
    const content = `![](https://elsewhere.example/a.png) ![](${stored}?X-Amz-Signature=1)`;
    const note = await drafts.draft('ai_note', { content }, lesson);
    const work = await gather('describe_picture', note);
    const tools = toolsOf({ seesPictures: true });
    const asked: string[] = [];
    const seen = await work.question([], notAgain, {
      ...tools,
      picture: async (address) => {
        asked.push(address);
        return { mediaType: 'image/jpeg', bytes: new Uint8Array([1]) };
      },
    });
    expect(asked).toEqual([stored]);
    expect(JSON.stringify(seen.messages)).toContain('(picture 1)');
    const pictures = [{ number: 1, description: 'A valley' }];
    expect(work.proposals(await work.check({ pictures }, tools), [])).toMatchObject([
      { fields: { content: content.replace('![](https://media', '![A valley](https://media') } },
    ]);
    const others = await drafts.draft('ai_note', { content: content.split(' ')[0] }, lesson);
    await expect(gather('describe_picture', others)).rejects.toMatchObject({
      code: 'ai.nothing-to-do',
    });
  });
});

describe('a question', () => {
  it('that leaves no room for its answer is refused before it is asked', async () => {
    const { lesson } = await makeCourse();
    const work = await gather('notes', lesson);
    await expect(
      work.question([], notAgain, { ...toolsOf(), contextTokens: 2500 }),
    ).rejects.toMatchObject({ code: 'ai.context-too-long' });
  });

  it('is about a draft of the right kind that is there and hangs on a course', async () => {
    const { course, lesson } = await makeCourse();
    await expect(gather('notes', course)).rejects.toMatchObject({ code: 'ai.wrong-target' });
    await expect(gather('notes', { ...lesson, documentId: 'no' })).rejects.toMatchObject({
      code: 'ai.draft-gone',
    });
    const orphan = await drafts.draft('lesson', { title: 'Alone' });
    await expect(gather('notes', orphan)).rejects.toMatchObject({ code: 'ai.no-course' });
    await expect(gather('notes', lesson, { parts: ['diploma'] })).rejects.toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
  });
});

describe('a plan', () => {
  it('of a course writes notes where there are none, and then what is about them', async () => {
    const { course, module, lesson } = await makeCourse();
    const second = await drafts.draft('lesson', { title: 'Slopes', order_index: 2 }, module);
    await drafts.draft('ai_note', { content: 'Written already.' }, lesson);
    const { wanted, leftOut } = await wantedForCourse(
      drafts.reader,
      course,
      courseParams.parse({ questions: 3, labs: 'lesson', projects: 'course' }),
      new Set(),
    );
    expect(leftOut).toEqual([{ command: 'notes', kind: 'lesson', reason: 'there', places: 1 }]);
    expect(wanted.map(({ key, dependsOn }) => ({ key, dependsOn }))).toEqual([
      { key: `notes-${second.documentId}`, dependsOn: [] },
      { key: `lab-${lesson.documentId}`, dependsOn: [] },
      { key: `lab-${second.documentId}`, dependsOn: [`notes-${second.documentId}`] },
      { key: `questions-${module.documentId}`, dependsOn: [`notes-${second.documentId}`] },
      { key: 'project', dependsOn: [] },
    ]);
    for (const { command, target, params } of wanted)
      await expect(gather(command, target, params)).resolves.toBeDefined();
  });

  it('of a course asks for nothing that is there, is being written or waits for a decision', async () => {
    const { course, module, lesson } = await makeCourse();
    const bare = await drafts.draft('module', { title: 'Scale', order_index: 2 }, course);
    const written = await drafts.draft('lesson', { title: 'Ratios' }, bare);
    await drafts.draft('ai_note', { content: ' ' }, lesson);
    const test = await drafts.draft('test', { title: 'Height' }, module);
    await drafts.draft('question', { question_text: 'How high?' }, test);
    await drafts.draft('test', { title: 'Still empty' }, bare);
    await drafts.draft('practice_lab', { title: 'Measure' }, lesson);
    const own = await drafts.draft('project', { title: 'A walk' }, module);
    await drafts.guru.query(
      `insert into cms.draft_projects_draft_course_lnk (draft_project_id, draft_course_id) values ($1, $2)`,
      [own.id, course.id],
    );
    const plan = async (asked: object) => {
      const { wanted, leftOut } = await wantedForCourse(
        drafts.reader,
        course,
        courseParams.parse({ notes: false, questions: 0, ...asked }),
        new Set([`notes ${written.documentId}`, `lab ${bare.documentId}`]),
      );
      const left = leftOut.map(
        ({ command, kind, reason, places }) => `${places} ${kind} ${command} ${reason}`,
      );
      return [wanted.map(({ key }) => key), left];
    };
    // Notes that say nothing are none; a test without questions neither.
    expect(await plan({ notes: true, questions: 2 })).toEqual([
      [`notes-${lesson.documentId}`, `questions-${bare.documentId}`],
      ['1 module questions there', '1 lesson notes under-way'],
    ]);
    expect(await plan({ labs: 'lesson', projects: 'module' })).toEqual([
      [`lab-${written.documentId}`, `project-${bare.documentId}`],
      ['1 lesson lab there', '1 module project there'],
    ]);
    expect(await plan({ labs: 'module' })).toEqual([
      [],
      ['1 module lab there', '1 module lab under-way'],
    ]);
    // A module's project is not the course's own.
    expect(await plan({ projects: 'course' })).toEqual([['project'], []]);
    await drafts.draft('project', { title: 'A long walk' }, course);
    expect(await plan({ projects: 'course' })).toEqual([[], ['1 course project there']]);
  });

  it('of twice as many lessons reads twice as much, and the outline once', async () => {
    const reads = async (lessons: number) => {
      const { course, module } = await makeCourse();
      for (let n = 2; n <= lessons; n += 1)
        await drafts.draft('lesson', { title: `Lesson ${n}`, order_index: n }, module);
      const asked: string[] = [];
      const reader: typeof drafts.reader = {
        rows: (text, values) => {
          asked.push(text);
          return drafts.reader.rows(text, values);
        },
      };
      const { wanted } = await wantedForCourse(
        reader,
        course,
        courseParams.parse({ labs: 'module' }),
        new Set(),
      );
      asked.length = 0;
      await stepsOf(reader, wanted);
      const outlines = asked.filter((text) => text.includes('m.document_id as "documentId"'));
      return { all: asked.length, outlines: outlines.length };
    };
    const [few, more] = [await reads(4), await reads(8)];
    expect([few.outlines, more.outlines]).toEqual([1, 1]);
    // A lesson, its module and its notes are read for each; of questions and a lab, nothing for each.
    expect(more.all - few.all).toBe(4 * 3);
  });

  it('of what is missing mends what can be mended, each draft once, and names the rest', async () => {
    const { course, lesson } = await makeCourse();
    const problem = (rule: string, entry: Entry, field: string | null = null): Problem => ({
      rule,
      severity: 'error',
      kind: entry.kind,
      documentId: entry.documentId,
      title: 'A title',
      field,
      message: `About ${rule}.`,
    });
    const found = await wantedForProblems(
      drafts.reader,
      [
        problem('course-has-a-module', course),
        problem('required-field', course, 'description'),
        problem('lesson-has-notes', lesson),
        problem('include-flags-agree', course, 'include_labs'),
        problem('pictures-have-a-description', lesson, 'content'),
        problem('one-certificate', course),
        problem('ai-unreviewed', lesson),
      ],
      { language: '' },
      { course: course.documentId, seesPictures: false, underWay: new Set() },
    );
    expect(found.leftOut).toEqual([]);
    expect(found.wanted.map(({ command, params }) => [command, params])).toEqual([
      ['outline', { language: '' }],
      ['notes', { language: '' }],
      ['lab', { language: '' }],
    ]);
    expect(found.notMendable.map(({ message }) => message)).toEqual([
      'About pictures-have-a-description.',
      'About one-certificate.',
    ]);
    const again = await wantedForProblems(
      drafts.reader,
      [problem('lesson-has-notes', lesson), problem('include-flags-agree', course, 'include_labs')],
      { language: '' },
      {
        course: course.documentId,
        seesPictures: false,
        underWay: new Set([`notes ${lesson.documentId}`]),
      },
    );
    expect(again.wanted.map(({ command }) => command)).toEqual(['lab']);
    expect(again.leftOut).toMatchObject([{ command: 'notes', reason: 'under-way', places: 1 }]);
  });
});
