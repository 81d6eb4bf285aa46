import { view } from './view';

export const aiNote = view({
  fields: {
    content: {
      label: 'Text of the lesson',
      help: 'What students read in the lesson. Formatted as Markdown.',
    },
    simplified_explanation: {
      label: 'In simple words',
      help: 'The same idea for a beginner, without technical words. Students can open it beside the text.',
    },
    bullet_notes: {
      label: 'Key points',
      help: 'The lesson in short, one point in each row. Students see them below the text.',
    },
    key_takeaways: {
      label: 'Takeaways',
      help: 'What to remember, one sentence in each row. Students see them at the end of the lesson.',
    },
    interview_questions: {
      label: 'Interview questions',
      help: 'Questions an employer might ask about this lesson. Students see the question and can open the answer.',
    },
    version: {
      label: 'Version of the text',
      help: 'Counted up when the text is written anew. Students never see it.',
      readOnly: true,
    },
    draft_lesson: {
      label: 'Lesson',
      help: 'The lesson these notes are read in. Without one they cannot be published.',
      shownBy: 'title',
    },
  },
  list: ['draft_lesson', 'simplified_explanation', 'version', 'updatedAt'],
  form: [
    [
      ['draft_lesson', 8],
      ['version', 4],
    ],
    [['content', 12]],
    [['simplified_explanation', 12]],
    [['bullet_notes', 12]],
    [['key_takeaways', 12]],
    [['interview_questions', 12]],
  ],
  calledBy: 'id',
  sort: ['updatedAt', 'DESC'],
});
