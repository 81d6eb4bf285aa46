import { completeLesson } from '@ourshiksha/contract/lesson';
import type { APIRoute } from 'astro';
import { ask } from '../../../../../lib/cms.ts';
import { loadLearning } from '../../../../../lib/learning.ts';
import { idOf, paths } from '../../../../../lib/paths.ts';
import { neighbours } from '../../../../../lib/steps.ts';

export const POST: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const course = idOf(params.course);
  const lesson = idOf(params.lesson);
  if (!course || !lesson) return rewrite('/404');
  await ask(completeLesson, locals.visitor, { course_id: course, lesson_id: lesson });
  const { groups } = await loadLearning(locals.visitor, course);
  const { next } = neighbours(groups, 'lesson', lesson);
  return redirect(`${next?.href ?? paths.certificate(course)}?done=${lesson}`, 303);
};
