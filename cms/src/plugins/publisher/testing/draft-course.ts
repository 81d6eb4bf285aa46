import type { Core, UID } from '@strapi/strapi';

/** A draft as the Document Service takes and gives it. */
export type Draft = Record<string, unknown> & { id: number; documentId: string };
export interface Drafts {
  create(params: { data: object }): Promise<Draft>;
  update(params: { documentId: string; data: object }): Promise<Draft>;
  delete(params: { documentId: string }): Promise<unknown>;
  clone(params: { documentId: string; data?: object }): Promise<{ entries: Draft[] }>;
  findMany(params?: object): Promise<Draft[]>;
}

export const drafts = (strapi: Core.Strapi, subject: string): Drafts =>
  strapi.documents(`api::${subject}.draft-${subject}` as UID.ContentType) as unknown as Drafts;

export interface DraftCourse {
  readonly course: Draft;
  readonly modules: readonly Draft[];
  readonly lessons: readonly Draft[];
  readonly test: Draft;
  readonly questions: readonly Draft[];
}

/** A course with every kind of the tree, made as the admin makes it. */
export async function createDraftCourse(
  strapi: Core.Strapi,
  name = 'Rivers',
): Promise<DraftCourse> {
  const create = (subject: string, data: object) => drafts(strapi, subject).create({ data });
  const course = await create('course', {
    name,
    description: 'How rivers run.',
    include_tests: true,
    include_labs: true,
    include_projects: true,
    learning_outcomes: ['Read a river'],
  });
  const inCourse = { draft_course: course.documentId };
  const modules: Draft[] = [];
  const lessons: Draft[] = [];
  // The second module comes first in the course: order is the editor's, not that of making.
  for (const [n, title] of ['Mouths', 'Springs'].entries()) {
    const module = await create('module', { ...inCourse, title, order_index: 10 - n });
    modules.push(module);
    for (const part of ['one', 'two']) {
      const lesson = await create('lesson', {
        draft_module: module.documentId,
        title: `${title} ${part}`,
        order_index: part === 'one' ? 5 : 6,
        video_url: ' ',
      });
      lessons.push(lesson);
      await create('ai-note', { draft_lesson: lesson.documentId, content: `About ${title}.` });
    }
  }
  const [module] = modules;
  const test = await create('test', { draft_module: module?.documentId, title: 'Check' });
  const questions = [
    await create('question', {
      draft_test: test.documentId,
      type: 'mcq',
      question_text: 'Where does it begin?',
      options: ['Spring', 'Mouth'],
      correct_answer: 'Spring',
      explanation: 'Water comes out of the ground there.',
      order_index: 1,
    }),
    await create('question', {
      draft_test: test.documentId,
      type: 'fill_blank',
      question_text: 'It ends at its …',
      correct_answer: 'mouth',
      order_index: 2,
    }),
  ];
  await create('practice-lab', {
    draft_lesson: lessons[0]?.documentId,
    slug: 'flow',
    title: 'Flow',
    language: 'javascript',
    instructions: 'Let it flow.',
    expected_output: 'It flows.',
    solution_code: 'flow();',
  });
  const project = await create('project', { ...inCourse, title: 'Map a river' });
  await create('project-step', {
    draft_project: project.documentId,
    title: 'Walk it',
    step_number: 1,
  });
  await create('certificate', { ...inCourse, name: 'River reader', requires_test_pass: true });
  return { course, modules, lessons, test, questions };
}
