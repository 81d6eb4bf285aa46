import type { APIRoute } from 'astro';
import { statusList } from '../../../lib/credential-files.ts';

export const GET: APIRoute = async ({ locals, params, rewrite }) =>
  (await statusList(locals.visitor, params.list ?? '')) ?? rewrite('/404');
