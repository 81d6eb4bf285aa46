import type { APIRoute } from 'astro';
import { loadLearning } from '../../../lib/learning.ts';
import { idOf, paths } from '../../../lib/paths.ts';
import { nextStep } from '../../../lib/steps.ts';

/** "Go on": the first thing that is not done, or the end of the course. */
export const GET: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const course = idOf(params.course);
  if (!course) return rewrite('/404');
  const { groups } = await loadLearning(locals.visitor, course);
  return redirect(nextStep(groups)?.href ?? paths.certificate(course), 303);
};
