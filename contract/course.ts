import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, instant, nothing } from './shared';

export const level = z.enum(['beginner', 'intermediate', 'advanced']);

/** A course as the catalogue shows it; always its current version. */
export const courseCard = z.object({
  id: z.number().int(),
  version: z.number().int(),
  name: z.string(),
  description: z.string(),
  level,
  duration: z.string(),
  thumbnail_url: z.string().nullable(),
  /** Price in credits; 0 is free. */
  credit_cost: z.number().int(),
  is_free: z.boolean(),
  module_count: z.number().int(),
  lesson_count: z.number().int(),
});
export type CourseCard = z.infer<typeof courseCard>;

/** An entry of the outline: enough to name it and to link to it. */
export const outlineLesson = z.object({
  id: z.number().int(),
  title: z.string(),
  estimated_time: z.string(),
});
export const outlineTest = z.object({
  id: z.number().int(),
  title: z.string(),
  question_count: z.number().int(),
  /** Minutes; null is unlimited. */
  time_limit: z.number().int().nullable(),
  passing_percentage: z.number().int(),
});
export const outlineLab = z.object({
  id: z.number().int(),
  title: z.string(),
  language: z.string(),
  lesson_id: z.number().int().nullable(),
});
export const outlineProject = z.object({
  id: z.number().int(),
  title: z.string(),
  difficulty: z.string(),
});
export const outlineModule = z.object({
  id: z.number().int(),
  title: z.string(),
  description: z.string(),
  estimated_time: z.string(),
  lessons: z.array(outlineLesson),
  tests: z.array(outlineTest),
  labs: z.array(outlineLab),
  projects: z.array(outlineProject),
});
export type OutlineModule = z.infer<typeof outlineModule>;

/** The whole course in its order. What belongs to no module (a final test) stands at the end. */
export const outline = z.object({
  modules: z.array(outlineModule),
  tests: z.array(outlineTest),
  labs: z.array(outlineLab),
  projects: z.array(outlineProject),
});
export type Outline = z.infer<typeof outline>;

/** What the course's certificate asks for, as far as a visitor wants to know. */
export const certificateOffer = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string(),
  type: z.enum(['completion', 'assessment']),
  requires_test_pass: z.boolean(),
  requires_project_completion: z.boolean(),
  requires_lab_completion: z.boolean(),
});

export const course = courseCard.extend({
  overview: z.string().describe('Markdown'),
  target_audience: z.string(),
  learning_outcomes: z.array(z.string()),
  job_roles: z.array(z.string()),
  published_at: instant,
  outline,
  certificate: certificateOffer.nullable(),
});
export type Course = z.infer<typeof course>;

export const listCourses = endpoint({
  method: 'GET',
  path: '/courses',
  summary: 'The catalogue: every published course in its current version, newest first.',
  who: 'anyone',
  params: nothing,
  body: nothing,
  reply: z.object({ courses: z.array(courseCard) }),
  errors: [],
});

export const getCourse = endpoint({
  method: 'GET',
  path: '/courses/:course_id',
  summary: 'One published course in its current version, with its outline.',
  who: 'anyone',
  params: z.strictObject({ course_id: id }),
  body: nothing,
  reply: z.object({ course }),
  errors: ['course.not-found'],
});
