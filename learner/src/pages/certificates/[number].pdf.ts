import type { APIRoute } from 'astro';
import { isOldNumber } from '../../lib/certificate-number.ts';
import { verifySecret } from '../../lib/certificates.ts';
import { paths } from '../../lib/paths.ts';

/** The address of the files of certificates from before, whose numbers nobody can guess. */
export const GET: APIRoute = async ({ locals, params, redirect, rewrite }) => {
  const number = params.number ?? '';
  const found = isOldNumber(number) ? await verifySecret(locals.visitor, number) : null;
  return found ? redirect(paths.certificatePdf(found.certificate.secret), 302) : rewrite('/404');
};
