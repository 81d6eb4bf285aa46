import { CmsUnreachable, fetchCms, type Visitor } from './cms.ts';

/** Types a page may show in place. Everything else is a download, whatever it claims to be. */
const SHOWN =
  /^(?:image\/(?:png|jpeg|gif|webp|avif|svg\+xml)|video\/(?:mp4|webm|ogg)|audio\/[\w-]+)$/;
const PASSED_ON = ['content-length', 'content-range', 'accept-ranges', 'etag', 'last-modified'];
const ASKED_WITH = ['range', 'if-range', 'if-none-match', 'if-modified-since'];

export function safeType(type: string | null): { type: string; shown: boolean } {
  const plain = (type ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return SHOWN.test(plain)
    ? { type: plain, shown: true }
    : { type: 'application/octet-stream', shown: false };
}

/** A file of the media library, with headers that leave it no power over the site. */
export async function fetchUpload(
  visitor: Visitor,
  path: string,
  asked: Headers,
): Promise<Response | null> {
  const segments = path.split('/');
  if (segments.some((part) => part === '' || part === '.' || part === '..' || /[\\\0]/.test(part)))
    return null;
  const headers = new Headers();
  for (const name of ASKED_WITH) {
    const value = asked.get(name);
    if (value) headers.set(name, value);
  }
  const target = `/uploads/${segments.map(encodeURIComponent).join('/')}`;
  const response = await fetchCms(target, { ...visitor, token: null }, { headers });
  if (response.status >= 500) throw new CmsUnreachable(`No answer to ${target}`);
  if (!response.ok && response.status !== 304) return null;

  const { type, shown } = safeType(response.headers.get('content-type'));
  const reply = new Headers({
    'Content-Type': type,
    'Content-Disposition': shown ? 'inline' : 'attachment',
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'Cache-Control': 'public, max-age=86400',
    'Cross-Origin-Resource-Policy': 'same-origin',
  });
  for (const name of PASSED_ON) {
    const value = response.headers.get(name);
    // fetch has unpacked the body, so a packed one's length and tag would be wrong.
    if (value && !response.headers.has('content-encoding')) reply.set(name, value);
  }
  return new Response(response.body, { status: response.status, headers: reply });
}
