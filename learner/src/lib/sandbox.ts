import { createHash } from 'node:crypto';
import frame from '../sandbox/frame.js?raw';
import show from '../sandbox/show.js?raw';

const hashOf = (script: string): string =>
  `'sha256-${createHash('sha256').update(script).digest('base64')}'`;

/**
 * The two documents students' code runs in. "sandbox" takes their origin away, so that nothing of
 * this site's cookies, storage and pages is theirs, whoever opens them; "connect-src" and the rest
 * fall back to 'none', so that nothing goes out. What they need is handed to them by the page.
 */
const documents: Readonly<Record<string, { script: string; policy: readonly string[] }>> = {
  run: {
    script: frame,
    policy: [
      // A blob is what the page handed over or the code itself; workers inherit this policy.
      `script-src ${hashOf(frame)} blob: 'unsafe-eval' 'wasm-unsafe-eval'`,
      'worker-src blob:',
    ],
  },
  show: {
    script: show,
    policy: [
      "script-src 'unsafe-inline'",
      "style-src 'unsafe-inline'",
      'img-src data: blob:',
      'media-src data: blob:',
      'font-src data:',
    ],
  },
};

/** Null where there is no such document. */
export function sandboxPage(name: string | undefined): Response | null {
  const found = name && Object.hasOwn(documents, name) ? documents[name] : undefined;
  if (!found) return null;
  const policy = [
    "default-src 'none'",
    ...found.policy,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    'sandbox allow-scripts',
  ];
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Sandbox</title><script>${found.script}</script></head><body></body></html>`;
  return new Response(html, {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policy.join('; '),
      'X-Frame-Options': 'SAMEORIGIN',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex',
      'Cache-Control': 'private, no-cache',
    },
  });
}
