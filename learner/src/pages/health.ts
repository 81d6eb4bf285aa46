import type { APIRoute } from 'astro';

/** Says that this process answers. Whether the cms does is the cms's own health to tell. */
export const GET: APIRoute = () =>
  Response.json({ status: 'ok' }, { headers: { 'Cache-Control': 'no-store' } });
