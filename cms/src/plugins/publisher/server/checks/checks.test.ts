import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestStrapi, type TestStrapi } from '../../../../../../scripts/testing/strapi.ts';
import { asGuru } from '../../../../lib/guru';
import { ownTypes } from '../../../../lib/types';
import { createDraftCourse, type DraftCourse, drafts } from '../../testing/draft-course';
import { membersOf } from '../draft-rows';
import { type KindName, kindNamed } from '../tree';
import { checkCourse, rules } from './index';

let running: TestStrapi;
let superuser: Client;
beforeAll(async () => {
  running = await startTestStrapi();
  superuser = new Client({ connectionString: running.database.admin, types: ownTypes });
  await superuser.connect();
});
afterAll(async () => {
  await superuser?.end();
  await running?.stop();
});

/** A course in which nothing is wrong; a test changes one thing of it. */
let made: DraftCourse;
beforeEach(async () => {
  made = await createDraftCourse(running.strapi);
  await superuser.query('update ai.settings set requires_review = false');
});
const check = () => asGuru(running.strapi, (database) => checkCourse(database, made.course.id));
/** The rules that speak, each with the kind and the field it points at. */
const found = async () =>
  (await check()).problems.map(
    ({ rule, severity, kind, field }) => `${severity} ${rule} ${kind}${field ? `.${field}` : ''}`,
  );

type Change = () => Promise<unknown>;
const create = (subject: string, data: object) => drafts(running.strapi, subject).create({ data });
/** Sets columns of the course's first draft of a kind, behind Strapi's back as an import might. */
const set =
  (name: KindName, assignment: string, values: unknown[] = []): Change =>
  () => {
    const kind = kindNamed(name);
    return superuser.query(
      `update cms.${kind.draftTable} set ${assignment}
      where id = (select min(m.id) from (${membersOf(kind)}) m (id))`,
      [made.course.id, ...values],
    );
  };
const remove =
  (...names: KindName[]): Change =>
  async () => {
    for (const name of names) {
      const kind = kindNamed(name);
      await superuser.query(`delete from cms.${kind.draftTable} where id in (${membersOf(kind)})`, [
        made.course.id,
      ]);
    }
  };
const note = (text: string): Change => set('ai_note', 'content = $2', [text]);
const also =
  (...changes: Change[]): Change =>
  async () => {
    for (const change of changes) await change();
  };

const cases: [name: string, change: Change, expected: string[]][] = [
  [
    'no module',
    also(
      remove('module', 'certificate'),
      set('course', 'include_tests = false, include_labs = false'),
    ),
    ['error course-has-a-module course'],
  ],
  [
    'a module without a lesson',
    () =>
      create('module', { draft_course: made.course.documentId, title: 'Empty', order_index: 11 }),
    ['error module-has-a-lesson module'],
  ],
  [
    'a lesson whose title is blank',
    set('lesson', `title = '  '`),
    ['error required-field lesson.title'],
  ],
  [
    'a note without content',
    set('ai_note', 'content = null'),
    ['error required-field ai_note.content'],
  ],
  [
    'a question without a correct answer',
    set('question', 'correct_answer = null'),
    ['error required-field question.correct_answer'],
  ],
  [
    'a lab without instructions',
    set('practice_lab', `instructions = ''`),
    ['error required-field practice_lab.instructions'],
  ],
  [
    'a price that was emptied',
    set('course', 'credit_cost = null'),
    ['error required-field course.credit_cost'],
  ],
  [
    'something other than a list of objectives',
    set('lesson', `objectives = '"one"'`),
    ['error list-is-a-list lesson.objectives'],
  ],
  [
    'lessons without notes',
    remove('ai_note'),
    Array.from({ length: 4 }, () => 'warning lesson-has-notes lesson'),
  ],
  [
    'a lesson with two sets of notes',
    () => create('ai-note', { draft_lesson: made.lessons[0]?.documentId, content: 'More.' }),
    ['error lesson-has-one-note lesson'],
  ],
  [
    'two lessons of one number',
    set('lesson', 'order_index = 6'),
    ['warning order-is-clear lesson.order_index'],
  ],
  [
    'a number left out',
    set('lesson', 'order_index = 3'),
    ['warning order-has-no-gaps lesson.order_index'],
  ],
  ['a test without questions', remove('question'), ['error test-has-questions test']],
  [
    'a test that asks for more than everything',
    set('test', 'passing_percentage = 101'),
    ['error test-can-be-passed test.passing_percentage'],
  ],
  [
    'a correct answer that is no option',
    set('question', `correct_answer = 'spring'`),
    ['error correct-answer-among-options question.correct_answer'],
  ],
  [
    'one option only',
    set('question', `options = '["Spring"]'`),
    ['error options-differ question.options'],
  ],
  [
    'two equal options',
    set('question', `options = '["Spring", "Spring"]'`),
    ['error options-differ question.options'],
  ],
  ...(
    [
      ['time_limit', 0],
      ['attempts_limit', 0],
      ['attempt_pause_hours', -1],
    ] as const
  ).map(([column, value]): (typeof cases)[number] => [
    `${value} in ${column}`,
    set('test', `${column} = ${value}`),
    [`error test-numbers-are-positive test.${column}`],
  ]),
  [
    'answers shown after a time that has no limit',
    set('test', 'results_after_deadline = true, time_limit = null'),
    ['error results-wait-for-a-deadline test.time_limit'],
  ],
  [
    'a pause after the only attempt',
    set('test', 'attempts_limit = 1, attempt_pause_hours = 24'),
    ['warning pause-has-a-next-attempt test.attempt_pause_hours'],
  ],
  [
    'a number among the options',
    set('question', `options = '["Spring", "Mouth", 3]'`),
    ['error answers-can-be-given question.options'],
  ],
  [
    'an option longer than an answer may be',
    set('question', `options = jsonb_build_array('Spring', repeat('x', 2001))`),
    ['error answers-can-be-given question.options'],
  ],
  [
    'a typed answer that may be nothing',
    set('question', `type = 'fill_blank', further_answers = '[" "]'`),
    ['error answers-can-be-given question.further_answers'],
  ],
  [
    'a further answer that is no option',
    set('question', `type = 'multiple_select', further_answers = '["Delta"]'`),
    ['error further-answers-among-options question.further_answers'],
  ],
  [
    'a single choice of which two are right',
    set('question', `options = '["Spring", "Mouth", "Delta"]', further_answers = '["Delta"]'`),
    ['warning single-choice-has-one-answer question.further_answers'],
  ],
  [
    'a right option given twice',
    set('question', `type = 'multiple_select', further_answers = '["Spring"]'`),
    ['warning right-answers-differ question.further_answers'],
  ],
  [
    'a typed answer that is accepted twice',
    set('question', `type = 'fill_blank', options = null, further_answers = '[" SPRING"]'`),
    ['warning right-answers-differ question.further_answers'],
  ],
  [
    'a choice of several of which all are right',
    set('question', `type = 'multiple_select', further_answers = '["Mouth"]'`),
    ['warning not-everything-is-right question.further_answers'],
  ],
  [
    'an option that points at others which are shuffled',
    also(
      set('test', 'shuffle_options = true'),
      set('question', `options = '["Spring", "Mouth", "None of the above"]'`),
    ),
    ['warning shuffled-options-stand-alone question.options'],
  ],
  [
    'two labs of one slug',
    () =>
      create('practice-lab', {
        draft_lesson: made.lessons[1]?.documentId,
        slug: 'flow',
        title: 'Flow again',
        language: 'javascript',
        instructions: 'Again.',
        expected_output: 'It flows.',
      }),
    ['error lab-slugs-differ practice_lab.slug'],
  ],
  [
    'a lab that compares with nothing',
    set('practice_lab', 'expected_output = null'),
    ['error lab-can-be-checked practice_lab.expected_output'],
  ],
  [
    'two certificates',
    () => create('certificate', { draft_course: made.course.documentId, name: 'Another' }),
    ['error one-certificate certificate'],
  ],
  [
    'a certificate that asks for projects that are not there',
    also(
      remove('project'),
      set('course', 'include_projects = false'),
      set('certificate', 'requires_project_completion = true'),
    ),
    ['error certificate-can-be-reached certificate.requires_project_completion'],
  ],
  [
    'a certificate in whose result nothing counts',
    set('certificate', 'test_weight = 0, lab_weight = 0, project_weight = 0'),
    ['error certificate-weighs-something certificate.test_weight'],
  ],
  [
    'a weight beyond a hundred',
    set('certificate', 'lab_weight = 101'),
    ['error certificate-weights-are-in-range certificate.lab_weight'],
  ],
  [
    'a certificate of a design that is not there',
    set('certificate', `template_id = 'baroque'`),
    ['error certificate-design-is-known certificate.template_id'],
  ],
  [
    'a certificate from before there were weights',
    set('certificate', 'test_weight = null, lab_weight = null, project_weight = null'),
    [],
  ],
  [
    'a lab that hangs on another course too',
    async () => {
      const other = await createDraftCourse(running.strapi, 'Lakes');
      await superuser.query(
        `insert into cms.draft_practice_labs_draft_course_lnk (draft_practice_lab_id, draft_course_id)
        select min(m.id), $2 from (${membersOf(kindNamed('practice_lab'))}) m (id)`,
        [made.course.id, other.course.id],
      );
    },
    ['error parts-are-of-this-course practice_lab.draft_course'],
  ],
  [
    'a flag that says it has no tests',
    set('course', 'include_tests = false'),
    ['warning include-flags-agree course.include_tests'],
  ],
  [
    'a script in its notes',
    note('Look:\n\n<script>steal()</script>\n'),
    ['error text-is-safe ai_note.content'],
  ],
  ['a link that runs', note('[Click](javascript:steal())'), ['error text-is-safe ai_note.content']],
  [
    'quotes nested 3,000 deep',
    note(`${'>'.repeat(3000)} deep`),
    ['error text-can-be-read ai_note.content'],
  ],
  [
    'a text of 600 KB',
    note('[x](y) '.repeat(86_000)),
    ['error text-is-not-too-long ai_note.content'],
  ],
  [
    'more text than a version can hold',
    // One text of 251 MB, told by its size alone. Compressing it would take most of the test's time.
    also(
      () =>
        superuser.query('alter table cms.draft_questions alter explanation set storage external'),
      set('question', `explanation = repeat('x', 251000000)`),
    ),
    ['error text-is-not-too-long question.explanation', 'error course-is-not-too-large course'],
  ],
  [
    'a picture that is not in the media library',
    note('![A river](/uploads/nowhere.png)'),
    ['warning pictures-are-there ai_note.content'],
  ],
  [
    'a picture without alternative text',
    note('![](https://example.org/river.png)'),
    ['warning pictures-have-a-description ai_note.content'],
  ],
  [
    'a link into the author’s own folders',
    note('[Next](../2-mouths/README.md)'),
    ['warning links-lead-somewhere ai_note.content'],
  ],
  [
    'a link to a heading that is not there',
    note('# Springs\n\n[Down](#mouths) and [up](#springs)'),
    ['warning links-lead-somewhere ai_note.content'],
  ],
  [
    'a link to a lesson that nobody published',
    note('[There](/learn/1/lessons/999999)'),
    ['warning links-lead-somewhere ai_note.content'],
  ],
  [
    'HTML that the site leaves out',
    note('<iframe src="https://example.org"></iframe>'),
    ['warning html-is-shown ai_note.content'],
  ],
  [
    'text by a machine that nobody reviewed',
    () => acceptNote(false),
    ['warning ai-unreviewed ai_note.content'],
  ],
  [
    'text by a machine that must be reviewed',
    also(
      () => acceptNote(false),
      () => superuser.query('update ai.settings set requires_review = true'),
    ),
    ['error ai-review-required ai_note.content'],
  ],
];

/** The first note's content, accepted as a machine wrote it. */
async function acceptNote(isReviewed: boolean): Promise<void> {
  const note = await superuser.query<{ document_id: string; content: string }>(
    `select document_id, content from cms.draft_ai_notes
    where id = (select min(m.id) from (${membersOf(kindNamed('ai_note'))}) m (id))`,
    [made.course.id],
  );
  await superuser.query(
    `with j as (
      insert into ai.jobs (course, command, target_kind, target_document_id, title, started_by, started_by_name)
      values ('c', 'notes', 'lesson', 'l', 'Notes', 1, 'a test') returning id
    ), s as (
      insert into ai.steps (job_id, key, position, command, target_kind, target_document_id, title)
      select id, 'k', 1, 'notes', 'lesson', 'l', 'Notes' from j returning id, job_id
    )
    insert into ai.proposals (job_id, step_id, key, kind, fields, model, prompt)
    select job_id, id, 'content', 'ai_note', '{}', 'm', '{}' from s`,
  );
  await superuser.query(
    `select ai.add_provenance((select max(id) from ai.proposals), $1, 1, 'a test', false, $2)`,
    [
      JSON.stringify([
        {
          kind: 'ai_note',
          document_id: note.rows[0]?.document_id,
          field: 'content',
          value: note.rows[0]?.content,
        },
      ]),
      isReviewed,
    ],
  );
}

describe('a sound course', () => {
  it('has no problem', async () => {
    expect(await check()).toEqual({ errors: 0, warnings: 0, problems: [] });
  });

  it('may show code, draw with HTML, link to other sites and type answers without options', async () => {
    await note(
      [
        '# Springs',
        '```html\n<script>shown()</script>\n<img src="x.png">\n```',
        'Inline `<script>` and `[a](b)`.',
        '<details><summary>More</summary>Text <b>bold</b></details>',
        '[A site](https://example.org/x) ![Alt](https://example.org/y.png) [up](#springs) <mail@example.org>',
      ].join('\n\n'),
    )();
    await set('question', `type = 'fill_blank', options = null`)();
    expect(await found()).toEqual([]);
  });

  it('may ask for several answers, limit and pause attempts, shuffle and hold results back', async () => {
    await set(
      'test',
      `time_limit = 10, attempts_limit = 3, attempt_pause_hours = 24, shuffle_questions = true,
      shuffle_options = true, results_after_deadline = true`,
    )();
    await set(
      'question',
      `type = 'multiple_select', options = '["Spring", "Source", "Mouth"]', further_answers = '["Source"]'`,
    )();
    expect(await found()).toEqual([]);
    // The two differ where case matters.
    await set(
      'question',
      `type = 'fill_blank', options = null, further_answers = '["spring"]', case_sensitive = true`,
    )();
    expect(await found()).toEqual([]);
  });
});

describe('a course with', () => {
  it.each(cases)('%s is told so', async (_name, change, expected) => {
    await change();
    expect(await found()).toEqual(expected);
  });

  it('every rule broken by one of these cases, or the rule has no test', () => {
    const tried = new Set(
      cases.flatMap(([, , problems]) => problems.map((line) => line.split(' ')[1])),
    );
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});

describe('a problem', () => {
  it('names its entry and says what to do; errors come before warnings', async () => {
    await remove('ai_note')();
    await set('question', `correct_answer = 'Nowhere'`)();
    const { problems, errors, warnings } = await check();
    expect({ errors, warnings }).toEqual({ errors: 1, warnings: 4 });
    expect(problems[0]).toEqual({
      rule: 'correct-answer-among-options',
      severity: 'error',
      kind: 'question',
      documentId: made.questions[0]?.documentId,
      title: 'Where does it begin?',
      field: 'correct_answer',
      message:
        'The correct answer of “Where does it begin?” is none of its options. It must be the same text.',
    });
    expect(problems[1]?.message).toBe('The lesson “Mouths one” has no notes to read.');
  });

  it('that occurs very often is counted, but listed a hundred times', async () => {
    await superuser.query(
      `with made as (
        insert into cms.draft_lessons (document_id, title, order_index, created_at)
        select 'many' || lpad(n::text, 20, '0'), 'Lesson ' || n, n + 6, now() from generate_series(1, 150) n
        returning id)
      insert into cms.draft_lessons_draft_module_lnk (draft_lesson_id, draft_module_id)
      select id, $1 from made`,
      [made.modules[0]?.id],
    );
    const { problems, warnings } = await check();
    expect(warnings).toBe(150);
    expect(problems).toHaveLength(100);
  });
});

describe('a text that was read before', () => {
  it('is not read again, and its facts still count', async () => {
    await note('![](https://example.org/once.png)')();
    expect(await found()).toHaveLength(1);
    const known = async () =>
      (await superuser.query('select hash, xmin::text from cms.text_facts order by hash')).rows;
    const before = await known();
    expect(await found()).toHaveLength(1);
    expect(await known()).toEqual(before);
  });
});
