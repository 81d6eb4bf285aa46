import { enroll } from '@ourshiksha/contract/enrollment';
import type { APIRoute } from 'astro';
import { ask, Refusal } from '../../../lib/cms.ts';
import { loginAddress } from '../../../lib/failures.ts';
import { idOf, paths } from '../../../lib/paths.ts';

export const POST: APIRoute = async ({ locals, params, redirect, rewrite, url }) => {
  const id = idOf(params.course);
  if (!id) return rewrite('/404');
  if (!locals.visitor.token) return redirect(loginAddress('POST', url.pathname), 303);
  try {
    await ask(enroll, locals.visitor, {}, { course_id: id });
    return redirect(paths.learn(id), 303);
  } catch (error) {
    // The course page says what a course costs; there is nothing to add here.
    if (error instanceof Refusal && error.code === 'course.not-free') {
      return redirect(`/courses/${id}`, 303);
    }
    throw error;
  }
};
