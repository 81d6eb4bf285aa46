import type { APIRoute } from 'astro';
import { answerScript } from '../../../../../lib/labs.ts';
import { idOf } from '../../../../../lib/paths.ts';

/** What the lab's script sends while the page stays: the same as the page's own form. */
export const POST: APIRoute = async ({ locals, params, request, rewrite }) => {
  const course = idOf(params.course);
  const lab = idOf(params.lab);
  if (!course || !lab) return rewrite('/404');
  const { visitor } = locals;
  return (await answerScript({ visitor, course, lab }, params.deed, request)) ?? rewrite('/404');
};
