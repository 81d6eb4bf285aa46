import node from '@astrojs/node';
import react from '@astrojs/react';
import type { AstroIntegration } from 'astro';
import { defineConfig } from 'astro/config';
import { oneFile } from './build/one-file.ts';
import { packed } from './build/packed.ts';

/** The adapter with an entry of our own around its server. */
function adapter(): AstroIntegration {
  // Forms with files are passed on while they come, and the cms cuts them; src/middleware.ts holds
  // all others to their size.
  const integration = node({ mode: 'standalone', bodySizeLimit: 0 });
  const configDone = integration.hooks['astro:config:done'];
  integration.hooks['astro:config:done'] = (options) =>
    configDone?.({
      ...options,
      setAdapter: (chosen) =>
        options.setAdapter({
          ...chosen,
          serverEntrypoint: new URL('src/server.ts', import.meta.url),
        }),
    });
  return integration;
}

export default defineConfig({
  output: 'server',
  adapter: adapter(),
  integrations: [react()],
  devToolbar: { enabled: false },
  markdown: { syntaxHighlight: false },
  // A page has ten small style sheets; on a slow line each would cost a round trip of its own.
  build: { inlineStylesheets: 'auto' },
  security: {
    // Our own check in src/lib/origin.ts is stricter and knows PUBLIC_URL. Astro's compares with
    // the socket's protocol and would refuse every form behind a proxy that ends TLS.
    checkOrigin: false,
    csp: {
      directives: [
        "default-src 'self'",
        "img-src 'self' https: data:",
        "media-src 'self' https:",
        'frame-src https://www.youtube-nocookie.com',
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ],
    },
  },
  vite: {
    plugins: [packed(), oneFile()],
    // The contract is CommonJS beside this folder; Node loads it, Vite must not rewrite it.
    ssr: { external: ['@ourshiksha/contract'] },
    build: {
      assetsInlineLimit: (file: string, content: Buffer) =>
        file.endsWith('.css') && content.byteLength < 4096,
    },
  },
});
