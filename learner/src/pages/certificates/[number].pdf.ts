import type { APIRoute } from 'astro';
import { pdfOf } from '../../lib/certificates.ts';

export const GET: APIRoute = async ({ locals, params, rewrite }) => {
  const number = params.number ?? '';
  const body = await pdfOf(locals.visitor, number);
  if (!body) return rewrite('/404');
  return new Response(body, {
    headers: {
      'Content-Type': 'application/pdf',
      'Content-Disposition': `inline; filename="${number}.pdf"`,
      'Cache-Control': 'public, max-age=86400',
    },
  });
};
