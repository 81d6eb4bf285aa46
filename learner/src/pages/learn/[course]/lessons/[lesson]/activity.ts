import { recordActivity } from '@ourshiksha/contract/lesson';
import type { APIRoute } from 'astro';
import { ask } from '../../../../../lib/cms.ts';
import { idOf } from '../../../../../lib/paths.ts';
import { readJson } from '../../../../../lib/report.ts';

/** A lesson's page tells how long somebody was there. The browser has no token; this server adds it. */
export const POST: APIRoute = async ({ locals, params, request, rewrite }) => {
  const course = idOf(params.course);
  const lesson = idOf(params.lesson);
  if (!course || !lesson) return rewrite('/404');
  const ids = { course_id: course, lesson_id: lesson };
  return Response.json(await ask(recordActivity, locals.visitor, ids, await readJson(request)));
};
