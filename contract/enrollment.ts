import { z } from 'zod';
import { outline } from './course';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

/** The kinds of things a student does in a course, in the learner site's words. */
export const stepKind = z.enum(['lesson', 'lab', 'test', 'project']);

/** One thing to do in a course, by name. */
export const stepName = z.object({
  kind: stepKind,
  id: z.number().int(),
  title: z.string(),
});
export type StepName = z.infer<typeof stepName>;

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
  /** When the first step was opened or done. */
  started_at: instant.nullable(),
  last_activity_at: instant,
  completed_at: instant.nullable(),
  /**
   * Completed lessons, passed tests, verified labs and approved projects as a share of all lessons,
   * tests, verifiable labs and projects of the version, 0 to 100, rounded down.
   */
  progress_percentage: z.number().int().min(0).max(100),
  lessons_completed: z.number().int(),
  lesson_count: z.number().int(),
  tests_passed: z.number().int(),
  test_count: z.number().int(),
  labs_verified: z.number().int(),
  /** Only those the server can verify. */
  lab_count: z.number().int(),
  projects_approved: z.number().int(),
  project_count: z.number().int(),
  /**
   * The first step in the course's order that is still to do; a project that is being reviewed is
   * not. Null when nothing is, and in a closed course.
   */
  next: stepName.nullable(),
  /** The step the student had open last, on whatever device, unless there is nothing to do in it. */
  last: stepName.nullable(),
  /** Set once the certificate was issued. */
  certificate_number: z.string().nullable(),
  /** All that the certificate asks for is done, and it was not issued yet. */
  certificate_ready: z.boolean(),
});
export type Enrollment = z.infer<typeof enrollment>;

/** The student's own state on top of the outline: what is not named is still to do. */
export const overlay = z.object({
  completed_lesson_ids: z.array(z.number().int()),
  passed_test_ids: z.array(z.number().int()),
  verified_lab_ids: z.array(z.number().int()),
  /** Labs that the server cannot verify, and those of them that are done by the student's word. */
  optional_lab_ids: z.array(z.number().int()),
  declared_lab_ids: z.array(z.number().int()),
  projects: z.array(
    z.object({
      project_id: z.number().int(),
      /** `waiting`: handed in, not decided yet. */
      state: z.enum(['waiting', 'rejected', 'approved']),
    }),
  ),
});
export type Overlay = z.infer<typeof overlay>;

/** What waits for the student, in all courses. In a closed one only an open attempt does. */
export const waiting = z.object({
  /** Attempts that are open; the one that ends first stands first. */
  attempts: z.array(
    z.object({
      attempt_id: z.number().int(),
      course_id: z.number().int(),
      course_name: z.string(),
      test_id: z.number().int(),
      title: z.string(),
      started_at: instant,
      /** Null where there is no limit. */
      deadline: instant.nullable(),
    }),
  ),
  /** Projects to hand in again, the last decision first. */
  projects: z.array(
    z.object({
      course_id: z.number().int(),
      course_name: z.string(),
      project_id: z.number().int(),
      title: z.string(),
      feedback: z.string(),
      reviewed_at: instant,
    }),
  ),
});
export type Waiting = z.infer<typeof waiting>;

export const listEnrollments = endpoint({
  method: 'GET',
  path: '/enrollments',
  summary: "The student's courses, the last used first, and what waits in them.",
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({
    enrollments: z.array(enrollment),
    waiting,
    /** The database's clock, to tell how much time is left. */
    server_time: instant,
  }),
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
