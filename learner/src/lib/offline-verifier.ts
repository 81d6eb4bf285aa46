import { createHash } from 'node:crypto';
import { messages } from '../messages/index.ts';
import script from '../scripts/offline-verifier.ts?one-file';
import base from '../styles/base.css?raw';
import controls from '../styles/controls.css?raw';
import own from '../styles/offline.css?raw';
import tokens from '../styles/tokens.css?raw';
import { loadIssuer } from './credential-files.ts';

/** What the verifier's script finds beside it. No text in it ends the element it stands in. */
export async function verifierData(now: Date): Promise<string> {
  const carried = {
    words: messages.offline,
    issuer: JSON.stringify(await loadIssuer()),
    issuerAt: now.toISOString(),
  };
  return JSON.stringify(carried).replaceAll('<', '\\u003c');
}

const hashOf = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const layout = `
main, main > div { display: grid; grid-template-columns: minmax(0, 1fr); gap: var(--space-5); }
main { width: min(100% - 2rem, 42rem); margin: 0 auto; padding-block: clamp(1.5rem, 6vw, 4rem); }
`;
const style = [tokens, base, controls, own, layout].join('\n');
// In a script's strings, \/ is the same as /.
const code = script.replace(/<\/(script)/gi, '<\\/$1');

/**
 * The verifier as one file that works from a disk. Its own policy allows its script and its style, each
 * by its hash, and no connection at all: whatever a credential holds, nothing goes out.
 */
export async function offlineVerifier(now: Date): Promise<Response> {
  const text = messages.offline;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(code)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${text.title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${text.title}</h1>
<p>${text.lead}</p>
<div data-offline-verifier><p>${text.needsScript}</p></div>
</main>
<script type="application/json" id="offline-verifier-data">${await verifierData(now)}</script>
<script>${code}</script>
</body>
</html>
`;
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Disposition': 'attachment; filename="verify-certificates.html"',
      'Content-Security-Policy': [...policy, "frame-ancestors 'none'"].join('; '),
      'Cache-Control': 'public, max-age=60',
    },
  });
}
