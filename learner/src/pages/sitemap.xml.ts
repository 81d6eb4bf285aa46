import { listCourses } from '@ourshiksha/contract/course';
import type { APIRoute } from 'astro';
import { ask } from '../lib/cms.ts';
import { environment } from '../lib/environment.ts';
import { paths } from '../lib/paths.ts';

export const GET: APIRoute = async ({ locals }) => {
  const { courses } = await ask(listCourses, { ...locals.visitor, token: null });
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
