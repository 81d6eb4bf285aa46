import type { APIRoute } from 'astro';
import { Refusal } from '../../../../../../lib/cms.ts';
import { idOf, paths } from '../../../../../../lib/paths.ts';
import { passFiles } from '../../../../../../lib/projects.ts';

/** Takes files for the next submission. A script is answered with JSON, a plain form with the page. */
export const POST: APIRoute = async ({ locals, params, redirect, request, rewrite }) => {
  const course = idOf(params.course);
  const project = idOf(params.project);
  if (!course || !project) return rewrite('/404');
  const byScript = request.headers.get('accept') === 'application/json';
  const page = paths.project(course, project);
  try {
    await passFiles(locals.visitor, course, project, request);
    return byScript ? Response.json({}) : redirect(`${page}#files`, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (byScript)
      return Response.json({ error: { message: error.message } }, { status: error.status });
    // What belongs to the files is told beside them; the rest is told as everywhere.
    const isAboutFiles = /^(?:file|upload|submission)\./.test(error.code);
    if (!isAboutFiles) throw error;
    return redirect(`${page}?${new URLSearchParams({ refused: error.code })}#files`, 303);
  }
};

/** Whoever reloads what a refused form led to finds the project. */
export const GET: APIRoute = ({ params, redirect, rewrite }) => {
  const course = idOf(params.course);
  const project = idOf(params.project);
  return course && project ? redirect(paths.project(course, project), 303) : rewrite('/404');
};
