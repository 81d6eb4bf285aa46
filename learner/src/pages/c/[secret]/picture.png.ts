import type { APIRoute } from 'astro';
import { certificatePicture } from '../../../lib/certificates.ts';

/** What other sites show beside a link to the certificate. */
export const GET: APIRoute = async ({ locals, params, rewrite }) =>
  (await certificatePicture(locals.visitor, params.secret ?? '')) ?? rewrite('/404');
