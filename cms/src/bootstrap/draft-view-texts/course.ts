import { view } from './view';

export const course = view({
  fields: {
    name: {
      label: 'Name',
      help: 'The title students see in the catalogue, on the course page and on their certificate.',
      placeholder: 'How computers think',
    },
    description: {
      label: 'Short description',
      help: 'One or two sentences. Students see them on the card in the catalogue; search engines show them too.',
    },
    level: {
      label: 'Level',
      help: 'Students see it on the card in the catalogue and on the course page.',
    },
    duration: {
      label: 'Duration',
      help: 'How long the whole course takes, in your own words. Students see it as you write it.',
      placeholder: '6 weeks, 3 hours a week',
    },
    target_audience: {
      label: 'Who it is for',
      help: 'Who should take this course and what they should already know. Students see it on the course page.',
    },
    overview: {
      label: 'Overview',
      help: 'The long text of the course page, for students who wonder whether to enrol. Formatted as Markdown.',
    },
    learning_outcomes: {
      label: 'What students will be able to do',
      help: 'One outcome in each row. Students see them as a list on the course page.',
    },
    job_roles: {
      label: 'Jobs this helps with',
      help: 'One job in each row. Students see them on the course page.',
    },
    include_tests: {
      label: 'Has tests',
      help: 'Tells students on the course page that there are tests. Publishing warns you if that is not so.',
    },
    include_projects: {
      label: 'Has projects',
      help: 'Tells students on the course page that there are projects. Publishing warns you if that is not so.',
    },
    include_labs: {
      label: 'Has practice labs',
      help: 'Tells students on the course page that there are labs. Publishing warns you if that is not so.',
    },
    certificate_type: {
      label: 'Kind of certificate',
      help: 'Completion: for finishing the lessons. Assessment: for passing the tests as well. Students see it on the course page.',
    },
    credit_cost: {
      label: 'Price in credits',
      help: 'What a student pays to enrol. 0 means that the course is free.',
    },
    thumbnail_url: {
      label: 'Address of the picture',
      help: 'The picture on the card in the catalogue. Copy its link from the Media Library. Without one students see a drawn cover.',
      placeholder: '/uploads/picture.jpg',
    },
    editorial_status: {
      label: 'Status',
      help: 'A note for your team; students never see it. Publishing sets it to “published”; the next change to the course sets it back to “editing”.',
    },
    version: {
      label: 'Published version',
      help: 'The number of the version students get now. Publishing counts it up; 0 means never published.',
      readOnly: true,
    },
    ai_command: {
      label: 'Instruction for the AI',
      help: 'What the AI was asked when it wrote this course, if it did. Students never see it.',
    },
    draft_modules: {
      label: 'Modules',
      help: 'The chapters of this course. Their order is the “Position” in each module.',
      shownBy: 'title',
    },
    draft_tests: {
      label: 'Tests',
      help: 'Tests of the whole course. A test of one chapter hangs on its module.',
      shownBy: 'title',
    },
    draft_practice_labs: {
      label: 'Practice labs',
      help: 'Labs of the whole course. Most labs hang on a lesson instead.',
      shownBy: 'title',
    },
    draft_projects: {
      label: 'Projects',
      help: 'Projects of the whole course. A project of one chapter hangs on its module.',
      shownBy: 'title',
    },
    draft_certificates: {
      label: 'Certificate',
      help: 'What students must do to earn the certificate. A course has at most one.',
      shownBy: 'name',
    },
  },
  list: ['name', 'level', 'editorial_status', 'version', 'credit_cost', 'updatedAt'],
  form: [
    [
      ['name', 8],
      ['level', 4],
    ],
    [['description', 12]],
    [
      ['duration', 6],
      ['credit_cost', 6],
    ],
    [['target_audience', 12]],
    [['overview', 12]],
    [['learning_outcomes', 12]],
    [['job_roles', 12]],
    [['draft_modules', 12]],
    [
      ['draft_tests', 6],
      ['draft_projects', 6],
    ],
    [
      ['draft_practice_labs', 6],
      ['draft_certificates', 6],
    ],
    [
      ['include_tests', 4],
      ['include_projects', 4],
      ['include_labs', 4],
    ],
    [
      ['certificate_type', 6],
      ['thumbnail_url', 6],
    ],
    [
      ['editorial_status', 6],
      ['version', 6],
    ],
    [['ai_command', 12]],
  ],
  calledBy: 'name',
  sort: ['updatedAt', 'DESC'],
});
