import type { APIRoute } from 'astro';
import { idOf } from '../../../../../../../../lib/paths.ts';
import { fetchSubmissionFile } from '../../../../../../../../lib/projects.ts';

export const GET: APIRoute = ({ locals, params, rewrite }) => {
  const submission = idOf(params.submission);
  const file = idOf(params.file);
  if (!submission || !file) return rewrite('/404');
  return fetchSubmissionFile(locals.visitor, submission, file);
};
