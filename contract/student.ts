import { z } from 'zod';
import { endpoint } from './endpoint';
import { nothing } from './shared';

/** The student behind the access token. */
export const student = z.object({
  id: z.number().int(),
  name: z.string(),
  email: z.string(),
});
export type Student = z.infer<typeof student>;

export const getStudent = endpoint({
  method: 'GET',
  path: '/student',
  summary: 'The student the access token belongs to.',
  who: 'student',
  params: nothing,
  body: nothing,
  reply: z.object({ student }),
  errors: [],
});
