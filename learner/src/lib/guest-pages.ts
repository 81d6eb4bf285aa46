import { createHash } from 'node:crypto';
import { Recent } from './cache.ts';
import { loadCard, loadCatalogue } from './courses.ts';
import { idOf, paths } from './paths.ts';

/**
 * Pages that are the same for everybody who is not signed in, kept by what they are made of: the
 * catalogue as it was read, a course in its version. A page with somebody's name never comes here.
 */
interface KeptPage {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly headers: readonly (readonly [string, string])[];
  readonly tag: string;
}

const megabyte = 1024 * 1024;
const pages = new Recent<KeptPage>(64 * megabyte, ({ body }) => body.byteLength);
const rendering = new Map<string, Promise<KeptPage | null>>();

/** What the page at a path is made of, as a key; null where it is not kept. */
export async function keyOf(pathname: string, theme: string | null): Promise<string | null> {
  if (pathname === paths.catalogue) {
    return `catalogue:${(await loadCatalogue()).reading}:${theme}`;
  }
  const id = idOf(/^\/courses\/([^/]+)$/.exec(pathname)?.[1]);
  const card = id ? await loadCard(id) : undefined;
  if (!card) return null;
  const address = paths.course(card.id, card.name);
  // Any other spelling is redirected to this one.
  if (pathname !== address && pathname !== encodeURI(address)) return null;
  return `course:${card.id}:${card.version}:${theme}`;
}

/** The kept page, or what `render` makes of it, once for all who ask for it at the same time. */
export async function guestPage(
  key: string,
  request: Request,
  render: () => Promise<Response>,
): Promise<Response> {
  const known = pages.get(key) ?? (await rendering.get(key));
  if (known) return reply(known, request);
  let own: Response | undefined;
  const made = render()
    .then((response) => {
      own = response;
      return keep(key, response);
    })
    .finally(() => rendering.delete(key));
  rendering.set(key, made);
  const kept = await made;
  if (kept) return reply(kept, request);
  // Not a page to keep, a redirect for example; its body was not touched.
  return own ?? render();
}

async function keep(key: string, response: Response): Promise<KeptPage | null> {
  const isPage = response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (response.status !== 200 || !isPage || response.headers.has('Set-Cookie')) return null;
  const headers = [...response.headers];
  const body = new Uint8Array(await response.arrayBuffer());
  const tag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return pages.set(key, { body, headers, tag });
}

/** A browser that has this very page already is told so and gets no body. */
function reply({ body, headers, tag }: KeptPage, request: Request): Response {
  const known = (request.headers.get('If-None-Match') ?? '').split(/\s*,\s*/);
  const sent = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
  sent.set('ETag', tag);
  if (known.includes(tag) || known.includes(`W/${tag}`)) {
    sent.delete('Content-Type');
    return new Response(null, { status: 304, headers: sent });
  }
  return new Response(body, { headers: sent });
}
