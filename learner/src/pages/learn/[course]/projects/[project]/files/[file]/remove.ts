import type { APIRoute } from 'astro';
import { Refusal } from '../../../../../../../lib/cms.ts';
import { idOf, paths } from '../../../../../../../lib/paths.ts';
import { removeFile } from '../../../../../../../lib/projects.ts';

/** Takes a file away that was not handed in. One that is gone already is as wanted. */
export const POST: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const course = idOf(params.course);
  const project = idOf(params.project);
  const file = idOf(params.file);
  if (!course || !project || !file) return rewrite('/404');
  await removeFile(locals.visitor, course, project, file).catch((error: unknown) => {
    if (!(error instanceof Refusal && error.code === 'file.not-found')) throw error;
  });
  return redirect(`${paths.project(course, project)}#files`, 303);
};
