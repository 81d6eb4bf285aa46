import type { CommandName, KindName } from '../../../server/wire';

const commands = {
  'command.outline': 'Outline',
  'command.notes': 'Notes',
  'command.questions': 'Questions',
  'command.lab': 'Lab',
  'command.project': 'Project',
  'command.improve': 'Improve',
  'command.shorten': 'Shorten',
  'command.simplify': 'Simplify',
  'command.translate': 'Translate',
  'command.describe_picture': 'Describe pictures',
  'command.course': 'Write the lessons',
  'command.missing': 'Mend what is missing',
} as const satisfies Record<`command.${CommandName}`, string>;

const kinds = {
  'kind.course': 'Course',
  'kind.module': 'Module',
  'kind.lesson': 'Lesson',
  'kind.ai_note': 'Notes',
  'kind.test': 'Test',
  'kind.question': 'Question',
  'kind.practice_lab': 'Lab',
  'kind.project': 'Project',
  'kind.project_step': 'Step',
  'kind.certificate': 'Certificate',
} as const satisfies Record<`kind.${KindName}`, string>;

/** What every page of the room says. */
export const common = {
  ...commands,
  ...kinds,
  'menu.title': 'AI author',
  'nav.label': 'Parts of the AI author',
  'nav.course-label': 'Parts of this course',
  'nav.back': 'All courses',
  'nav.start': 'Courses',
  'nav.usage': 'Usage',
  'nav.proposals': 'Proposals',
  'nav.jobs': 'Jobs',
  'nav.sources': 'Sources',
  'nav.written': 'Machine-written',
  'cost.tokens': '{count, plural, one {# token} other {# tokens}}',
} as const;
