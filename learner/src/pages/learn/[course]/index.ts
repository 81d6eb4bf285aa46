import type { APIRoute } from 'astro';
import { loadLearning, wayOn } from '../../../lib/learning.ts';
import { idOf } from '../../../lib/paths.ts';

/** "Go on": where the student was, or the first thing that is not done, or the end of the course. */
export const GET: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const course = idOf(params.course);
  if (!course) return rewrite('/404');
  const { enrollment } = await loadLearning(locals.visitor, course);
  return redirect(wayOn(enrollment), 303);
};
