/** A form as it stands on a page: where it goes and what it sends when nothing is typed. */
export interface PageForm {
  readonly action: string;
  readonly method: 'get' | 'post';
  readonly fields: Readonly<Record<string, string>>;
  /** Every field that can be filled in, hidden ones and unticked choices included. */
  readonly names: readonly string[];
  /** What there is to tick, and what a person reads beside it. */
  readonly choices: readonly {
    readonly name: string;
    readonly value: string;
    readonly label: string;
  }[];
}

export interface SitePage {
  readonly status: number;
  /** Where the redirects ended. */
  readonly url: URL;
  readonly html: string;
  readonly bytes: Uint8Array;
  readonly contentType: string;
  readonly forms: readonly PageForm[];
  /** The addresses the page links to, in order, each once. */
  readonly links: readonly string[];
}

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** What a person reads where the page's source has this. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hexadecimal, name: string) => {
      if (decimal) return String.fromCodePoint(Number(decimal));
      if (hexadecimal) return String.fromCodePoint(Number.parseInt(hexadecimal, 16));
      return entities[name.toLowerCase()] ?? whole;
    });
}

function attributes(tag: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', double, single] of tag.matchAll(
    /\s([\w:-]+)(?:=(?:"([^"]*)"|'([^']*)'))?/g,
  ))
    found[name.toLowerCase()] = textOf(double ?? single ?? '');
  return found;
}

function formsOf(html: string): PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gs)].map(([, head = '', inside = '']) => {
    const { action = '', method = 'get' } = attributes(head);
    const fields: Record<string, string> = {};
    const names = new Set<string>();
    for (const [, tag = ''] of inside.matchAll(/<input\b([^>]*)>/gs)) {
      const { name, value = '', type = 'text', checked } = attributes(tag);
      if (!name) continue;
      names.add(name);
      const chosen = type !== 'radio' && type !== 'checkbox' ? true : checked !== undefined;
      if (chosen) fields[name] = value;
    }
    const choices = [...inside.matchAll(/<label\b[^>]*>\s*<input\b([^>]*)>(.*?)<\/label>/gs)].map(
      ([, tag = '', label = '']) => {
        const { name = '', value = '' } = attributes(tag);
        return { name, value, label: textOf(label) };
      },
    );
    return {
      action,
      method: method.toLowerCase() === 'post' ? 'post' : 'get',
      fields,
      names: [...names],
      choices,
    };
  });
}

/** Somebody at a browser without JavaScript: keeps cookies, follows redirects, fills in forms. */
export class SiteVisitor {
  readonly origin: string;
  readonly #cookies = new Map<string, string>();

  constructor(siteUrl: string) {
    this.origin = new URL(siteUrl).origin;
  }

  open(address: string): Promise<SitePage> {
    return this.#go('GET', new URL(address, this.origin));
  }

  /** Sends a form of a page as a browser would, with what is typed into it; a list is several fields. */
  submit(
    page: SitePage,
    form: PageForm,
    typed: Readonly<Record<string, string | readonly string[]>> = {},
  ): Promise<SitePage> {
    const body = new URLSearchParams(
      Object.entries({ ...form.fields, ...typed }).flatMap(([name, values]) =>
        [values].flat().map((value) => [name, value]),
      ),
    );
    const target = new URL(form.action || page.url.href, page.url);
    if (form.method === 'post') return this.#go('POST', target, body);
    target.search = body.toString();
    return this.#go('GET', target);
  }

  /** Sends a form that takes files. */
  upload(page: SitePage, form: PageForm, field: string, files: readonly File[]): Promise<SitePage> {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields))
      if (name !== field) body.append(name, value);
    for (const file of files) body.append(field, file);
    return this.#go('POST', new URL(form.action, page.url), body);
  }

  /** The cookies as a browser sends them. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async #go(
    method: 'GET' | 'POST',
    first: URL,
    body?: URLSearchParams | FormData,
  ): Promise<SitePage> {
    let how = method;
    let url = first;
    let sent = body;
    for (let hop = 0; hop < 10; hop += 1) {
      const response = await fetch(url, {
        method: how,
        redirect: 'manual',
        headers: {
          accept: 'text/html,*/*',
          ...(this.#cookies.size === 0 ? {} : { cookie: this.cookie }),
          ...(how === 'POST' ? { origin: this.origin } : {}),
        },
        ...(sent === undefined ? {} : { body: sent }),
        signal: AbortSignal.timeout(60_000),
      });
      this.#keep(response.headers.getSetCookie());
      const next = response.headers.get('location');
      if (response.status < 300 || response.status >= 400 || next === null)
        return this.#page(response, url);
      await response.body?.cancel();
      url = new URL(next, url);
      if (url.origin !== this.origin) throw new Error(`The site sends its visitor to ${url.href}.`);
      how = 'GET';
      sent = undefined;
    }
    throw new Error(`${first.pathname} redirects without an end.`);
  }

  #keep(cookies: readonly string[]): void {
    for (const cookie of cookies) {
      const [pair = '', ...rest] = cookie.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const expires = /expires=([^;]+)/i.exec(rest.join(';'))?.[1];
      const gone = value === '' || (expires !== undefined && Date.parse(expires) <= Date.now());
      if (gone) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  async #page(response: Response, url: URL): Promise<SitePage> {
    const bytes = new Uint8Array(await response.arrayBuffer());
    const contentType = response.headers.get('content-type') ?? '';
    const html = contentType.startsWith('text/html') ? new TextDecoder().decode(bytes) : '';
    const links = [...html.matchAll(/<a\b([^>]*)>/gs)].map(([, tag = '']) => attributes(tag).href);
    return {
      status: response.status,
      url,
      html,
      bytes,
      contentType,
      forms: formsOf(html),
      links: [...new Set(links.filter((href) => href !== undefined))],
    };
  }
}
