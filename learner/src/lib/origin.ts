const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True when a request that changes something was not sent by a page of this site. A browser names
 * the page's origin with every form; scripts of other sites cannot forge it. The request's own
 * address counts too, so that "localhost" works where PUBLIC_URL says 127.0.0.1.
 */
export function isForeign(request: Request, publicUrl: string): boolean {
  if (SAFE.has(request.method)) return false;
  const origin = request.headers.get('origin');
  return origin !== publicUrl && origin !== new URL(request.url).origin;
}
