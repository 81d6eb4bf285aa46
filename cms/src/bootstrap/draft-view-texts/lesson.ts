import { inModule, position } from './shared';
import { view } from './view';

export const lesson = view({
  fields: {
    title: {
      label: 'Title',
      help: 'Students see it in the outline of the course and above the lesson.',
    },
    order_index: position,
    estimated_time: {
      label: 'Time needed',
      help: 'In your own words. Students see it above the lesson.',
      placeholder: '20 minutes',
    },
    objectives: {
      label: 'Objectives',
      help: 'What students will know after this lesson, one objective in each row. They see the list before the text.',
    },
    key_concepts: {
      label: 'Key concepts',
      help: 'The words this lesson is about, one in each row. Students see them above the text.',
    },
    video_url: {
      label: 'Video',
      help: 'The address of the main video of the lesson. Students watch it above the text.',
      placeholder: 'https://www.youtube.com/watch?v=…',
    },
    youtube_references: {
      label: 'More videos',
      help: 'Videos on YouTube worth watching afterwards. Students see the titles as links below the text.',
    },
    external_links: {
      label: 'Links',
      help: 'Pages worth reading afterwards. Students see the titles as links below the text.',
    },
    draft_module: inModule(
      'The module this lesson belongs to. Without one it cannot be published.',
    ),
    draft_ai_notes: {
      label: 'Lesson notes',
      help: 'The text students read in this lesson. A lesson has one set of notes.',
      shownBy: 'simplified_explanation',
    },
    draft_practice_labs: {
      label: 'Practice labs',
      help: 'Students meet them after the text of this lesson.',
      shownBy: 'title',
    },
  },
  list: ['title', 'order_index', 'draft_module', 'updatedAt'],
  form: [
    [
      ['title', 8],
      ['order_index', 4],
    ],
    [
      ['draft_module', 6],
      ['estimated_time', 6],
    ],
    [['video_url', 12]],
    [['draft_ai_notes', 12]],
    [['objectives', 12]],
    [['key_concepts', 12]],
    [['youtube_references', 12]],
    [['external_links', 12]],
    [['draft_practice_labs', 12]],
  ],
  calledBy: 'title',
  sort: ['order_index', 'ASC'],
});
