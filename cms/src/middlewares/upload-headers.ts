import type { Context, Next } from 'koa';

/** What a browser may show in place. A PDF is opened by the browser's own reader, which a sandbox stops. */
const shown =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)|video\/(?:mp4|webm|ogg)|audio\/[\w-]+|application\/pdf)$/;

/**
 * Files of the media library have no power over the origin that serves them, which is the admin's:
 * what is no picture, film, sound or PDF is a download, and nothing in them runs.
 */
export default () =>
  async (context: Context, next: Next): Promise<void> => {
    await next();
    if (!/^\/uploads\//i.test(context.path) || context.status >= 400) return;
    const type = context.type.toLowerCase();
    const isPdf = type === 'application/pdf';
    context.set(
      'Content-Security-Policy',
      `default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'${isPdf ? '' : '; sandbox'}`,
    );
    if (shown.test(type)) return;
    context.set('Content-Type', 'application/octet-stream');
    context.set('Content-Disposition', 'attachment');
  };
