import type { CommandName, KindName } from '../wire';

/**
 * What a field holds, for commands that write it anew. `links` and `tests` are lists of which only the words
 * for people are written: the links' titles, the tests' names. `answers` are a question's options with its
 * key, or the answers that fill its blank: they stand in several fields and are written as one.
 */
export type FieldForm =
  | 'line'
  | 'text'
  | 'markdown'
  | 'list'
  | 'questions'
  | 'checklist'
  | 'links'
  | 'tests'
  | 'answers';

type Forms = Readonly<Record<KindName, Readonly<Record<string, FieldForm>>>>;

/** The fields of each kind that improve, shorten, simplify and translate write anew. */
export const rewritable: Forms = {
  course: {
    name: 'line',
    description: 'text',
    target_audience: 'text',
    overview: 'markdown',
    learning_outcomes: 'list',
    job_roles: 'list',
  },
  module: { title: 'line', description: 'text' },
  lesson: { title: 'line', objectives: 'list', key_concepts: 'list' },
  ai_note: {
    content: 'markdown',
    simplified_explanation: 'markdown',
    bullet_notes: 'list',
    key_takeaways: 'list',
    interview_questions: 'questions',
  },
  test: { title: 'line', description: 'text' },
  // Whatever of a question is written anew is one proposal (`reworded-question.ts`).
  question: { question_text: 'markdown', correct_answer: 'answers', explanation: 'markdown' },
  practice_lab: { title: 'line', description: 'text', instructions: 'markdown', hints: 'list' },
  project: {
    title: 'line',
    description: 'markdown',
    problem_statement: 'markdown',
    objectives: 'markdown',
    deliverables: 'markdown',
    submission_instructions: 'markdown',
    evaluation_checklist: 'checklist',
  },
  project_step: { title: 'line', description: 'markdown', tips: 'list' },
  certificate: { name: 'line', description: 'text' },
};

/**
 * What only `translate` writes as well: names and times, in which there is nothing to shorten or to explain.
 * What no command writes, and why, stands in `fields.test.ts`, which knows every field of a draft.
 */
const labels: Partial<Forms> = {
  course: { duration: 'line' },
  module: { estimated_time: 'line' },
  lesson: { estimated_time: 'line', youtube_references: 'links', external_links: 'links' },
  practice_lab: { tests: 'tests', hidden_tests: 'tests' },
  project: { tech_stack: 'list' },
};

/** The fields of a kind that a command writes anew. */
export const fieldsFor = (
  command: CommandName,
  kind: KindName,
): Readonly<Record<string, FieldForm>> =>
  command === 'translate' ? { ...rewritable[kind], ...labels[kind] } : rewritable[kind];

/** Its Markdown fields, in which pictures may stand. */
export const markdownFields = (kind: KindName): string[] =>
  Object.entries(rewritable[kind]).flatMap(([name, form]) => (form === 'markdown' ? [name] : []));
