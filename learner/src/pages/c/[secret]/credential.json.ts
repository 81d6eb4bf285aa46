import type { APIRoute } from 'astro';
import { credentialFile } from '../../../lib/credential-files.ts';

export const GET: APIRoute = async ({ locals, params, rewrite }) =>
  (await credentialFile(locals.visitor, params.secret ?? '')) ?? rewrite('/404');
