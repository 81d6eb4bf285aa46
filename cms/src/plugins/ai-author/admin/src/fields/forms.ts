import type { ShapeName } from '../../../../draft-fields/shapes';
import type { KindName } from '../../../server/wire';

/** How a field is written: one line, a text, Markdown, code, a number, yes or no, a choice, or a list. */
export type Form =
  | 'line'
  | 'text'
  | 'markdown'
  | 'code'
  | 'number'
  | 'flag'
  | { readonly choices: readonly string[] }
  | { readonly list: ShapeName };

const choices = (...names: string[]): Form => ({ choices: names });
const texts: Form = { list: 'string-list' };
const links: Form = { list: 'link-list' };
const levels = choices('beginner', 'intermediate', 'advanced');
const difficulties = choices('easy', 'medium', 'hard');

/** The fields of drafts that a model may write, as their content types have them. */
const forms: Partial<Record<KindName, Readonly<Record<string, Form>>>> = {
  course: {
    name: 'line',
    description: 'text',
    level: levels,
    target_audience: 'text',
    duration: 'line',
    overview: 'markdown',
    learning_outcomes: texts,
    job_roles: texts,
  },
  module: { title: 'line', description: 'text', estimated_time: 'line' },
  lesson: {
    title: 'line',
    objectives: texts,
    key_concepts: texts,
    estimated_time: 'line',
    youtube_references: links,
    external_links: links,
  },
  ai_note: {
    content: 'markdown',
    simplified_explanation: 'text',
    bullet_notes: texts,
    key_takeaways: texts,
    interview_questions: { list: 'question-list' },
  },
  test: {
    title: 'line',
    description: 'text',
    difficulty: difficulties,
    passing_percentage: 'number',
    time_limit: 'number',
    attempts_limit: 'number',
  },
  question: {
    type: choices('mcq', 'true_false', 'fill_blank', 'multiple_select'),
    difficulty: difficulties,
    question_text: 'text',
    options: texts,
    correct_answer: 'text',
    further_answers: texts,
    case_sensitive: 'flag',
    exact_spaces: 'flag',
    explanation: 'text',
  },
  practice_lab: {
    slug: 'line',
    title: 'line',
    description: 'text',
    difficulty: levels,
    language: 'line',
    estimated_time: 'number',
    instructions: 'markdown',
    setup_code: 'code',
    starter_code: 'code',
    solution_code: 'code',
    expected_output: 'code',
    validation_type: choices('console', 'test', 'visual'),
    tests: { list: 'lab-tests' },
    hidden_tests: { list: 'lab-tests' },
    hints: texts,
  },
  project: {
    title: 'line',
    description: 'markdown',
    difficulty: levels,
    problem_statement: 'markdown',
    objectives: 'markdown',
    deliverables: 'markdown',
    submission_instructions: 'markdown',
    tech_stack: texts,
    evaluation_checklist: { list: 'checklist' },
  },
  project_step: { title: 'line', description: 'markdown', code_snippet: 'code', tips: texts },
};

/** Undefined for a field that no form is known for: it is shown, but not edited here. */
export const formOf = (kind: KindName, field: string): Form | undefined => forms[kind]?.[field];

/** Whether it fits into a line beside others. */
export const isShort = (kind: KindName, field: string): boolean => {
  const form = formOf(kind, field);
  return (
    form === 'line' ||
    form === 'number' ||
    form === 'flag' ||
    (typeof form === 'object' && 'choices' in form)
  );
};

/** In the order in which they are read; what is not known comes last. */
export function inOrder(kind: KindName, fields: readonly string[]): string[] {
  const order = Object.keys(forms[kind] ?? {});
  const place = (field: string) => (order.includes(field) ? order.indexOf(field) : order.length);
  return fields.toSorted((one, other) => place(one) - place(other));
}

export { forms };
