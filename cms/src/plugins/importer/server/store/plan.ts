import type { ImportedCourse, ImportedLab, ImportedProject, ImportedTest } from '../read';

/** The draft tree as a flat list, parents first: what to write, and where it hangs. */

export const KINDS = [
  'course',
  'module',
  'lesson',
  'ai-note',
  'test',
  'question',
  'practice-lab',
  'project',
  'project-step',
  'certificate',
] as const;

export type Kind = (typeof KINDS)[number];

/** Relations to parents, and the path by which a draft of this kind belongs to its course. */
export const RELATIONS: Record<Kind, { parents: string[]; toCourse: string[] }> = {
  course: { parents: [], toCourse: [] },
  module: { parents: ['draft_course'], toCourse: ['draft_course'] },
  lesson: { parents: ['draft_module'], toCourse: ['draft_module', 'draft_course'] },
  'ai-note': {
    parents: ['draft_lesson'],
    toCourse: ['draft_lesson', 'draft_module', 'draft_course'],
  },
  test: { parents: ['draft_course', 'draft_module'], toCourse: ['draft_course'] },
  question: { parents: ['draft_test'], toCourse: ['draft_test', 'draft_course'] },
  'practice-lab': {
    parents: ['draft_course', 'draft_module', 'draft_lesson'],
    toCourse: ['draft_course'],
  },
  project: { parents: ['draft_course', 'draft_module'], toCourse: ['draft_course'] },
  'project-step': { parents: ['draft_project'], toCourse: ['draft_project', 'draft_course'] },
  certificate: { parents: ['draft_course'], toCourse: ['draft_course'] },
};

export interface Planned {
  kind: Kind;
  key: string;
  file: string;
  /** What a person calls it. */
  label: string;
  values: Record<string, unknown>;
  parents: Record<string, Planned | null>;
}

export function planOf(course: ImportedCourse): Planned[] {
  const plan: Planned[] = [];
  const add = (
    kind: Kind,
    node: { source_key: string; file: string },
    label: string,
    values: object,
    parents: Planned['parents'],
  ): Planned => {
    const { file: _file, ...attributes } = values as Record<string, unknown>;
    const planned = {
      kind,
      key: node.source_key,
      file: node.file,
      label,
      values: attributes,
      parents,
    };
    plan.push(planned);
    return planned;
  };

  const { modules, tests, projects, certificate, pictures: _pictures, ...own } = course;
  const root = add('course', course, course.name, own, {});

  const addTest = (test: ImportedTest, module: Planned | null): void => {
    const { questions, ...values } = test;
    const planned = add('test', test, test.title, values, {
      draft_course: root,
      draft_module: module,
    });
    for (const question of questions) {
      add('question', question, question.question_text, question, { draft_test: planned });
    }
  };
  const addProject = (project: ImportedProject, module: Planned | null): void => {
    const { steps, ...values } = project;
    const planned = add('project', project, project.title, values, {
      draft_course: root,
      draft_module: module,
    });
    for (const step of steps)
      add('project-step', step, step.title, step, { draft_project: planned });
  };
  const addLab = (lab: ImportedLab, module: Planned, lesson: Planned | null): void => {
    add('practice-lab', lab, lab.title, lab, {
      draft_course: root,
      draft_module: module,
      draft_lesson: lesson,
    });
  };

  for (const module of modules) {
    const {
      lessons,
      tests: moduleTests,
      projects: moduleProjects,
      practice_labs,
      ...values
    } = module;
    const planned = add('module', module, module.title, values, { draft_course: root });
    for (const lesson of lessons) {
      const { note, practice_labs: labs, ...lessonValues } = lesson;
      const plannedLesson = add('lesson', lesson, lesson.title, lessonValues, {
        draft_module: planned,
      });
      add('ai-note', note, lesson.title, note, { draft_lesson: plannedLesson });
      for (const lab of labs) addLab(lab, planned, plannedLesson);
    }
    for (const lab of practice_labs) addLab(lab, planned, null);
    for (const test of moduleTests) addTest(test, planned);
    for (const project of moduleProjects) addProject(project, planned);
  }
  for (const test of tests) addTest(test, null);
  for (const project of projects) addProject(project, null);
  add('certificate', certificate, certificate.name, certificate, { draft_course: root });
  return plan;
}
