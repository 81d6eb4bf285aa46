import { position } from './shared';
import { view } from './view';

export const question = view({
  fields: {
    question_text: {
      label: 'Question',
      help: 'What the student is asked. For a blank to be filled, write ___ where the word is missing.',
    },
    type: {
      label: 'Kind of question',
      help: 'Multiple choice has one right option, multiple select has several. In a blank the student types a word.',
    },
    difficulty: {
      label: 'Difficulty',
      help: 'Helps to balance a test.',
    },
    options: {
      label: 'Options',
      help: 'The answers a student chooses from, one in each row. For true or false: True and False. Leave empty for a blank. Code stands between `backticks`, *emphasis* and **strong** as in Markdown; all else is shown as it is.',
    },
    correct_answer: {
      label: 'Correct answer',
      help: 'Exactly the same text as the right option, or the word that fills the blank. Students see it only after they have handed in the test.',
    },
    further_answers: {
      label: 'Further correct answers',
      help: 'For multiple select: the other right options. For a blank: other words that count. One in each row.',
    },
    case_sensitive: {
      label: 'Capital letters matter',
      help: 'For a blank: “Paris” and “paris” are then two different answers.',
    },
    exact_spaces: {
      label: 'Spaces matter',
      help: 'For a blank: spaces are then compared one by one, as in code.',
    },
    explanation: {
      label: 'Explanation',
      help: 'Why the answer is right. Students read it with their result, never before.',
    },
    order_index: position,
    draft_test: {
      label: 'Test',
      help: 'The test that asks this question. Without one it cannot be published.',
      shownBy: 'title',
    },
  },
  list: ['question_text', 'order_index', 'type', 'draft_test', 'updatedAt'],
  form: [
    [
      ['draft_test', 8],
      ['order_index', 4],
    ],
    [['question_text', 12]],
    [
      ['type', 6],
      ['difficulty', 6],
    ],
    [['options', 12]],
    [['correct_answer', 12]],
    [['further_answers', 12]],
    [
      ['case_sensitive', 6],
      ['exact_spaces', 6],
    ],
    [['explanation', 12]],
  ],
  calledBy: 'question_text',
  sort: ['order_index', 'ASC'],
});
