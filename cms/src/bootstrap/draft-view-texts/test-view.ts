import { inCourse, inModule, position } from './shared';
import { view } from './view';

export const test = view({
  fields: {
    title: {
      label: 'Title',
      help: 'Students see it in the outline of the course and above the test.',
    },
    description: {
      label: 'Description',
      help: 'What the test is about. Students read it before they start.',
    },
    passing_percentage: {
      label: 'Passes from (percent)',
      help: 'A student passes with at least this share of right answers, and sees it before the start.',
    },
    time_limit: {
      label: 'Time limit in minutes',
      help: 'Students see the time run. Leave it empty for a test without a limit.',
    },
    difficulty: {
      label: 'Difficulty',
      help: 'Students see it before they start.',
    },
    attempts_limit: {
      label: 'Attempts allowed',
      help: 'How often a student may take the test. Leave it empty for as often as they like.',
    },
    attempt_pause_hours: {
      label: 'Pause between attempts in hours',
      help: 'How long a student waits after an attempt before the next. Leave it empty for no pause.',
    },
    shuffle_questions: {
      label: 'Shuffle the questions',
      help: 'Each attempt asks the questions in an order of its own.',
    },
    shuffle_options: {
      label: 'Shuffle the options',
      help: 'Each attempt shows the options of a question in an order of its own.',
    },
    results_after_deadline: {
      label: 'Show right answers only after the deadline',
      help: 'Students see their score at once, and the right answers when the time of their attempt is over. Needs a time limit.',
    },
    editorial_status: {
      label: 'Status',
      help: 'A note for your team: is the test ready to be used? Students never see it.',
    },
    order_index: position,
    draft_course: {
      ...inCourse('this test'),
      help: 'For a test of the whole course. A test needs a course or a module to be published.',
    },
    draft_module: inModule('For a test of one module. Students meet it at the end of that module.'),
    draft_questions: {
      label: 'Questions',
      help: 'A test needs at least one. Their order is the “Position” in each question.',
      shownBy: 'question_text',
    },
  },
  list: ['title', 'order_index', 'draft_module', 'draft_course', 'editorial_status', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['order_index', 4],
    ],
    [
      ['draft_course', 6],
      ['draft_module', 6],
    ],
    [['description', 12]],
    [
      ['passing_percentage', 6],
      ['time_limit', 6],
    ],
    [
      ['attempts_limit', 6],
      ['attempt_pause_hours', 6],
    ],
    [
      ['shuffle_questions', 4],
      ['shuffle_options', 4],
      ['results_after_deadline', 4],
    ],
    [
      ['difficulty', 6],
      ['editorial_status', 6],
    ],
    [['draft_questions', 12]],
  ],
  calledBy: 'title',
  sort: ['order_index', 'ASC'],
});
