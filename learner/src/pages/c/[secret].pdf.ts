import type { APIRoute } from 'astro';
import { certificateFile } from '../../lib/certificates.ts';

export const GET: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const file = await certificateFile(locals.visitor, params.secret ?? '');
  if (file === null) return rewrite('/404');
  return typeof file === 'string' ? redirect(file, 302) : file;
};
