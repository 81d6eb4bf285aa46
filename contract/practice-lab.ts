import { z } from 'zod';
import { endpoint } from './endpoint';
import { id, nothing } from './shared';

/** A lab as a student reads it: without solution and without hidden tests. */
export const practiceLab = z.object({
  id: z.number().int(),
  version: z.number().int(),
  course_id: z.number().int(),
  module_id: z.number().int().nullable(),
  lesson_id: z.number().int().nullable(),
  slug: z.string(),
  title: z.string(),
  description: z.string(),
  difficulty: z.enum(['beginner', 'intermediate', 'advanced']),
  language: z.string(),
  /** Minutes. */
  estimated_time: z.number().int().nullable(),
  instructions: z.string().describe('Markdown'),
  starter_code: z.string(),
  expected_output: z.string().nullable(),
});
export type PracticeLab = z.infer<typeof practiceLab>;

export const getPracticeLab = endpoint({
  method: 'GET',
  path: '/courses/:course_id/labs/:lab_id',
  summary: "A practice lab of the student's version.",
  who: 'student',
  params: z.strictObject({ course_id: id, lab_id: id }),
  body: nothing,
  reply: z.object({ lab: practiceLab }),
  errors: ['enrollment.not-found', 'lab.not-found'],
});
