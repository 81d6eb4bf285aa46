import { inCourse, inModule, position } from './shared';
import { view } from './view';

export const project = view({
  fields: {
    title: {
      label: 'Title',
      help: 'Students see it in the outline of the course and above the project.',
    },
    description: {
      label: 'Description',
      help: 'What the project is, in short. Students read it first. Formatted as Markdown.',
    },
    problem_statement: {
      label: 'What to build',
      help: 'The task itself. Students see it as a section of its own. Formatted as Markdown.',
    },
    objectives: {
      label: 'Learning goals',
      help: 'What students learn by building it. They see it below the task. Formatted as Markdown.',
    },
    deliverables: {
      label: 'What to hand in',
      help: 'The files, pages or links you expect. Students see it below the task. Formatted as Markdown.',
    },
    submission_instructions: {
      label: 'How to hand it in',
      help: 'Students read it right above the form by which they submit. Formatted as Markdown.',
    },
    tech_stack: {
      label: 'Technologies',
      help: 'What students build with, one in each row. They see it above the task.',
    },
    evaluation_checklist: {
      label: 'How it is judged',
      help: 'One criterion in each row, with what good work looks like. Students see it, and reviewers judge by it.',
    },
    difficulty: {
      label: 'Difficulty',
      help: 'Students see it above the project.',
    },
    order_index: position,
    draft_course: {
      ...inCourse('this project'),
      help: 'For a project of the whole course. A project needs a course or a module to be published.',
    },
    draft_module: inModule(
      'For a project of one module. Students meet it at the end of that module.',
    ),
    draft_project_steps: {
      label: 'Steps',
      help: 'A way through the project, if you want to give one. Their order is the number in each step.',
      shownBy: 'title',
    },
  },
  list: ['title', 'order_index', 'draft_module', 'draft_course', 'difficulty', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['order_index', 4],
    ],
    [
      ['draft_course', 4],
      ['draft_module', 4],
      ['difficulty', 4],
    ],
    [['description', 12]],
    [['problem_statement', 12]],
    [['objectives', 12]],
    [['deliverables', 12]],
    [['tech_stack', 12]],
    [['evaluation_checklist', 12]],
    [['submission_instructions', 12]],
    [['draft_project_steps', 12]],
  ],
  calledBy: 'title',
  sort: ['order_index', 'ASC'],
});
