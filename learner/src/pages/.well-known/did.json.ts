import type { APIRoute } from 'astro';
import { loadIssuer } from '../../lib/credential-files.ts';

/** Where the method did:web looks for the school's keys. */
export const GET: APIRoute = async () =>
  new Response(`${JSON.stringify(await loadIssuer(), null, 2)}\n`, {
    headers: {
      'Content-Type': 'application/did+json',
      'Cache-Control': 'public, max-age=60',
      'Access-Control-Allow-Origin': '*',
    },
  });
