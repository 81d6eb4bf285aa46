import type { APIRoute } from 'astro';
import { fetchUpload } from '../../lib/uploads.ts';

export const GET: APIRoute = async ({ locals, params, request, rewrite }) =>
  (await fetchUpload(locals.visitor, params.path ?? '', request.headers)) ?? rewrite('/404');
