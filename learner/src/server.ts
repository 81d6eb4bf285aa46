import { subscribe } from 'node:diagnostics_channel';
import type { ServerResponse } from 'node:http';

/**
 * The server's first module. Scripts and styles are sent by the adapter, past our middleware; so that their
 * types are not guessed either, every response has the header from the moment its request begins.
 */
subscribe('http.server.request.start', (message) => {
  const { response } = message as { readonly response: ServerResponse };
  response.setHeader('X-Content-Type-Options', 'nosniff');
});

export * from '@astrojs/node/server.js';
