import type { DraftNode, DraftTree } from './draft';
import type { Problem } from './problem';
import { type KindName, tree } from './tree';

interface Finding {
  readonly node: DraftNode;
  readonly field?: string;
  readonly message: string;
}

/** A check before publishing. It reads the tree that was loaded once and asks the database nothing. */
interface Rule {
  readonly name: string;
  readonly severity: Problem['severity'];
  readonly check: (drafts: DraftTree) => Finding[];
}

const text = (node: DraftNode, field: string): string => {
  const value = node.values[field];
  return typeof value === 'string' ? value.trim() : '';
};
const list = (node: DraftNode, field: string): unknown[] => {
  const value = node.values[field];
  return Array.isArray(value) ? value : [];
};
const children = (drafts: DraftTree, kind: KindName, parent: DraftNode): DraftNode[] =>
  drafts[kind].filter((node) => node.parents[parent.kind] === parent.id);
const titleOf = (node: DraftNode): string =>
  text(node, 'title') || text(node, 'name') || text(node, 'question_text');
const quoted = (node: DraftNode): string => `“${titleOf(node) || 'without a title'}”`;

/** Fields a live row cannot be without, as an editor calls them. */
const required: Partial<Record<KindName, Readonly<Record<string, string>>>> = {
  course: {
    name: 'a name',
    description: 'a description',
    level: 'a level',
    certificate_type: 'a certificate type',
  },
  module: { title: 'a title' },
  lesson: { title: 'a title' },
  ai_note: { content: 'its content' },
  test: { title: 'a title', difficulty: 'a difficulty' },
  question: {
    question_text: 'its text',
    type: 'a type',
    difficulty: 'a difficulty',
    correct_answer: 'a correct answer',
  },
  practice_lab: {
    slug: 'a slug',
    title: 'a title',
    language: 'a language',
    instructions: 'instructions',
    difficulty: 'a difficulty',
    validation_type: 'a validation type',
  },
  project: { title: 'a title', difficulty: 'a difficulty' },
  project_step: { title: 'a title' },
  certificate: { name: 'a name', type: 'a type', template_id: 'a template' },
};

/** Numbers and switches that the forms pre-fill; emptied by hand they would fail the copy. */
const requiredValues: Partial<Record<KindName, readonly string[]>> = {
  course: ['include_projects', 'include_tests', 'include_labs', 'credit_cost'],
  test: ['passing_percentage'],
  certificate: [
    'requires_test_pass',
    'passing_percentage',
    'requires_project_completion',
    'requires_lab_completion',
    'qr_verification',
  ],
};

const kindTitle: Readonly<Record<KindName, string>> = {
  course: 'course',
  module: 'module',
  lesson: 'lesson',
  ai_note: 'lesson note',
  test: 'test',
  question: 'question',
  practice_lab: 'practice lab',
  project: 'project',
  project_step: 'project step',
  certificate: 'certificate',
};

const everyNode = (drafts: DraftTree): DraftNode[] => tree.flatMap(({ name }) => [...drafts[name]]);

export const rules: readonly Rule[] = [
  {
    name: 'course-has-a-module',
    severity: 'error',
    check: ({ course, module }) =>
      module.length > 0
        ? []
        : course.map((node) => ({
            node,
            message: 'The course has no module. Add one with a lesson.',
          })),
  },
  {
    name: 'module-has-a-lesson',
    severity: 'error',
    check: (drafts) =>
      drafts.module
        .filter((node) => children(drafts, 'lesson', node).length === 0)
        .map((node) => ({
          node,
          message: `The module ${quoted(node)} has no lesson. Add one, or delete the module.`,
        })),
  },
  {
    name: 'required-field',
    severity: 'error',
    check: (drafts) =>
      everyNode(drafts).flatMap((node) => [
        ...Object.entries(required[node.kind] ?? {})
          .filter(([field]) => text(node, field) === '')
          .map(([field, what]) => ({
            node,
            field,
            message: `The ${kindTitle[node.kind]} ${quoted(node)} needs ${what}.`,
          })),
        ...(requiredValues[node.kind] ?? [])
          .filter((field) => node.values[field] === null || node.values[field] === undefined)
          .map((field) => ({
            node,
            field,
            message: `The ${kindTitle[node.kind]} ${quoted(node)} needs a value in “${field}”.`,
          })),
      ]),
  },
  {
    name: 'lesson-has-notes',
    severity: 'warning',
    check: (drafts) =>
      drafts.lesson
        .filter((node) => children(drafts, 'ai_note', node).length === 0)
        .map((node) => ({ node, message: `The lesson ${quoted(node)} has no notes to read.` })),
  },
  {
    name: 'lesson-has-one-note',
    severity: 'error',
    check: (drafts) =>
      drafts.lesson
        .filter((node) => children(drafts, 'ai_note', node).length > 1)
        .map((node) => ({
          node,
          message: `The lesson ${quoted(node)} has two sets of notes. Keep one.`,
        })),
  },
  {
    name: 'test-has-questions',
    severity: 'error',
    check: (drafts) =>
      drafts.test
        .filter((node) => children(drafts, 'question', node).length === 0)
        .map((node) => ({ node, message: `The test ${quoted(node)} has no questions.` })),
  },
  {
    name: 'correct-answer-among-options',
    severity: 'error',
    check: ({ question }) =>
      question
        .filter(
          (node) => text(node, 'type') !== 'fill_blank' && text(node, 'correct_answer') !== '',
        )
        .filter((node) => !list(node, 'options').includes(node.values.correct_answer))
        .map((node) => ({
          node,
          field: 'correct_answer',
          message: `The correct answer of ${quoted(node)} is none of its options. It must be the same text.`,
        })),
  },
  {
    name: 'options-differ',
    severity: 'error',
    check: ({ question }) =>
      question
        .filter((node) => text(node, 'type') !== 'fill_blank')
        .flatMap((node) => {
          const options = list(node, 'options');
          if (options.length < 2) {
            return [
              {
                node,
                field: 'options',
                message: `The question ${quoted(node)} needs at least two options.`,
              },
            ];
          }
          return new Set(options).size === options.length
            ? []
            : [{ node, field: 'options', message: `Two options of ${quoted(node)} are the same.` }];
        }),
  },
  {
    name: 'lab-slugs-differ',
    severity: 'error',
    check: ({ practice_lab }) =>
      practice_lab
        .filter(
          (node, index) =>
            practice_lab.findIndex((other) => text(other, 'slug') === text(node, 'slug')) < index,
        )
        .map((node) => ({
          node,
          field: 'slug',
          message: `Two labs have the slug “${text(node, 'slug')}”. Change one.`,
        })),
  },
  {
    name: 'one-certificate',
    severity: 'error',
    check: ({ certificate }) =>
      certificate.slice(1).map((node) => ({
        node,
        message: `The course has more than one certificate. Delete ${quoted(node)} or the other one.`,
      })),
  },
  {
    name: 'certificate-can-be-reached',
    severity: 'error',
    check: ({ certificate, test, practice_lab, project }) =>
      certificate.flatMap((node) =>
        [
          { field: 'requires_test_pass', there: test.length, what: 'tests' },
          { field: 'requires_lab_completion', there: practice_lab.length, what: 'labs' },
          { field: 'requires_project_completion', there: project.length, what: 'projects' },
        ]
          .filter(({ field, there }) => node.values[field] === true && there === 0)
          .map(({ field, what }) => ({
            node,
            field,
            message: `The certificate asks for ${what}, but the course has none. Add some or switch it off.`,
          })),
      ),
  },
  {
    name: 'parts-are-of-this-course',
    severity: 'error',
    check: (drafts) => {
      const known = new Set(everyNode(drafts).map((node) => `${node.kind} ${node.id}`));
      return everyNode(drafts).flatMap((node) =>
        Object.entries(node.parents)
          .filter(([kind, id]) => id !== null && !known.has(`${kind} ${id}`))
          .map(([kind]) => ({
            node,
            field: `draft_${kind}`,
            message: `The ${kindTitle[node.kind]} ${quoted(node)} is linked to a ${kind} of another course too. Keep one link.`,
          })),
      );
    },
  },
  {
    name: 'include-flags-agree',
    severity: 'warning',
    check: ({ course, test, practice_lab, project }) =>
      course.flatMap((node) =>
        [
          { field: 'include_tests', there: test.length, what: 'tests' },
          { field: 'include_labs', there: practice_lab.length, what: 'labs' },
          { field: 'include_projects', there: project.length, what: 'projects' },
        ]
          .filter(({ field, there }) => (node.values[field] === true) !== there > 0)
          .map(({ field, there, what }) => ({
            node,
            field,
            message:
              there > 0
                ? `The course has ${what}, but is not marked as having them.`
                : `The course is marked as having ${what}, but has none.`,
          })),
      ),
  },
];

/** Every problem of a draft course: errors first, each in the order of the course. */
export function findProblems(drafts: DraftTree): Problem[] {
  const problems = rules.flatMap(({ name, severity, check }) =>
    check(drafts).map(({ node, field, message }) => ({
      rule: name,
      severity,
      kind: node.kind,
      documentId: node.documentId,
      title: titleOf(node),
      field: field ?? null,
      message,
    })),
  );
  return [
    ...problems.filter(({ severity }) => severity === 'error'),
    ...problems.filter(({ severity }) => severity === 'warning'),
  ];
}
