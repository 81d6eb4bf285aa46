import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../src/messages/index.ts';
import { expiresAt, token, unfinishedLesson } from './draft.ts';
import { type Site, startSite } from './site.ts';

/** Previews of a draft on the built site over HTTP, in front of the fixture. */
let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

const open = async (path: string, init: RequestInit = {}) => {
  const response = await fetch(site.url + path, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
};
const base = `/preview/${token}`;

/** Every address inside the preview that its pages lead to. */
async function everyPage(): Promise<string[]> {
  const found = new Set([base]);
  for (const path of found) {
    const { text } = await open(path);
    for (const [, href = ''] of text.matchAll(/href="(\/preview\/[^"#?]+)"/g)) found.add(href);
  }
  return [...found];
}

describe('a preview', () => {
  it('leads to every kind of page, under negative ids too, and never out to live pages', async () => {
    const pages = await everyPage();
    for (const inside of [
      '/lessons/-101',
      '/labs/-401',
      '/tests/-301',
      '/tests/-301/questions',
      '/projects/-501',
      '/certificate',
    ])
      expect(pages).toContain(base + inside);
    for (const path of pages) {
      const { status, text } = await open(path);
      expect([path, status]).toEqual([path, 200]);
      expect([path, /href="\/(?:learn|courses|login|dashboard)/.exec(text)?.[0]]).toEqual([
        path,
        undefined,
      ]);
    }
  });

  it('says on every page that it is one, until when, and that nothing is stored', async () => {
    for (const path of await everyPage()) {
      const { text } = await open(path);
      expect(text).toContain(messages.preview.bar);
      expect(text).toContain(messages.preview.stored);
      expect(text).toContain(`datetime="${expiresAt}"`);
    }
  });

  it('has no form that could be sent', async () => {
    for (const path of await everyPage()) expect((await open(path)).text).not.toMatch(/<form/);
    const begin = (await open(`${base}/tests/-301`)).text;
    expect(begin).toMatch(new RegExp(`aria-disabled="true"[^>]*>${messages.test.start}`));
    expect(begin).toContain(messages.preview.closed);
    const questions = (await open(`${base}/tests/-301/questions`)).text;
    expect(questions).toMatch(/<fieldset class="player" disabled/);
  });

  it('is found by nobody, kept nowhere, and its address is told to nobody', async () => {
    for (const path of [base, `${base}/lessons/-101`, `${base}/lessons/-9`, '/preview/x']) {
      const { status, headers, text } = await open(path);
      expect(headers.get('referrer-policy')).toBe(status === 200 ? 'no-referrer' : 'same-origin');
      expect(headers.get('x-robots-tag')).toBe('noindex, nofollow');
      expect(headers.get('cache-control')).toBe('private, no-store');
      expect(headers.getSetCookie()).toEqual([]);
      expect(text).toContain('<meta name="robots" content="noindex"');
      expect(text).not.toMatch(/rel="canonical"|og:url/);
    }
    expect((await open('/robots.txt')).text).toContain('Disallow: /preview/');
  });

  it('sends the token to the cms in a header, never in an address', async () => {
    const before = site.cms.seen.length;
    await open(`${base}/lessons/-101`);
    const asked = site.cms.seen.slice(before);
    expect(asked.map(({ path }) => path).sort()).toEqual([
      '/api/preview',
      '/api/preview/lessons/-101',
    ]);
    for (const { headers } of asked) expect(headers.authorization).toBe(`Bearer ${token}`);
  });

  it('calls what has no title and no text so', async () => {
    expect((await open(`${base}/lessons/${unfinishedLesson}`)).text).toMatch(
      /<h1[^>]*>Untitled<\/h1>/,
    );
    expect((await open(`${base}/tests/-301/questions`)).text).toContain(
      messages.preview.noQuestionText,
    );
  });

  it('shows nobody’s progress, whoever looks', async () => {
    const login = await fetch(`${site.url}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: site.url },
      body: new URLSearchParams({ email: 'done@example.org', password: 'correct horse' }),
    });
    const cookie = login.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    const path = `${base}/lessons/-101`;
    expect((await open(path, { headers: { cookie } })).text).toBe((await open(path)).text);
  });
});

describe('a preview link that does not work', () => {
  const cases = [
    ['expired', 403, '/preview/p1.expired'],
    ['expired', 403, '/preview/p1.expired/lessons/-101'],
    ['gone', 404, '/preview/p1.gone'],
    ['unreadable', 422, '/preview/p1.unreadable'],
    ['invalid', 403, '/preview/x'],
    ['invalid', 403, `/preview/${token}x/tests/-301/questions`],
    ['invalid', 403, '/preview/%0d%0aX-Injected:%20yes'],
    ['invalid', 403, `/preview/${'x'.repeat(4000)}`],
    ['missing', 404, `${base}/lessons/-9`],
    ['missing', 404, `${base}/labs/9`],
  ] as const;

  it.each(cases)('is answered by the page “%s” with %i: %s', async (problem, status, path) => {
    const reply = await open(path);
    expect(reply.status).toBe(status);
    expect(reply.text).toContain(messages.preview.problems[problem].title);
    expect(reply.text).toContain(messages.preview.problems[problem].text);
  });

  it('with an id that is none is a page that does not exist', async () => {
    for (const id of ['0', 'x', '--1', '1.5', '99999999999'])
      expect((await open(`${base}/lessons/${id}`)).status).toBe(404);
  });
});
