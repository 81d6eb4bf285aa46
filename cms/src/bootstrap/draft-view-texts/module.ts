import { inCourse, position } from './shared';
import { view } from './view';

export const module = view({
  fields: {
    title: {
      label: 'Title',
      help: 'The name of the chapter. Students see it in the outline of the course.',
    },
    description: {
      label: 'Description',
      help: 'What this chapter is about, in a few sentences. Students see it in the outline of the course.',
    },
    order_index: position,
    estimated_time: {
      label: 'Time needed',
      help: 'In your own words. Students see it beside the title.',
      placeholder: '2 hours',
    },
    draft_course: inCourse('this module'),
    draft_lessons: {
      label: 'Lessons',
      help: 'A module needs at least one. Their order is the “Position” in each lesson.',
      shownBy: 'title',
    },
    draft_tests: {
      label: 'Tests',
      help: 'Students meet them at the end of this module.',
      shownBy: 'title',
    },
    draft_projects: {
      label: 'Projects',
      help: 'Students meet them at the end of this module.',
      shownBy: 'title',
    },
    draft_practice_labs: {
      label: 'Practice labs',
      help: 'Labs of the whole module. A lab of one lesson hangs on that lesson.',
      shownBy: 'title',
    },
  },
  list: ['title', 'order_index', 'draft_course', 'draft_lessons', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['order_index', 4],
    ],
    [
      ['draft_course', 6],
      ['estimated_time', 6],
    ],
    [['description', 12]],
    [['draft_lessons', 12]],
    [
      ['draft_tests', 6],
      ['draft_projects', 6],
    ],
    [['draft_practice_labs', 6]],
  ],
  calledBy: 'title',
  sort: ['order_index', 'ASC'],
});
