import type { APIRoute } from 'astro';
import { loadCatalogue } from '../lib/courses.ts';
import { environment } from '../lib/environment.ts';
import { paths } from '../lib/paths.ts';

export const GET: APIRoute = async () => {
  const { courses } = await loadCatalogue();
  const pages = [
    paths.catalogue,
    paths.verify,
    ...courses.map(({ id, name }) => paths.course(id, name)),
  ];
  const entries = pages.map(
    (path) => `  <url><loc>${new URL(path, environment().publicUrl).href}</loc></url>`,
  );
  const xml = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...entries,
    '</urlset>\n',
  ].join('\n');
  return new Response(xml, {
    headers: {
      'Content-Type': 'application/xml; charset=utf-8',
      'Cache-Control': 'public, max-age=600',
    },
  });
};
