import type { APIRoute } from 'astro';
import { credentialJwt } from '../../../lib/credential-files.ts';

export const GET: APIRoute = async ({ locals, params, rewrite }) =>
  (await credentialJwt(locals.visitor, params.secret ?? '')) ?? rewrite('/404');
