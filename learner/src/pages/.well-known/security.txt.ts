import type { APIRoute } from 'astro';
import { environment } from '../../lib/environment.ts';
import { securityText } from '../../lib/security-text.ts';

export const GET: APIRoute = ({ rewrite }) => {
  const { securityContact, publicUrl } = environment();
  if (securityContact === null) return rewrite('/404');
  return new Response(securityText(securityContact, publicUrl, new Date()), {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=86400',
    },
  });
};
