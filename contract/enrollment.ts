import { z } from 'zod';
import { outline } from './course';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

/** One course of a student, pinned to the version it was enrolled in. */
export const enrollment = z.object({
  course_id: z.number().int(),
  version: z.number().int(),
  /** The version the student may move to; the same as `version` when there is no newer one. */
  current_version: z.number().int(),
  /**
   * `unpublished`: hidden from the catalogue; its learners go on. `closed`: its learners may not
   * read it either; what stays is their record.
   */
  course_state: z.enum(['published', 'unpublished', 'closed']),
  course_name: z.string(),
  course_description: z.string(),
  thumbnail_url: z.string().nullable(),
  status: z.enum(['active', 'completed', 'dropped']),
  enrolled_at: instant,
  completed_at: instant.nullable(),
  /** Completed lessons and passed tests as a share of all of them, 0 to 100, rounded down. */
  progress_percentage: z.number().int().min(0).max(100),
  lessons_completed: z.number().int(),
  lesson_count: z.number().int(),
  tests_passed: z.number().int(),
  test_count: z.number().int(),
  /** The first lesson in the course's order that is not completed; null when all are. */
  next_lesson_id: z.number().int().nullable(),
  /** Set once the certificate was issued. */
  certificate_number: z.string().nullable(),
});
export type Enrollment = z.infer<typeof enrollment>;

/** The student's own state on top of the outline; ids that are absent were not begun. */
export const overlay = z.object({
  completed_lesson_ids: z.array(z.number().int()),
  passed_test_ids: z.array(z.number().int()),
});
export type Overlay = z.infer<typeof overlay>;

export const listEnrollments = endpoint({
  method: 'GET',
  path: '/enrollments',
  summary: "The student's courses, the last used first.",
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ enrollments: z.array(enrollment) }),
  errors: [],
});

export const enroll = endpoint({
  method: 'POST',
  path: '/enrollments',
  summary: 'Enrols in the current version of a free course. Enrolling twice changes nothing.',
  who: 'student',
  params: nothing,
  body: z.strictObject({ course_id: id }),
  reply: z.object({ enrollment }),
  errors: ['course.not-found', 'course.not-free'],
});

export const getEnrollment = endpoint({
  method: 'GET',
  path: '/enrollments/:course_id',
  summary:
    "The learning view: the pinned version's outline with the student's own state. A closed course has no outline.",
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({ enrollment, outline, overlay }),
  errors: ['enrollment.not-found'],
});

/** One thing that is not the same in the current version. */
export const versionChange = z.object({
  kind: z.enum(['module', 'lesson', 'practice_lab', 'test', 'project']),
  id: z.number().int(),
  /** As the current version calls it; of what was removed, as the student's own does. */
  title: z.string(),
  /** `moved`: the same, in another module. What is changed may have moved as well. */
  change: z.enum(['added', 'changed', 'moved', 'removed']),
});
export type VersionChange = z.infer<typeof versionChange>;

export const getVersionChanges = endpoint({
  method: 'GET',
  path: '/enrollments/:course_id/changes',
  summary: "What the course's current version has different from the student's. Titles only.",
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({ enrollment, changes: z.array(versionChange) }),
  errors: ['enrollment.not-found'],
});

/** The kinds of things a student does in a course, in the learner site's words. */
export const stepKind = z.enum(['lesson', 'lab', 'test', 'project']);

export const keepPlace = endpoint({
  method: 'POST',
  path: '/enrollments/:course_id/place',
  summary:
    'Remembers the step the student has open, so that going on works on every device. Reports of a lesson do so themselves.',
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: z.strictObject({ kind: stepKind, id }),
  reply: z.object({}),
  errors: [
    'enrollment.not-found',
    'course.closed',
    'lesson.not-found',
    'lab.not-found',
    'test.not-found',
    'project.not-found',
  ],
});

export const moveToCurrent = endpoint({
  method: 'POST',
  path: '/enrollments/:course_id/move',
  summary:
    'Moves the student to the current version and keeps what is completed. Again: nothing changes.',
  who: 'student',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({ enrollment }),
  errors: ['enrollment.not-found', 'course.closed'],
});
