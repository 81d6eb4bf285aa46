export type Video =
  | { readonly kind: 'youtube'; readonly id: string }
  | { readonly kind: 'file'; readonly url: string }
  | { readonly kind: 'link'; readonly url: string };

const HOSTS = /^(?:www\.|m\.|music\.)?(?:youtube\.com|youtube-nocookie\.com|youtu\.be)$/;
const ID = /^[\w-]{11}$/;

/** How to show a lesson's video; null for addresses nobody should follow. */
export function videoOf(address: string | null): Video | null {
  if (!address) return null;
  if (/^\/uploads\/[^\\]+$/.test(address)) return { kind: 'file', url: address };
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
  if (HOSTS.test(url.hostname)) {
    const segments = url.pathname.split('/').filter(Boolean);
    const candidates = [url.searchParams.get('v'), segments.at(-1)];
    const id = candidates.find((candidate) => candidate && ID.test(candidate));
    return id ? { kind: 'youtube', id } : { kind: 'link', url: url.href };
  }
  const kind = /\.(?:mp4|webm|ogv|m4v)$/i.test(url.pathname) ? 'file' : 'link';
  return { kind, url: url.href };
}

/** The address itself when a browser may follow it, null for javascript: and its like. */
export function safeLink(address: string): string | null {
  if (/^\/(?![/\\])/.test(address)) return address;
  return URL.canParse(address) && /^(?:https?|mailto):$/.test(new URL(address).protocol)
    ? address
    : null;
}
