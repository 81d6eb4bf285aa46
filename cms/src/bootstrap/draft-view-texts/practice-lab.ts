import { inCourse, inModule, position } from './shared';
import { view } from './view';

export const practiceLab = view({
  fields: {
    title: {
      label: 'Title',
      help: 'Students see it in the outline of the course and above the lab.',
    },
    slug: {
      label: 'Short name',
      help: 'Small letters, digits and hyphens. No two labs of a course may share it. Students do not see it.',
      placeholder: 'sort-a-list',
    },
    description: {
      label: 'Description',
      help: 'What students practise here, in a few sentences. They read it first.',
    },
    difficulty: {
      label: 'Difficulty',
      help: 'Students see it above the lab.',
    },
    language: {
      label: 'Programming language',
      help: 'The language students write in. The editor colours their code by it.',
      placeholder: 'javascript',
    },
    estimated_time: {
      label: 'Time needed in minutes',
      help: 'Students see it above the lab.',
    },
    instructions: {
      label: 'Instructions',
      help: 'What to do, step by step. Students read it beside their code. Formatted as Markdown.',
    },
    setup_code: {
      label: 'Code that runs first',
      help: 'Runs before the student’s code, for example tables for SQL or functions that are given. Students see it.',
    },
    starter_code: {
      label: 'Code to start from',
      help: 'Stands in the editor when a student opens the lab.',
    },
    solution_code: {
      label: 'Solution',
      help: 'Your own solution. It is kept apart, and students cannot read it.',
    },
    expected_output: {
      label: 'Expected output',
      help: 'What a right program prints. Students see it.',
    },
    validation_type: {
      label: 'How it is checked',
      help: 'Console: by what the program prints. Test: by the tests below. Visual: by the structure of the page, if there are tests.',
    },
    tests: {
      label: 'Tests students see',
      help: 'Each has an expression in the lab’s language, and the value it has in a right program, such as 5, [1, 2] or a text. For HTML the expression is a CSS selector, and the value is the list of texts it finds.',
    },
    hidden_tests: {
      label: 'Hidden tests',
      help: 'The same, but students see only the name and whether the test passed.',
    },
    hints: {
      label: 'Hints',
      help: 'One hint in each row, from gentle to plain. Students open them one after the other.',
    },
    order_index: position,
    draft_course: {
      ...inCourse('this lab'),
      help: 'For a lab of the whole course. A lab needs a course, a module or a lesson to be published.',
    },
    draft_module: inModule('For a lab of a whole module.'),
    draft_lesson: {
      label: 'Lesson',
      help: 'For a lab of one lesson. Students meet it after the text.',
      shownBy: 'title',
    },
  },
  list: ['title', 'order_index', 'draft_lesson', 'draft_module', 'draft_course', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['order_index', 4],
    ],
    [
      ['draft_course', 4],
      ['draft_module', 4],
      ['draft_lesson', 4],
    ],
    [
      ['slug', 6],
      ['language', 6],
    ],
    [
      ['difficulty', 6],
      ['estimated_time', 6],
    ],
    [['description', 12]],
    [['instructions', 12]],
    [['setup_code', 12]],
    [['starter_code', 12]],
    [['solution_code', 12]],
    [
      ['validation_type', 6],
      ['expected_output', 6],
    ],
    [['tests', 12]],
    [['hidden_tests', 12]],
    [['hints', 12]],
  ],
  calledBy: 'title',
  sort: ['order_index', 'ASC'],
});
