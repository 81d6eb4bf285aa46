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
      help: 'Multiple choice, true or false, or a blank in which the student types a word.',
    },
    difficulty: {
      label: 'Difficulty',
      help: 'Helps to balance a test.',
    },
    options: {
      label: 'Options',
      help: 'The answers a student chooses from, one in each row. For true or false: True and False. Leave empty for a blank.',
    },
    correct_answer: {
      label: 'Correct answer',
      help: 'Exactly the same text as the right option. Students see it only after they have handed in the test.',
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
    [['explanation', 12]],
  ],
  calledBy: 'question_text',
  sort: ['order_index', 'ASC'],
});
