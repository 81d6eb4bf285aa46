import type { APIRoute } from 'astro';
import { environment } from '../lib/environment.ts';

export const GET: APIRoute = () => {
  const closed = [
    '/dashboard',
    '/learn/',
    '/certificates',
    '/m/',
    '/verify/file/',
    '/login',
    '/register',
    '/check-mail',
    '/confirm',
    '/forgot-password',
    '/reset-password',
    '/preview/',
  ];
  const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`)];
  const text = `${lines.join('\n')}\n\nSitemap: ${environment().publicUrl}/sitemap.xml\n`;
  return new Response(text, {
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'public, max-age=3600',
    },
  });
};
