import { z } from 'zod';
import { endpoint } from './endpoint';
import { enrollment } from './enrollment';
import { id, link, nothing } from './shared';

export const aiNotes = z.object({
  content: z.string().describe('Markdown, sanitised when rendered'),
  simplified_explanation: z.string(),
  bullet_notes: z.array(z.string()),
  key_takeaways: z.array(z.string()),
  interview_questions: z.array(z.object({ question: z.string(), answer: z.string() })),
});

/** A lesson of one version. It never changes, so it may be cached by (id, version) for ever. */
export const lesson = z.object({
  id: z.number().int(),
  version: z.number().int(),
  course_id: z.number().int(),
  module_id: z.number().int(),
  title: z.string(),
  objectives: z.array(z.string()),
  estimated_time: z.string(),
  key_concepts: z.array(z.string()),
  video_url: z.string().nullable(),
  youtube_references: z.array(link),
  external_links: z.array(link),
  /** Null where the editor wrote no notes. */
  notes: aiNotes.nullable(),
});
export type Lesson = z.infer<typeof lesson>;

export const getLesson = endpoint({
  method: 'GET',
  path: '/courses/:course_id/lessons/:lesson_id',
  summary: 'A lesson in the version the student is enrolled in, as immutable content.',
  who: 'student',
  params: z.strictObject({ course_id: id, lesson_id: id }),
  body: nothing,
  reply: z.object({ lesson }),
  errors: ['enrollment.not-found', 'lesson.not-found'],
});

export const completeLesson = endpoint({
  method: 'POST',
  path: '/courses/:course_id/lessons/:lesson_id/complete',
  summary: 'Marks a lesson as done, with the database clock. Doing it twice changes nothing.',
  who: 'student',
  params: z.strictObject({ course_id: id, lesson_id: id }),
  body: nothing,
  reply: z.object({ enrollment }),
  errors: ['enrollment.not-found', 'lesson.not-found'],
});
