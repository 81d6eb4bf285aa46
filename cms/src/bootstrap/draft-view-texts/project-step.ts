import { view } from './view';

export const projectStep = view({
  fields: {
    title: {
      label: 'Title',
      help: 'Students see it above the step.',
    },
    step_number: {
      label: 'Number of the step',
      help: 'Students see the steps in this order, counted from 1.',
      placeholder: '1',
    },
    description: {
      label: 'Instructions',
      help: 'What to do in this step. Students read it in the project. Formatted as Markdown.',
    },
    code_snippet: {
      label: 'Example code',
      help: 'Students see it below the instructions and can copy it.',
    },
    tips: {
      label: 'Tips',
      help: 'One tip in each row. Students see them at the end of the step.',
    },
    draft_project: {
      label: 'Project',
      help: 'The project this step belongs to. Without one it cannot be published.',
      shownBy: 'title',
    },
  },
  list: ['title', 'step_number', 'draft_project', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['step_number', 4],
    ],
    [['draft_project', 12]],
    [['description', 12]],
    [['code_snippet', 12]],
    [['tips', 12]],
  ],
  calledBy: 'title',
  sort: ['step_number', 'ASC'],
});
