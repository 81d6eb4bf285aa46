import type { KindName } from '../../../server/tree';

/** What each kind of thing in a course is called. */
export const kinds = {
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
