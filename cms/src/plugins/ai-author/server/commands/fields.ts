import type { KindName } from '../wire';

/** What a field holds, for commands that write it anew. */
export type FieldForm = 'line' | 'text' | 'markdown' | 'list' | 'questions' | 'checklist';

/** The fields of each kind that improve, shorten, simplify and translate write anew. */
export const rewritable: Readonly<Record<KindName, Readonly<Record<string, FieldForm>>>> = {
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
  // The options and the key are held together by their words, so they are not written anew apart.
  question: { question_text: 'markdown', explanation: 'markdown' },
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

/** Its Markdown fields, in which pictures may stand. */
export const markdownFields = (kind: KindName): string[] =>
  Object.entries(rewritable[kind]).flatMap(([name, form]) => (form === 'markdown' ? [name] : []));
