import { z } from 'zod';
import { endpoint } from './endpoint';
import { enrollment } from './enrollment';
import { id, instant, link, nothing } from './shared';

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

/** What is recorded of a student's work on a lesson. Time and video are information, not a mark. */
export const lessonProgress = z.object({
  status: z.enum(['not_started', 'in_progress', 'completed']),
  started_at: instant.nullable(),
  completed_at: instant.nullable(),
  /** While the page was visible and somebody was there. */
  time_spent_seconds: z.number().int(),
  /** Share of the video that was played, 0 to 100, rounded down. */
  video_watch_percentage: z.number().int().min(0).max(100),
  notes_read: z.boolean(),
});
export type LessonProgress = z.infer<typeof lessonProgress>;

/** A day; nothing longer is watched or reported at once. */
const daySeconds = 86_400;

/** From and to (exclusive) in whole seconds of the video. */
const segment = z
  .tuple([z.number().int().min(0).max(daySeconds), z.number().int().min(1).max(daySeconds)])
  .refine(([from, to]) => from < to, 'a segment ends after it begins');

/** What a browser tells of a lesson that is open before the student. */
export const lessonActivity = z.strictObject({
  /** Since the last report of which the reply said that they were counted. */
  seconds: z.number().int().min(0).max(daySeconds),
  /** All that was played since the page was opened; overlaps are joined. */
  watched: z.array(segment).max(200),
  /** The video's length in seconds as the player says; null where no video is open. */
  video_seconds: z.number().int().min(1).max(daySeconds).nullable(),
  /** The end of the notes was on the screen. */
  notes_read: z.boolean(),
});
export type LessonActivity = z.infer<typeof lessonActivity>;

export const recordActivity = endpoint({
  method: 'POST',
  path: '/courses/:course_id/lessons/:lesson_id/activity',
  summary:
    'Reports time and video of an open lesson. The database’s clock caps it; a report sooner than 15 seconds after the last changes nothing.',
  who: 'student',
  params: z.strictObject({ course_id: id, lesson_id: id }),
  body: lessonActivity,
  reply: z.object({
    progress: lessonProgress,
    /** How many of the reported seconds were counted now; the rest may be reported again. */
    counted_seconds: z.number().int(),
  }),
  errors: ['enrollment.not-found', 'course.closed', 'lesson.not-found'],
});
