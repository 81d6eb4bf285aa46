import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { securityText } from '../src/lib/security-text.ts';
import { numbers, secrets } from './certificates.ts';
import { signed } from './signed.ts';
import { type Site, startSite } from './site.ts';

/** The built site over HTTP, in front of the fixture: what needs no browser to be seen. */
let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

interface Sent {
  form?: Record<string, string>;
  cookie?: string;
  origin?: string;
  headers?: Record<string, string>;
}

function send(path: string, { form, cookie, origin, headers = {} }: Sent = {}) {
  const init: RequestInit = {
    redirect: 'manual',
    headers: { ...headers, ...(cookie && { cookie }) },
  };
  if (!form) return fetch(site.url + path, init);
  const sender = { origin: origin ?? site.url };
  return fetch(site.url + path, {
    ...init,
    method: 'POST',
    body: new URLSearchParams(form),
    headers: { ...init.headers, ...sender },
  });
}

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');

async function logIn(who: string, next = ''): Promise<{ response: Response; cookie: string }> {
  const response = await send('/login', {
    form: { email: `${who}@example.org`, password: 'correct horse', next },
  });
  return { response, cookie: cookiesOf(response) };
}

describe('a body that is no form with files', () => {
  const post = (body: BodyInit) => {
    const init = { method: 'POST', headers: { origin: site.url }, body, duplex: 'half' };
    return fetch(`${site.url}/login`, init);
  };

  it('is refused when it is larger than any form of ours, or does not say how large it is', async () => {
    expect((await post(new URLSearchParams({ email: 'x'.repeat(300 * 1024) }))).status).toBe(413);
    const unsaid = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('email=a'));
        controller.close();
      },
    });
    expect((await post(unsaid)).status).toBe(413);
  });
});

describe('logging in', () => {
  it('keeps its tokens where scripts cannot read them', async () => {
    const { response } = await logIn('begun');
    expect(response.status).toBe(303);
    const lines = response.headers.getSetCookie();
    expect(lines.map((line) => line.split('=')[0])).toEqual([
      'os_access',
      'os_refresh',
      'os_device',
    ]);
    for (const line of lines) expect(line).toMatch(/HttpOnly.*SameSite=Lax/);
    expect(await response.text()).not.toContain('eyJ');
  });

  it('goes back to our own pages only', async () => {
    expect((await logIn('begun', '/learn/1')).response.headers.get('location')).toBe('/learn/1');
    expect((await logIn('begun', '//evil.example')).response.headers.get('location')).toBe(
      '/dashboard',
    );
  });

  it('keeps what was typed, never the password, and says the same for known and unknown people', async () => {
    const texts = await Promise.all(
      ['begun@example.org', 'nobody@example.org'].map(async (email) => {
        const response = await send('/login', { form: { email, password: 'wrong words' } });
        expect(response.status).toBe(422);
        return (await response.text())
          .replaceAll(email, 'ADDRESS')
          .replaceAll(encodeURIComponent(email), 'ADDRESS');
      }),
    );
    expect(texts[0]).toBe(texts[1]);
    expect(texts[0]).toContain('value="ADDRESS"');
    expect(texts[0]).not.toContain('wrong words');
    expect(texts[0]).toMatch(/aria-describedby="email-problem"/);
  });

  it('renews a spent token once, however many requests arrive with it', async () => {
    const { tokenLife } = site.cms;
    site.cms.tokenLife = 5;
    const { cookie } = await logIn('begun');
    site.cms.tokenLife = tokenLife;
    const before = site.cms.seen.length;
    const replies = await Promise.all([
      send('/dashboard', { cookie }),
      send('/learn/1', { cookie }),
      send('/dashboard', { cookie }),
    ]);
    expect(replies.map(({ status }) => status)).toEqual([200, 303, 200]);
    expect(
      site.cms.seen.slice(before).filter(({ path }) => path === '/api/account/renew'),
    ).toHaveLength(1);
    expect(replies[0]?.headers.getSetCookie()).toHaveLength(2);
  });

  it('drops a session that cannot be renewed and asks to log in', async () => {
    const response = await send('/dashboard', { cookie: 'os_refresh=e30.e30.x' });
    expect(response.headers.get('location')).toBe('/login?next=%2Fdashboard');
    expect(response.headers.getSetCookie().join()).toContain('os_refresh=deleted');
  });

  it('ends by a form, not by a link', async () => {
    const { cookie } = await logIn('begun');
    expect((await send('/logout', { cookie })).status).toBe(404);
    const response = await send('/logout', { cookie, form: {} });
    expect(response.headers.getSetCookie().join()).toContain('os_access=deleted');
  });
});

describe('accounts', () => {
  it('answer alike for known and unknown addresses', async () => {
    for (const [path, extra] of [
      ['/forgot-password', {}],
      ['/register', { name: 'Somebody', password: 'long enough words' }],
    ] as const) {
      const known = await send(path, { form: { email: 'begun@example.org', ...extra } });
      const unknown = await send(path, {
        form: { email: `new${Math.random()}@example.org`, ...extra },
      });
      expect([known.status, unknown.status]).toEqual([303, 303]);
      const place = (response: Response) =>
        response.headers.get('location')?.replace(/=[^=]*example\.org/, '=');
      expect(place(known)).toBe(place(unknown));
    }
  });

  it('are confirmed by the link in the mail, once', async () => {
    await send('/register', {
      form: { name: 'Meera', email: 'meera@example.org', password: 'long enough words' },
    });
    const token = 'confirm-meera@example.org';
    // Programs that look into mails open the link; only the button on its page confirms.
    expect((await send(`/confirm?token=${token}`)).status).toBe(200);
    const press = (secret: string) => send('/confirm', { form: { token: secret } });
    expect((await press(token)).status).toBe(200);
    expect((await press(token)).status).toBe(410);
    expect((await press('never')).status).toBe(410);
    expect((await send('/confirm')).status).toBe(410);
  });

  it('take a new password with a good code and are logged in by it', async () => {
    const bad = await send('/reset-password?token=bad', {
      form: { token: 'bad', password: 'long enough words' },
    });
    expect(bad.status).toBe(422);
    const good = await send('/reset-password?token=good', {
      form: { token: 'good', password: 'correct horse' },
    });
    expect([good.status, good.headers.get('location')]).toEqual([303, '/dashboard']);
  });

  it('change name, password and address by plain forms, which never give a password back', async () => {
    const { cookie } = await logIn('busy');
    const post = (path: string, form: Record<string, string>) => send(path, { cookie, form });
    const toldAt = async (path: string, form: Record<string, string>) => {
      const response = await post(path, form);
      return [response.status, response.headers.get('location')];
    };
    expect(await toldAt('/account', { name: 'Farid Khan' })).toEqual([303, '/account?done']);
    const again = await (await send('/account', { cookie })).text();
    expect(again).toContain('value="Farid Khan"');
    // The page one is on is marked, in the header and among the account's pages.
    expect(again.match(/href="\/account" aria-current="page"/g)).toHaveLength(2);
    const wrong = await post('/account/password', {
      current_password: 'not this one',
      password: 'long enough words',
    });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).not.toMatch(/not this one|long enough words/);
    const right = { current_password: 'correct horse' };
    expect(await toldAt('/account/address', { ...right, email: 'farid@example.org' })).toEqual([
      303,
      '/account/address?sent=farid%40example.org',
    ]);
    expect(await toldAt('/account/password', { ...right, password: 'long enough words' })).toEqual([
      303,
      '/account/password?done',
    ]);
  });

  it('show where they are logged in, and end one session or all others', async () => {
    const { cookie } = await logIn('new');
    const list = async () => (await send('/account/sessions', { cookie })).text();
    expect(await list()).toContain('Samsung Internet on Android');
    const end = (form: Record<string, string>) => send('/account/sessions', { cookie, form });
    expect((await end({ session: '2' })).headers.get('location')).toBe('/account/sessions?done');
    // One that is over already is as good as ended.
    expect((await end({ session: '2' })).status).toBe(303);
    expect(await list()).not.toContain('Samsung');
    expect((await end({})).status).toBe(303);
    expect(await list()).not.toContain('203.0.113.9');
    expect((await send('/account')).headers.get('location')).toBe('/login?next=%2Faccount');
  });

  it('tell the cms what the browser calls itself', async () => {
    await send('/login', {
      headers: { 'user-agent': 'A browser' },
      form: { email: 'a@b.org', password: 'x' },
    });
    const asked = site.cms.seen.findLast(({ path }) => path === '/api/account/login');
    expect(asked?.headers['user-agent']).toBe('A browser');
  });
});

describe('requests from elsewhere', () => {
  it('change nothing', async () => {
    const { cookie } = await logIn('new');
    const response = await send('/courses/1/enroll', {
      form: {},
      cookie,
      origin: 'https://evil.example',
    });
    expect(response.status).toBe(403);
    expect(await response.text()).toContain('Nothing was changed');
    const dashboard = await (await send('/dashboard', { cookie })).text();
    expect(dashboard).toContain('You are not enrolled');
  });

  it('cannot choose the address the cms counts', async () => {
    // The catalogue is kept; what a number stands for is asked for each visitor.
    const before = site.cms.seen.length;
    await send(`/certificates/${numbers.valid}`, { headers: { 'x-forwarded-for': '6.6.6.6' } });
    const asked = site.cms.seen.slice(before).filter(({ path }) => path.includes(numbers.valid));
    expect(asked.map(({ headers }) => headers['x-forwarded-for'])).toEqual(['127.0.0.1']);
  });
});

describe('headers', () => {
  it.each([
    ['a page', '/'],
    ['a form', '/login'],
    ['a page of a student', '/learn/1/lessons/101'],
    ['an address of nobody', '/nothing'],
    ['robots.txt', '/robots.txt'],
    ['the site map', '/sitemap.xml'],
    ['security.txt', '/.well-known/security.txt'],
    ['the health check', '/health'],
    ['a certificate', `/c/${secrets.valid}`],
    ['a certificate as a file', `/c/${secrets.valid}.pdf`],
    ['a media file', '/uploads/picture.svg'],
    ['a missing media file', '/uploads/missing.png'],
  ])('hold back what %s might do', async (_name, path) => {
    const { headers } = await send(path, { cookie: (await logIn('begun')).cookie });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/frame-ancestors 'none'|sandbox/);
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-inline'|'unsafe-eval'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBeTruthy();
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  it('let nobody guess the type of the site’s own scripts, styles and fonts', async () => {
    const [file] = /\/_astro\/[^"']+/.exec(await (await send('/')).text()) ?? [''];
    const { status, headers } = await send(file);
    expect(status).toBe(200);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toContain('immutable');
  });

  it('allow inline styles by their hash only, on every page', async () => {
    for (const path of ['/', '/login', '/nothing']) {
      const policy = (await send(path)).headers.get('content-security-policy') ?? '';
      expect(policy).not.toContain('unsafe-inline');
      expect(policy).toContain("script-src 'self' 'sha256-");
    }
  });

  it("keep one student's page out of every cache", async () => {
    const { cookie } = await logIn('begun');
    for (const path of [
      '/',
      '/dashboard',
      '/courses/1-the-web-from-the-ground-up',
      '/learn/1/lessons/101',
    ]) {
      expect((await send(path, { cookie })).headers.get('cache-control')).toBe('private, no-store');
    }
    expect((await send('/')).headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('security.txt', () => {
  it('is not there where nobody is named', async () => {
    expect((await send('/.well-known/security.txt')).status).toBe(404);
  });

  it('names whom to write to, and a day within a year', () => {
    const now = new Date('2026-11-21T12:00:00Z');
    expect(securityText('mailto:a@school.example', 'https://school.example', now)).toBe(
      [
        'Contact: mailto:a@school.example',
        'Expires: 2027-05-23T00:00:00Z',
        'Preferred-Languages: en',
        'Canonical: https://school.example/.well-known/security.txt',
        '',
      ].join('\n'),
    );
  });
});

describe('files of the media library', () => {
  it('have no power over the site', async () => {
    const picture = await send('/uploads/picture.svg');
    expect(picture.headers.get('content-type')).toBe('image/svg+xml');
    expect(picture.headers.get('content-security-policy')).toContain('sandbox');
    const page = await send('/uploads/page.html');
    expect(page.headers.get('content-type')).toBe('application/octet-stream');
    expect(page.headers.get('content-disposition')).toBe('attachment');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('are asked for by name only', async () => {
    const before = site.cms.seen.length;
    expect((await send('/uploads/%2e%2e/api/student')).status).toBe(404);
    expect((await send('/uploads/..%2fadmin')).status).toBe(404);
    expect((await send('/uploads/missing.png')).status).toBe(404);
    const asked = site.cms.seen.slice(before).map(({ path }) => path);
    expect(asked.every((path) => path.startsWith('/uploads/'))).toBe(true);
  });
});

describe('addresses', () => {
  it('of a course lead to its present name', async () => {
    const response = await send('/courses/1-an-old-name');
    expect([response.status, response.headers.get('location')]).toEqual([
      301,
      '/courses/1-the-web-from-the-ground-up',
    ]);
    expect((await send('/courses/2-x')).status).toBe(301);
    expect((await send(encodeURI('/courses/2-संस्कृत-पहला-परिचय'))).status).toBe(200);
    expect((await send('/courses/99-x')).status).toBe(404);
    expect((await send('/courses/abc')).status).toBe(404);
  });

  it('inside a course ask for an account, and for an enrolment', async () => {
    expect((await send('/learn/1/lessons/101')).headers.get('location')).toBe(
      '/login?next=%2Flearn%2F1%2Flessons%2F101',
    );
    const { cookie } = await logIn('new');
    expect((await send('/learn/1/lessons/101', { cookie })).headers.get('location')).toBe(
      '/courses/1',
    );
  });

  it('are listed for search engines, the public ones only', async () => {
    const sitemap = await (await send('/sitemap.xml')).text();
    expect(sitemap).toContain(`<loc>${site.url}/courses/1-the-web-from-the-ground-up</loc>`);
    expect(sitemap).not.toMatch(/learn|dashboard|certificates/);
    expect(await (await send('/robots.txt')).text()).toContain(`Sitemap: ${site.url}/sitemap.xml`);
  });
});

describe('verification', () => {
  const locationOf = async (path: string) => (await send(path)).headers.get('location');
  const textOf = async (path: string) => (await send(path)).text();
  const hidden = ['Anastasia', 'Hohenfels', 'The web from', secrets.valid, '91%'];

  it('finds what was typed, and sees a wrong digit before anybody is asked', async () => {
    const typed = numbers.valid.toLowerCase().replaceAll('-', ' ').replace('0', 'o');
    expect(await locationOf(`/verify?number=${encodeURIComponent(typed)}`)).toBe(
      `/certificates/${numbers.valid}`,
    );
    const link = encodeURIComponent(`${site.url}/c/${secrets.valid}`);
    expect(await locationOf(`/verify?number=${link}`)).toBe(`/c/${secrets.valid}`);
    const asked = site.cms.seen.length;
    expect(await textOf('/verify?number=OS-2026-000042-0')).toContain(
      'This number cannot be right',
    );
    expect(
      site.cms.seen
        .slice(asked)
        .map(({ path }) => path)
        .join(),
    ).not.toContain('certificates');
  });

  it('shows for a number its standing and initials, and nothing that is printed', async () => {
    const page = await textOf(`/certificates/${numbers.valid}`);
    expect(page).toContain('This certificate is valid');
    expect(page).toContain('A. v. u. z. H. d. l. C.');
    for (const words of hidden) expect(page).not.toContain(words);
    expect(await textOf(`/certificates/${numbers.revoked}`)).toContain('was revoked');
    expect((await send(`/certificates/${numbers.unknown}`)).status).toBe(404);
    expect((await send(`/certificates/${numbers.valid}.pdf`)).status).toBe(404);
  });

  it('hands out the signed credential letter for letter, the school’s keys and the list, to any site', async () => {
    const secret = '0123456789abcdefghjkmnpqrs';
    for (const [path, type, text, caching] of [
      [
        `/c/${secret}/credential.json`,
        'application/vc',
        JSON.stringify(signed.credential),
        'private, no-store',
      ],
      [`/c/${secret}/credential.jwt`, 'application/vc+jwt', signed.jwt, 'private, no-store'],
      [
        '/issuer/status/1',
        'application/vc',
        JSON.stringify(signed.statusList),
        'public, max-age=30',
      ],
    ] as const) {
      const response = await send(path);
      expect(await response.text()).toBe(text);
      expect(response.headers.get('content-type')).toBe(type);
      expect(response.headers.get('access-control-allow-origin')).toBe('*');
      expect(response.headers.get('cache-control')).toBe(caching);
    }
    const keys = await send('/.well-known/did.json');
    expect(await keys.json()).toEqual(signed.didDocument);
    for (const path of [
      `/c/${'0'.repeat(26)}/credential.json`,
      '/issuer/status/2',
      '/issuer/status/x',
    ])
      expect((await send(path)).status, path).toBe(404);
  });

  it('gives the verifier as one file that may connect to nothing', async () => {
    const response = await send('/verify/offline-verifier.html');
    expect(response.headers.get('content-disposition')).toContain('verify-certificates.html');
    const html = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-\S+'; style-src 'sha256-\S+'; base-uri/,
    );
    // The file says the same of itself, for when nobody serves it.
    expect(html).toContain(`content="${policy.replace("; frame-ancestors 'none'", '')}"`);
    expect(html).not.toMatch(/(?:src|href)="/);
  });

  it('says so where too many numbers were tried', async () => {
    site.cms.tooManyLookups = true;
    const response = await send(`/certificates/${numbers.valid}`);
    site.cms.tooManyLookups = false;
    expect(response.status).toBe(429);
    expect(await response.text()).toContain('Too many numbers were looked up');
  });

  it('opens numbers from before, which nobody can guess, as it opens a secret', async () => {
    expect(await locationOf(`/certificates/${numbers.old}`)).toBe(`/c/${numbers.old}`);
    expect(await textOf(`/c/${numbers.old}`)).toContain('Anastasia-Elisabeth');
    expect(await locationOf(`/certificates/${numbers.old}.pdf`)).toBe(`/c/${numbers.old}.pdf`);
  });

  it('shows every line to whoever has the secret, and what became of the certificate', async () => {
    const valid = await textOf(`/c/${secrets.valid}`);
    expect(valid).toContain('This certificate is valid');
    for (const words of ['Anastasia-Elisabeth', numbers.valid, '91%'])
      expect(valid).toContain(words);
    // What each part came to is the marksheet's, and nobody gets there from here.
    for (const words of ['54.9', secrets.marksheet, '/m/']) expect(valid).not.toContain(words);
    expect(await textOf(`/m/${secrets.marksheet}`)).toContain('54.9');
    const revoked = await textOf(`/c/${secrets.revoked}`);
    expect(revoked).toContain('It has not been valid since 21 November 2026');
    expect(revoked).toContain('Issued to the wrong person.');
    const replaced = await textOf(`/c/${secrets.replaced}`);
    expect(replaced).toContain(`href="/c/${secrets.valid}"`);
    expect((await send(`/c/${secrets.drawn}`)).status).toBe(404);
    expect((await send('/c/x')).status).toBe(404);
  });

  it('tells no other site, no search engine and no cache of a certificate', async () => {
    for (const path of [
      `/c/${secrets.valid}`,
      `/c/${secrets.valid}.pdf`,
      `/m/${secrets.marksheet}`,
      `/certificates/${numbers.valid}`,
      `/verify/file/${'0'.repeat(64)}`,
    ]) {
      const { headers } = await send(path);
      expect(headers.get('referrer-policy'), path).toBe('same-origin');
      expect(headers.get('x-robots-tag'), path).toBe('noindex, nofollow');
      expect(headers.get('cache-control'), path).toBe('private, no-store');
    }
  });

  it('has a picture and words for whoever shows its link, only while it is valid', async () => {
    const valid = await textOf(`/c/${secrets.valid}`);
    expect(valid).toContain(
      `<meta property="og:image" content="${site.url}/c/${secrets.valid}/picture.png"`,
    );
    expect(valid).toMatch(/og:title" content="Anastasia-Elisabeth/);
    const revoked = await textOf(`/c/${secrets.revoked}`);
    expect(revoked).toMatch(/og:title" content="This certificate was revoked/);
    expect(revoked).not.toContain('picture.png');
    const picture = await send(`/c/${secrets.valid}/picture.png`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
    expect((await send(`/c/${secrets.drawn}/picture.png`)).status).toBe(404);
  });

  it('hands out the issued bytes and knows them again, also those of a marksheet', async () => {
    const hashAt = async (path: string) =>
      createHash('sha256')
        .update(Buffer.from(await (await send(path)).arrayBuffer()))
        .digest('hex');
    const hash = await hashAt(`/c/${secrets.valid}.pdf`);
    expect(await textOf(`/c/${secrets.valid}`)).toContain(hash);
    const same = await textOf(`/verify/file/${hash}`);
    expect(same).toContain('This PDF is the one that was issued');
    expect(same).toContain('Anastasia-Elisabeth');
    const revoked = await textOf(`/verify/file/${await hashAt(`/c/${secrets.revoked}.pdf`)}`);
    expect(revoked).toContain('This certificate was revoked');
    expect(await locationOf(`/verify/file/${await hashAt(`/m/${secrets.marksheet}.pdf`)}`)).toBe(
      `/m/${secrets.marksheet}?file`,
    );
  });

  it('says of an unknown PDF what it is not, and repeats nothing but a number that may be one', async () => {
    const unknown = `/verify/file/${'0'.repeat(64)}`;
    expect(await textOf(`${unknown}?number=${numbers.valid}`)).toContain(
      `This PDF is not the one issued for ${numbers.valid}`,
    );
    const foreign = await send(`${unknown}?number=<b>Call 123`);
    expect(foreign.status).toBe(404);
    const page = await foreign.text();
    expect(page).toContain('This PDF is not one that was issued here');
    expect(page).not.toContain('Call 123');
    expect(await textOf('/verify/file/abc')).toContain('This page does not exist');
  });

  it('names the newest revision of a marksheet on every older one', async () => {
    const older = await textOf(`/m/${secrets.firstMarksheet}`);
    expect(older).toContain('A newer revision is in force');
    expect(older).toContain(`href="/m/${secrets.marksheet}"`);
    const newest = await textOf(`/m/${secrets.marksheet}`);
    expect(newest).toContain('The project was reviewed once more.');
    expect(newest).toContain('score: 58 → 85');
    expect(newest).not.toContain('A newer revision is in force');
    expect((await send(`/m/${secrets.valid}`)).status).toBe(404);
  });

  it('leads from a PDF that is being drawn to the page that says so', async () => {
    const { cookie } = await logIn('ready');
    site.cms.drawing = true;
    await send('/learn/1/certificate', { cookie, form: {} });
    const page = await (await send('/learn/1/certificate', { cookie })).text();
    expect(page).toContain('The PDF is being drawn');
    expect(await locationOf(`/c/${secrets.drawn}.pdf`)).toBe(`/c/${secrets.drawn}`);
    site.cms.drawing = false;
    expect((await send(`/c/${secrets.drawn}.pdf`)).status).toBe(200);
  });

  it('says that a stored PDF is not the one that was issued, and leads to what was', async () => {
    site.cms.isDamaged = true;
    try {
      for (const page of [`/c/${secrets.valid}`, `/m/${secrets.marksheet}`]) {
        const response = await send(`${page}.pdf`);
        expect(response.status).toBe(500);
        const told = await response.text();
        expect(told).toContain('This file cannot be handed out');
        expect(told).toContain(`href="${page}"`);
        expect(told).not.toContain('We will be right back');
        expect((await send(page)).status).toBe(200);
      }
    } finally {
      site.cms.isDamaged = false;
    }
  });
});

describe('a whole course by plain forms', () => {
  it('goes from enrolling to the certificate without a script', async () => {
    const { cookie } = await logIn('new');
    const form = {};
    expect((await send('/courses/1/enroll', { cookie, form })).headers.get('location')).toBe(
      '/learn/1',
    );
    expect((await send('/learn/1', { cookie })).headers.get('location')).toBe(
      '/learn/1/lessons/101',
    );
    const done = await send('/learn/1/lessons/101/complete', { cookie, form });
    expect(done.headers.get('location')).toBe('/learn/1/labs/401?done=101');
    expect(await (await send('/learn/1/labs/401?done=101', { cookie })).text()).toContain(
      'Done: How a page reaches you',
    );
    for (const id of [102, 103, 104, 105])
      await send(`/learn/1/lessons/${id}/complete`, { cookie, form });

    // Looking starts nothing; a form does.
    expect((await send('/learn/1/tests/301/attempt', { cookie })).headers.get('location')).toBe(
      '/learn/1/tests/301',
    );
    expect((await send('/learn/1/tests/301', { cookie, form })).headers.get('location')).toBe(
      '/learn/1/tests/301/attempt',
    );
    const page = await (await send('/learn/1/tests/301/attempt', { cookie })).text();
    expect(page).toContain('name="answer-903"');
    for (const key of ['The status is three digits', 'HTTP is stateless'])
      expect(page).not.toContain(key);

    const attempt = /name="attempt" value="(\d+)"/.exec(page)?.[1] ?? '';
    const some = await send('/learn/1/tests/301/attempt', {
      cookie,
      form: { attempt, 'answer-901': 'The status' },
    });
    expect(await some.text()).toContain('2 questions have no answer yet.');
    const answers = { 'answer-901': 'The status', 'answer-902': 'False', 'answer-903': 'get' };
    const graded = await send('/learn/1/tests/301/attempt', {
      cookie,
      form: { attempt, ...answers },
    });
    expect(graded.status).toBe(303);
    const result = await (await send(graded.headers.get('location') ?? '', { cookie })).text();
    expect(result).toContain('You passed');
    expect(result).toContain('The status is three digits');

    expect(await (await send('/learn/1/certificate', { cookie })).text()).toContain(
      'What is still missing',
    );
    await send('/learn/1/tests/302', { cookie, form });
    const last = await (await send('/learn/1/tests/302/attempt', { cookie })).text();
    await send('/learn/1/tests/302/attempt', {
      cookie,
      form: {
        attempt: /name="attempt" value="(\d+)"/.exec(last)?.[1] ?? '',
        'answer-904': 'True',
        'answer-905': 'Second',
      },
    });
    // The lab is still to do, and the project; the certificate does not ask for them.
    expect((await send('/learn/1', { cookie })).headers.get('location')).toBe('/learn/1/labs/401');
    expect(await (await send('/learn/1/certificate', { cookie })).text()).toContain(
      'Get my certificate',
    );
    await send('/learn/1/certificate', { cookie, form });
    const certificate = await (await send('/learn/1/certificate', { cookie })).text();
    expect(certificate).toContain('OS-2026-');
    expect(certificate).toContain(
      'https://www.linkedin.com/profile/add?startTask=CERTIFICATION_NAME',
    );
    // Each of the two papers can be shared by itself.
    for (const address of [`/c/${secrets.drawn}`, `/m/${secrets.marksheet}`])
      expect(certificate).toContain(`value="${site.url}${address}"`);
    const list = await (await send('/certificates', { cookie })).text();
    expect(list).toContain(`/c/${secrets.drawn}.pdf`);
  });
});

describe('saving answers from the player', () => {
  const door = '/learn/1/tests/302/answers';
  const save = (cookie: string | undefined, body: unknown, origin = site.url) =>
    fetch(site.url + door, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });

  it('says in words for a script what became of them', async () => {
    const { cookie } = await logIn('begun');
    await send('/learn/1/tests/302', { cookie, form: {} });
    const page = await (await send('/learn/1/tests/302/attempt', { cookie })).text();
    const attempt = Number(/name="attempt" value="(\d+)"/.exec(page)?.[1]);
    const sound = { attempt, sequence: 1, answers: { 904: 'True' } };
    const saved = await save(cookie, sound);
    expect(saved.headers.get('cache-control')).toBe('private, no-store');
    expect(await saved.json()).toMatchObject({ sequence: 1, answers: { 904: 'True' }, stale: [] });
    expect(
      await (await save(cookie, { ...sound, answers: { 904: 'False' } })).json(),
    ).toMatchObject({ answers: { 904: 'True' }, stale: [904] });

    for (const nonsense of ['{', '[]', {}, { ...sound, score: 3 }, { ...sound, attempt: 'x' }])
      expect((await save(cookie, nonsense)).status).toBe(400);
    expect((await save(cookie, { ...sound, attempt: 1 })).status).toBe(404);
    const other = await logIn('ready');
    expect((await save(other.cookie, sound)).status).toBe(404);
    expect((await save(undefined, sound)).status).toBe(303);
    expect((await save(cookie, sound, 'http://elsewhere.example')).status).toBe(403);

    site.cms.mode = 'down';
    expect((await save(cookie, sound)).status).toBe(503);
    site.cms.mode = 'up';
    await send('/learn/1/tests/302/attempt', {
      cookie,
      form: { attempt: String(attempt), confirmed: 'yes' },
    });
    expect((await save(cookie, { ...sound, sequence: 2 })).status).toBe(409);
  });
});

describe('what guests share', () => {
  /** Far below the age at which the site would look by itself. */
  const soon = { timeout: 20_000 };
  const courseList = () => site.cms.seen.filter(({ path }) => path === '/api/courses').length;

  /** Waits until the site has heard that something changed and has read it. */
  const heard = async () => {
    const before = courseList();
    site.cms.announce({ course_id: 1, version: 1 });
    await expect.poll(courseList, soon).toBeGreaterThan(before);
  };

  it('is asked for once and made once, and a browser that has it is not sent it again', async () => {
    const path = '/courses/1-the-web-from-the-ground-up';
    const first = await send(path);
    const body = await first.text();
    const askedAgain = async () => {
      const before = site.cms.seen.length;
      const again = await Promise.all([send(path), send(path), send('/'), send('/sitemap.xml')]);
      expect(again.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(await again[0]?.text()).toBe(body);
      return site.cms.seen.slice(before).map((request) => request.path);
    };
    // A stream of events that an earlier test broke may come back just now, and everything is made anew.
    await expect.poll(askedAgain, soon).toEqual([]);
    const tag = first.headers.get('etag') ?? '';
    const known = await send(path, { headers: { 'if-none-match': tag } });
    expect([known.status, await known.text()]).toEqual([304, '']);
    expect(known.headers.get('cache-control')).toBe('private, no-cache');
    expect(known.headers.get('vary')).toContain('Cookie');
  });

  it('never has what belongs to somebody, and nobody signed in gets it', async () => {
    const path = '/courses/1-the-web-from-the-ground-up';
    const guest = await (await send(path)).text();
    const { cookie } = await logIn('begun');
    const own = await send(path, { cookie });
    const page = await own.text();
    expect(own.headers.get('etag')).toBeNull();
    expect(page).toContain('You are enrolled');
    expect(guest).not.toContain('You are enrolled');
    expect(await (await send(path)).text()).toBe(guest);
    expect(await (await send('/', { cookie })).text()).toContain('action="/logout"');
    expect(await (await send('/')).text()).not.toContain('action="/logout"');
  });

  it('is made anew for the other colours and for what is asked with a query', async () => {
    const dark = await (await send('/', { cookie: 'theme=dark' })).text();
    expect(dark).toContain('data-theme="dark"');
    expect(await (await send('/')).text()).not.toContain('data-theme="dark"');
    expect((await send('/?from=mail')).headers.get('etag')).toBeNull();
  });

  it('changes as soon as the cms says so', async () => {
    expect(await (await send('/')).text()).toContain('The web from the ground up');
    site.cms.mode = 'empty';
    await expect
      .poll(async () => (await send('/')).text(), soon)
      .not.toContain('The web from the ground up');
    expect((await send('/courses/1-the-web-from-the-ground-up')).status).toBe(404);
    site.cms.mode = 'up';
    await expect
      .poll(async () => (await send('/')).text(), soon)
      .toContain('The web from the ground up');
  });

  it('stays for a while when the cms is gone, and is heard of again when it is back', async () => {
    await heard();
    site.cms.mode = 'down';
    expect((await send('/')).status).toBe(200);
    site.cms.mode = 'empty';
    await expect
      .poll(async () => (await send('/')).text(), soon)
      .not.toContain('The web from the ground up');
    site.cms.mode = 'up';
    await heard();
  });
});

describe('when the cms does not answer', () => {
  it('says what is safe and what to do, and still answers the health check', async () => {
    const { cookie } = await logIn('begun');
    site.cms.mode = 'down';
    try {
      for (const path of ['/dashboard', '/learn/1', '/learn/1/lessons/101']) {
        const response = await send(path, { cookie });
        expect(response.status).toBe(503);
        expect(await response.text()).toContain('Your progress and your certificates are safe');
        expect(response.headers.get('retry-after')).toBe('30');
        expect(response.headers.getSetCookie().join()).not.toContain('deleted');
      }
      expect((await send('/health')).status).toBe(200);
    } finally {
      site.cms.mode = 'up';
    }
  });
});
