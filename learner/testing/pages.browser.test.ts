import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderMarkdown } from '../src/lib/markdown.ts';
import { messages } from '../src/messages/index.ts';
import { ATTACKS } from './attacks.ts';
import { type Browsing, hasBrowser, problems, sound, startBrowsing, type Who } from './browsing.ts';
import { numbers, secrets } from './certificates.ts';
import { token, unfinishedLesson } from './draft.ts';
import { signed } from './signed.ts';
import { type Site, startSite } from './site.ts';

/** The built site in a browser, in front of the fixture. */
const SCREENS: readonly { name: string; who: Who; path: string }[] = [
  { name: 'catalogue', who: 'guest', path: '/' },
  { name: 'course', who: 'guest', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-enrol', who: 'new', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-enrolled', who: 'begun', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-long-and-empty', who: 'guest', path: '/courses/3' },
  { name: 'register', who: 'guest', path: '/register' },
  { name: 'check-mail', who: 'guest', path: '/check-mail?email=asha%40example.org&sent=again' },
  { name: 'confirm', who: 'guest', path: '/confirm?token=x' },
  { name: 'confirm-failed', who: 'guest', path: '/confirm' },
  { name: 'login', who: 'guest', path: '/login?next=/dashboard' },
  { name: 'forgot-password', who: 'guest', path: '/forgot-password' },
  { name: 'forgot-password-sent', who: 'guest', path: '/forgot-password?sent=asha%40example.org' },
  { name: 'reset-password', who: 'guest', path: '/reset-password?token=x' },
  { name: 'account', who: 'done', path: '/account?done' },
  { name: 'account-address', who: 'begun', path: '/account/address?sent=asha%40example.org' },
  { name: 'account-password', who: 'begun', path: '/account/password' },
  { name: 'account-sessions', who: 'begun', path: '/account/sessions' },
  { name: 'account-undo-address', who: 'guest', path: '/account/undo-address?token=x' },
  { name: 'dashboard-empty', who: 'new', path: '/dashboard' },
  { name: 'dashboard', who: 'begun', path: '/dashboard' },
  { name: 'dashboard-waiting', who: 'busy', path: '/dashboard' },
  { name: 'dashboard-ready', who: 'ready', path: '/dashboard' },
  { name: 'dashboard-certificate', who: 'done', path: '/dashboard' },
  { name: 'dashboard-versions', who: 'behind', path: '/dashboard' },
  { name: 'lesson-of-older-version', who: 'behind', path: '/learn/1/lessons/102' },
  { name: 'version-changes', who: 'behind', path: '/learn/1/changes' },
  { name: 'version-newest', who: 'begun', path: '/learn/1/changes?moved' },
  { name: 'course-closed', who: 'behind', path: '/learn/6' },
  { name: 'account-data', who: 'begun', path: '/account/data' },
  { name: 'account-data-none-left', who: 'behind', path: '/account/data' },
  { name: 'account-erase', who: 'done', path: '/account/erase' },
  { name: 'account-erase-approved', who: 'behind', path: '/account/erase' },
  { name: 'lesson', who: 'begun', path: '/learn/1/lessons/101' },
  { name: 'lesson-after-another', who: 'begun', path: '/learn/1/lessons/102?done=101' },
  { name: 'lesson-empty', who: 'begun', path: '/learn/1/lessons/103' },
  { name: 'lesson-too-deep', who: 'begun', path: '/learn/1/lessons/104' },
  { name: 'lesson-devanagari', who: 'begun', path: '/learn/1/lessons/105' },
  { name: 'lab', who: 'begun', path: '/learn/1/labs/401' },
  { name: 'project', who: 'begun', path: '/learn/1/projects/501' },
  { name: 'test', who: 'done', path: '/learn/1/tests/301' },
  { name: 'test-result', who: 'done', path: '/learn/1/tests/301/attempts/7040' },
  { name: 'test-final', who: 'begun', path: '/learn/1/tests/302' },
  { name: 'test-limited', who: 'begun', path: '/learn/1/tests/303' },
  { name: 'test-pause', who: 'done', path: '/learn/1/tests/303' },
  { name: 'test-result-late', who: 'done', path: '/learn/1/tests/303/attempts/7042' },
  { name: 'test-result-regraded', who: 'done', path: '/learn/1/tests/303/attempts/7043' },
  { name: 'test-result-kept-back', who: 'done', path: '/learn/1/tests/303/attempts/7044' },
  { name: 'certificate-missing', who: 'begun', path: '/learn/1/certificate' },
  { name: 'certificate-earned', who: 'ready', path: '/learn/1/certificate' },
  { name: 'certificate-issued', who: 'done', path: '/learn/1/certificate' },
  { name: 'certificates-empty', who: 'new', path: '/certificates' },
  { name: 'certificates', who: 'done', path: '/certificates' },
  { name: 'verify', who: 'guest', path: '/verify' },
  { name: 'verify-offline', who: 'guest', path: '/verify/offline' },
  { name: 'verify-mistyped', who: 'guest', path: '/verify?number=OS-2026-000042-0' },
  { name: 'verification-valid', who: 'guest', path: `/c/${secrets.valid}` },
  { name: 'verification-revoked', who: 'guest', path: `/c/${secrets.revoked}` },
  { name: 'verification-replaced', who: 'guest', path: `/c/${secrets.replaced}` },
  { name: 'verification-unknown', who: 'guest', path: `/c/${secrets.drawn}` },
  { name: 'verification-number', who: 'guest', path: `/certificates/${numbers.valid}` },
  {
    name: 'verification-file-of-another',
    who: 'guest',
    path: `/verify/file/${'0'.repeat(64)}?number=${numbers.valid}`,
  },
  { name: 'marksheet', who: 'guest', path: `/m/${secrets.marksheet}` },
  { name: 'marksheet-older', who: 'guest', path: `/m/${secrets.firstMarksheet}` },
  { name: 'preview', who: 'guest', path: `/preview/${token}` },
  { name: 'preview-lesson', who: 'begun', path: `/preview/${token}/lessons/-101` },
  {
    name: 'preview-unfinished',
    who: 'guest',
    path: `/preview/${token}/lessons/${unfinishedLesson}`,
  },
  { name: 'preview-lab', who: 'guest', path: `/preview/${token}/labs/-401` },
  { name: 'preview-project', who: 'guest', path: `/preview/${token}/projects/-501` },
  { name: 'preview-test', who: 'guest', path: `/preview/${token}/tests/-301` },
  { name: 'preview-questions', who: 'guest', path: `/preview/${token}/tests/-301/questions` },
  { name: 'preview-certificate', who: 'guest', path: `/preview/${token}/certificate` },
  { name: 'preview-expired', who: 'guest', path: '/preview/p1.expired' },
  { name: 'not-found', who: 'guest', path: '/nothing' },
  { name: 'not-allowed', who: 'begun', path: '/403' },
  { name: 'too-many', who: 'guest', path: '/429' },
  { name: 'broken', who: 'guest', path: '/500' },
  { name: 'unavailable', who: 'guest', path: '/503' },
  { name: 'damaged-file', who: 'guest', path: '/damaged-file' },
];

describe.runIf(hasBrowser)('in a browser', () => {
  let site: Site;
  let browsing: Browsing;

  beforeAll(async () => {
    site = await startSite();
    browsing = await startBrowsing(site.url, ['new', 'begun', 'ready', 'done', 'behind', 'busy']);
  });
  afterAll(async () => {
    await browsing?.close();
    await site?.close();
  });
  const open: Browsing['open'] = (...all) => browsing.open(...all);

  describe('axe finds nothing and nothing scrolls sideways', () => {
    /** One tab for each person, in which their pages are visited one after the other. */
    const tabs = new Map<Who, ReturnType<Browsing['open']>>();
    const tabOf = (who: Who) => {
      const tab = tabs.get(who) ?? open(who);
      tabs.set(who, tab);
      return tab;
    };
    afterAll(async () => {
      for (const tab of tabs.values()) await (await tab).context.close();
    });

    it.each(SCREENS)('$name', async ({ name, who, path: address }) => {
      const { page, complaints } = await tabOf(who);
      complaints.length = 0;
      await page.goto(site.url + address);
      await sound(page, name);
      expect(complaints).toEqual([]);
    });

    it('an empty catalogue', async () => {
      const { context, page } = await open('guest');
      site.cms.mode = 'empty';
      await expect
        .poll(async () => (await fetch(site.url)).text(), { timeout: 20_000 })
        .toContain(messages.catalogue.emptyTitle);
      await page.goto(site.url);
      site.cms.mode = 'up';
      await sound(page, 'catalogue-empty');
      await context.close();
    });
  });

  it('the colours can be switched on the page of a preview link that has expired', async () => {
    const { context, page } = await open('guest', { colorScheme: 'light' });
    await page.goto(`${site.url}/preview/p1.expired`);
    await page.getByRole('button', { name: 'Use dark colours' }).click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    const { title } = messages.preview.problems.expired;
    await page.getByRole('heading', { name: title }).waitFor();
    await context.close();
  });

  it('a form that was not right takes the focus to what is wrong and keeps what was typed', async () => {
    const { context, page } = await open('guest');
    await page.goto(`${site.url}/register`);
    await page.getByLabel('Your name').fill('Asha');
    await page.getByLabel('E-mail address').fill('asha');
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByRole('alert').waitFor();
    // The browser moves the focus when it draws the page, which is after it has read it.
    await page.locator('#problems:focus').waitFor();
    expect(await page.getByLabel('Your name').inputValue()).toBe('Asha');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await page
      .getByRole('alert')
      .getByRole('link', { name: /e-mail address such as/ })
      .click();
    await page.locator('#email:focus').waitFor();
    expect(await problems(page)).toEqual([]);
    await context.close();
  });

  it('the newer version is told of, shown and moved to where there is no JavaScript', async () => {
    const { context, page } = await open('behind', { javaScriptEnabled: false });
    const { versions } = messages;
    await page.goto(`${site.url}/learn/1/lessons/102`);
    await page.getByRole('link', { name: versions.see }).click();
    await page.getByRole('heading', { name: versions.changes.removed }).waitFor();
    await page.getByRole('button', { name: versions.move }).click();
    expect(await page.getByRole('status').textContent()).toContain(versions.moved);
    await page.goto(`${site.url}/dashboard`);
    expect(await page.getByText(versions.notice).count()).toBe(0);
    await context.close();
  });

  it('the colours that were chosen stay, without JavaScript and from the first byte', async () => {
    const { context, page } = await open('guest', {
      javaScriptEnabled: false,
      colorScheme: 'light',
    });
    await page.goto(`${site.url}/verify`);
    await page.getByRole('button', { name: 'Use dark colours' }).click();
    await page.waitForURL('**/verify');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.getByRole('button', { name: 'Use light colours' }).click();
    await page.waitForURL('**/verify');
    expect(await page.locator('html').getAttribute('data-theme')).toBe('light');
    await context.close();
  });

  it('a credential is verified without a network, on the page and by the file that was saved of it', async () => {
    const { offline } = messages;
    const file = (name: string, content: unknown) => ({
      name,
      mimeType: 'application/octet-stream',
      buffer: Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)),
    });
    const { context, page, complaints } = await open('guest');
    const saved = await (await fetch(`${site.url}/verify/offline-verifier.html`)).text();
    const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-verifier-'));
    const address = pathToFileURL(path.join(folder, 'verify.html')).href;
    writeFileSync(path.join(folder, 'verify.html'), saved);

    await page.goto(`${site.url}/verify/offline`);
    await context.setOffline(true);
    const choose = (...files: ReturnType<typeof file>[]) =>
      page.getByLabel(offline.choose).setInputFiles(files);
    const outcome = (text: string) => page.getByRole('heading', { name: text, exact: false });
    for (const where of ['on the page', 'from the disk']) {
      if (where === 'from the disk') await page.goto(address);
      await choose(file('a.json', signed.credential));
      await outcome(offline['outcome.unproven']).waitFor();
      expect(await page.getByText('श्रीकृष्ण द्विवेदी').count(), where).toBe(1);
      expect(await page.getByText(offline['reason.list-missing']).count()).toBe(1);
      // Each verdict is another than the one before, so that none is taken for the next.
      const forged = JSON.stringify(signed.credential).replace('"82"', '"99"');
      await choose(file('forged.json', forged));
      await outcome(offline['outcome.refused']).waitFor();
      expect(await page.getByText(offline['reason.proof-wrong']).count()).toBe(1);
      await choose(file('a.jwt', signed.jwt));
      await outcome(offline['outcome.unproven']).waitFor();
      await choose(file('a.json', signed.credential), file('old list', signed.statusList));
      await page.getByText(offline['reason.list-time']).waitFor();
      await sound(page, `verify-offline-${where.replaceAll(' ', '-')}`);
    }
    // The saved file has no icon to ask for, and nothing else either.
    expect(complaints.filter((complaint) => !complaint.includes('ERR_INTERNET'))).toEqual([]);
    await context.close();
    rmSync(folder, { recursive: true });
  });

  it('nothing is fetched from elsewhere, and nothing hostile runs, before a video is asked for', async () => {
    const { context, page } = await open('begun');
    const elsewhere: string[] = [];
    await context.route('**', (route) => {
      const url = route.request().url();
      if (url.startsWith(site.url)) return route.continue();
      elsewhere.push(new URL(url).hostname);
      return route.abort();
    });
    await page.goto(`${site.url}/learn/1/lessons/101`);
    expect(elsewhere).toEqual([]);
    expect(await page.evaluate(() => 'harmed' in window)).toBe(false);
    await page.getByRole('link', { name: /Play the video/ }).click();
    await page.locator('iframe[src*="youtube-nocookie.com/embed/abcdefghijk"]').waitFor();
    // The player's own request may be on its way to be stopped.
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  });

  it('the attacks on texts do nothing in a browser that no policy holds back', async () => {
    const { context, page } = await open('guest');
    const seen: string[] = [];
    await page.exposeFunction('harm', () => seen.push('harm'));
    await context.route('**', (route) => {
      if (route.request().url() !== `${site.url}/attacks`) seen.push(route.request().url());
      const texts = ATTACKS.map((text) => `<article>${renderMarkdown(text).html}</article>`);
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><title>Attacks</title>${texts.join('')}<p id="end">End</p>`,
      });
    });
    await page.goto(`${site.url}/attacks`);
    await page.locator('#end').waitFor();
    const found = await page.evaluate(() => {
      for (const element of document.querySelectorAll('article *')) {
        element.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
        if (element instanceof HTMLElement) element.focus();
      }
      const links = [...document.querySelectorAll('a')];
      return {
        articles: document.querySelectorAll('article').length,
        schemes: [...new Set(links.map(({ protocol }) => protocol))].sort(),
        clobbered: [typeof document.cookie, typeof document.forms, typeof window.location.href],
      };
    });
    expect(found.articles).toBe(ATTACKS.length);
    expect(found.schemes.filter((scheme) => !/^(?:https?|mailto)?:$/.test(scheme))).toEqual([]);
    expect(found.clobbered).toEqual(['string', 'object', 'string']);
    // A picture of a text may be asked for where it was meant to be; scripts and evil.example are not.
    expect(seen.filter((what) => what === 'harm' || what.includes('evil.example'))).toEqual([]);
    await context.unrouteAll({ behavior: 'ignoreErrors' });
    await context.close();
  });

  it('a PDF is known again by its bytes, which never leave the browser', async () => {
    const { context, page } = await open('guest');
    const { verify } = messages;
    const sent: (string | null)[] = [];
    page.on('request', (request) => sent.push(request.postData()));
    const issued = Buffer.from(
      await (await fetch(`${site.url}/c/${secrets.valid}.pdf`)).arrayBuffer(),
    );
    const choose = async (buffer: Buffer) => {
      const field = page.getByLabel(verify.dropLabel);
      // Hidden until its script is there, which a file may be set before.
      await field.waitFor();
      await field.setInputFiles({ name: 'certificate.pdf', mimeType: 'application/pdf', buffer });
    };

    await page.goto(`${site.url}/verify`);
    await choose(Buffer.from('a letter'));
    const said = page.getByText(verify.dropNoPdf);
    await said.waitFor();
    // Left and come back to, as browsers keep pages: nothing old is said.
    await page.evaluate(() =>
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })),
    );
    await said.waitFor({ state: 'detached' });
    await choose(issued);
    await page.getByRole('heading', { name: verify.file.certificateTitle }).waitFor();

    await choose(Buffer.concat([issued, Buffer.from('\n')]));
    await page.getByRole('heading', { name: verify.file.otherTitle(numbers.valid) }).waitFor();
    await page.getByRole('link', { name: verify.file.seeIssued(numbers.valid) }).click();
    await page.getByText('A. v. u. z. H. d. l. C.').waitFor();

    await page.goto(`${site.url}/c/${secrets.valid}`);
    const dropped = await page.evaluateHandle(
      (bytes) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([new Uint8Array(bytes)], 'x.pdf'));
        return transfer;
      },
      [...issued],
    );
    await page.getByLabel(verify.dropLabel).waitFor();
    await page.dispatchEvent('[data-check-pdf]', 'drop', { dataTransfer: dropped });
    await page.getByText(verify.dropMatches).waitFor();
    expect(page.url()).toBe(`${site.url}/c/${secrets.valid}`);
    expect(sent.filter((body) => body !== null)).toEqual([]);
    await context.close();
  });

  it('a PDF that is being drawn appears by itself, and the link is copied with one press', async () => {
    const { context, page } = await open('ready', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const text = messages.certificate;
    await page.goto(`${site.url}/learn/1/certificate`);
    site.cms.drawing = true;
    await page.getByRole('button', { name: text.get }).click();
    await page.getByText(text.making).waitFor();
    // Said for two seconds only: the page itself looks out for it.
    const copied = page.waitForFunction(
      (said) => [...document.querySelectorAll('button')].some((one) => one.textContent === said),
      text.copied,
    );
    await page.getByRole('button', { name: text.copy }).click();
    await copied;
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
      `${site.url}/c/${secrets.drawn}`,
    );
    await page.evaluate(() => Object.assign(window, { same: true }));
    site.cms.drawing = false;
    await page.getByRole('link', { name: text.pdf }).waitFor();
    expect(await page.evaluate(() => 'same' in window)).toBe(true);
    await context.close();
  });

  it('pages to read load no React', async () => {
    const { context, page } = await open('begun');
    const scripts: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        scripts.push(response.body().then((script) => script.length));
    });
    // Its scripts are modules: all of them have come when the page says that it has loaded.
    await page.goto(`${site.url}/learn/1/lessons/101`, { waitUntil: 'load' });
    const size = (await Promise.all(scripts)).reduce((sum, one) => sum + one, 0);
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(6_000);
    await context.close();
  });
});
