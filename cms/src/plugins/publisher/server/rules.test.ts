import { describe, expect, it } from 'vitest';
import type { DraftNode, DraftTree } from './draft';
import { findProblems, rules } from './rules';
import { type KindName, tree } from './tree';

/** A draft row that hangs on parents, as the reader of drafts gives it. */
function node(
  kind: KindName,
  id: number,
  parents: Partial<Record<KindName, number>>,
  values: Record<string, unknown>,
): DraftNode {
  return { kind, id, documentId: `${kind}-${id}`, liveId: null, values, parents };
}

/** A course in which nothing is wrong; a test changes one thing of it. */
function soundCourse(): Record<KindName, DraftNode[]> {
  return {
    course: [
      node(
        'course',
        1,
        {},
        {
          name: 'Rivers',
          description: 'How rivers run.',
          level: 'beginner',
          certificate_type: 'assessment',
          include_projects: true,
          include_tests: true,
          include_labs: true,
          credit_cost: 0,
        },
      ),
    ],
    module: [node('module', 1, { course: 1 }, { title: 'Springs' })],
    lesson: [node('lesson', 1, { module: 1 }, { title: 'One' })],
    ai_note: [node('ai_note', 1, { lesson: 1 }, { content: 'Text.' })],
    test: [
      node(
        'test',
        1,
        { module: 1 },
        { title: 'Check', difficulty: 'easy', passing_percentage: 70 },
      ),
    ],
    question: [
      node(
        'question',
        1,
        { test: 1 },
        {
          question_text: 'Where?',
          type: 'mcq',
          difficulty: 'easy',
          options: ['Here', 'There'],
          correct_answer: 'Here',
        },
      ),
    ],
    practice_lab: [
      node(
        'practice_lab',
        1,
        { lesson: 1 },
        {
          slug: 'flow',
          title: 'Flow',
          language: 'javascript',
          instructions: 'Go.',
          difficulty: 'beginner',
          validation_type: 'console',
        },
      ),
    ],
    project: [node('project', 1, { course: 1 }, { title: 'Map it', difficulty: 'beginner' })],
    project_step: [node('project_step', 1, { project: 1 }, { title: 'Walk' })],
    certificate: [
      node(
        'certificate',
        1,
        { course: 1 },
        {
          name: 'Reader',
          type: 'completion',
          template_id: 'classic',
          requires_test_pass: true,
          passing_percentage: 70,
          requires_project_completion: true,
          requires_lab_completion: true,
          qr_verification: true,
        },
      ),
    ],
  };
}

/** The rules that speak after a change, each with the kind and field it points at. */
function found(change: (drafts: Record<KindName, DraftNode[]>) => void): string[] {
  const drafts = soundCourse();
  change(drafts);
  return findProblems(drafts as DraftTree).map(
    ({ rule, severity, kind, field }) => `${severity} ${rule} ${kind}${field ? `.${field}` : ''}`,
  );
}
const set = (kind: KindName, values: Record<string, unknown>, index = 0) => {
  return (drafts: Record<KindName, DraftNode[]>) => {
    const before = drafts[kind][index];
    if (before) drafts[kind][index] = { ...before, values: { ...before.values, ...values } };
  };
};

describe('a sound course', () => {
  it('has no problem', () => {
    expect(found(() => undefined)).toEqual([]);
  });
});

type Case = [
  name: string,
  change: (drafts: Record<KindName, DraftNode[]>) => void,
  found: string[],
];
const cases: Case[] = [
  [
    'no module',
    (drafts) => {
      drafts.module = [];
      drafts.lesson = [];
      drafts.ai_note = [];
      drafts.practice_lab = drafts.practice_lab.map((lab) => ({ ...lab, parents: { course: 1 } }));
      drafts.test = drafts.test.map((test) => ({ ...test, parents: { course: 1 } }));
    },
    ['error course-has-a-module course'],
  ],
  [
    'a module without a lesson',
    (drafts) => drafts.module.push(node('module', 2, { course: 1 }, { title: 'Empty' })),
    ['error module-has-a-lesson module'],
  ],
  [
    'a lesson whose title is blank',
    set('lesson', { title: '  ' }),
    ['error required-field lesson.title'],
  ],
  [
    'a question without a correct answer',
    set('question', { correct_answer: null }),
    ['error required-field question.correct_answer'],
  ],
  [
    'a price that was emptied',
    set('course', { credit_cost: null }),
    ['error required-field course.credit_cost'],
  ],
  [
    'a lesson without notes',
    (drafts) => {
      drafts.ai_note = [];
    },
    ['warning lesson-has-notes lesson'],
  ],
  [
    'a lesson with two sets of notes',
    (drafts) => drafts.ai_note.push(node('ai_note', 2, { lesson: 1 }, { content: 'More.' })),
    ['error lesson-has-one-note lesson'],
  ],
  [
    'a test without questions',
    (drafts) => {
      drafts.question = [];
    },
    ['error test-has-questions test'],
  ],
  [
    'a correct answer that is no option',
    set('question', { correct_answer: 'here' }),
    ['error correct-answer-among-options question.correct_answer'],
  ],
  [
    'one option only',
    set('question', { options: ['Here'] }),
    ['error options-differ question.options'],
  ],
  [
    'two equal options',
    set('question', { options: ['Here', 'Here'] }),
    ['error options-differ question.options'],
  ],
  [
    'two labs of one slug',
    (drafts) => drafts.practice_lab.push({ ...(drafts.practice_lab[0] as DraftNode), id: 2 }),
    ['error lab-slugs-differ practice_lab.slug'],
  ],
  [
    'two certificates',
    (drafts) => drafts.certificate.push({ ...(drafts.certificate[0] as DraftNode), id: 2 }),
    ['error one-certificate certificate'],
  ],
  [
    'a certificate that asks for projects that are not there',
    (drafts) => {
      drafts.project = [];
      drafts.project_step = [];
      set('course', { include_projects: false })(drafts);
    },
    ['error certificate-can-be-reached certificate.requires_project_completion'],
  ],
  [
    'a lesson that hangs on a module of another course',
    (drafts) => {
      drafts.practice_lab = drafts.practice_lab.map((lab) => ({
        ...lab,
        parents: { lesson: 1, course: 2 },
      }));
    },
    ['error parts-are-of-this-course practice_lab.draft_course'],
  ],
  [
    'a course that says it has no tests and has one',
    set('course', { include_tests: false }),
    ['warning include-flags-agree course.include_tests'],
  ],
];

describe('a course with', () => {
  it.each(cases)('%s is told so', (_name, change, expected) => {
    expect(found(change)).toEqual(expected);
  });

  it('a typed answer needs no options', () => {
    expect(found(set('question', { type: 'fill_blank', options: null }))).toEqual([]);
  });

  it('every rule broken by one of these cases, or the rule has no test', () => {
    const tried = new Set(
      cases.flatMap(([, , problems]) => problems.map((line) => line.split(' ')[1])),
    );
    expect(rules.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});

describe('a problem', () => {
  it('names its entry and says what to do; errors come before warnings', () => {
    const drafts = soundCourse();
    drafts.ai_note = [];
    set('question', { correct_answer: 'Nowhere' })(drafts);
    const [first, second] = findProblems(drafts as DraftTree);
    expect(first).toEqual({
      rule: 'correct-answer-among-options',
      severity: 'error',
      kind: 'question',
      documentId: 'question-1',
      title: 'Where?',
      field: 'correct_answer',
      message: 'The correct answer of “Where?” is none of its options. It must be the same text.',
    });
    expect(second?.severity).toBe('warning');
  });

  it('may be found in every kind of the tree', () => {
    const drafts = soundCourse();
    for (const { name } of tree) {
      const field =
        { question: 'question_text', ai_note: 'content' }[name as 'question'] ?? 'title';
      const titled = name === 'course' || name === 'certificate' ? 'name' : field;
      expect([
        name,
        findProblems({
          ...drafts,
          [name]: drafts[name].map((entry) => ({
            ...entry,
            values: { ...entry.values, [titled]: '' },
          })),
        } as DraftTree).some(({ kind, severity }) => kind === name && severity === 'error'),
      ]).toEqual([name, true]);
    }
  });
});
