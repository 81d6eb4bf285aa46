import { keepPlace } from '@ourshiksha/contract/enrollment';
import type { APIRoute } from 'astro';
import { ask } from '../../../lib/cms.ts';
import { idOf } from '../../../lib/paths.ts';
import { readJson } from '../../../lib/report.ts';

/** A page of the course tells that it is open. */
export const POST: APIRoute = async ({ locals, params, request, rewrite }) => {
  const course = idOf(params.course);
  if (!course) return rewrite('/404');
  const body = await readJson(request);
  return Response.json(await ask(keepPlace, locals.visitor, { course_id: course }, body));
};
