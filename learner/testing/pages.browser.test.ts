import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type axe from 'axe-core';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Route,
} from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { messages } from '../src/messages/index.ts';
import { token, unfinishedLesson } from './draft.ts';
import { type Site, startSite } from './site.ts';

/**
 * The built site in a browser, in front of the fixture. With SCREENSHOTS=<folder> every screen is
 * also kept as a picture to be looked at.
 */
const executablePath = findChromium(process.env);
const pictures = process.env.SCREENSHOTS;
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

type Who = 'guest' | 'new' | 'begun' | 'ready' | 'done' | 'behind';

const SCREENS: readonly { name: string; who: Who; path: string }[] = [
  { name: 'catalogue', who: 'guest', path: '/' },
  { name: 'course', who: 'guest', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-enrol', who: 'new', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-enrolled', who: 'begun', path: '/courses/1-the-web-from-the-ground-up' },
  { name: 'course-long-and-empty', who: 'guest', path: '/courses/3' },
  { name: 'register', who: 'guest', path: '/register' },
  { name: 'check-mail', who: 'guest', path: '/check-mail?email=asha%40example.org&sent=again' },
  { name: 'confirm-failed', who: 'guest', path: '/confirm' },
  { name: 'login', who: 'guest', path: '/login?next=/dashboard' },
  { name: 'forgot-password', who: 'guest', path: '/forgot-password' },
  { name: 'forgot-password-sent', who: 'guest', path: '/forgot-password?sent=asha%40example.org' },
  { name: 'reset-password', who: 'guest', path: '/reset-password?code=x' },
  { name: 'dashboard-empty', who: 'new', path: '/dashboard' },
  { name: 'dashboard', who: 'begun', path: '/dashboard' },
  { name: 'dashboard-certificate', who: 'done', path: '/dashboard' },
  { name: 'dashboard-versions', who: 'behind', path: '/dashboard' },
  { name: 'lesson-of-older-version', who: 'behind', path: '/learn/1/lessons/102' },
  { name: 'version-changes', who: 'behind', path: '/learn/1/changes' },
  { name: 'version-newest', who: 'begun', path: '/learn/1/changes?moved' },
  { name: 'course-closed', who: 'behind', path: '/learn/6' },
  { name: 'lesson', who: 'begun', path: '/learn/1/lessons/101' },
  { name: 'lesson-after-another', who: 'begun', path: '/learn/1/lessons/102?done=101' },
  { name: 'lesson-empty', who: 'begun', path: '/learn/1/lessons/103' },
  { name: 'lesson-too-deep', who: 'begun', path: '/learn/1/lessons/104' },
  { name: 'lesson-devanagari', who: 'begun', path: '/learn/1/lessons/105' },
  { name: 'lab', who: 'begun', path: '/learn/1/labs/401' },
  { name: 'project', who: 'begun', path: '/learn/1/projects/501' },
  { name: 'test', who: 'done', path: '/learn/1/tests/301' },
  { name: 'test-result', who: 'done', path: '/learn/1/tests/301/attempts/7040' },
  { name: 'certificate-missing', who: 'begun', path: '/learn/1/certificate' },
  { name: 'certificate-earned', who: 'ready', path: '/learn/1/certificate' },
  { name: 'certificate-issued', who: 'done', path: '/learn/1/certificate' },
  { name: 'verify', who: 'guest', path: '/verify' },
  { name: 'verify-mistyped', who: 'guest', path: '/verify?number=abc' },
  { name: 'verification-valid', who: 'guest', path: '/certificates/OS-2026-7K3QF-9XM04' },
  { name: 'verification-revoked', who: 'guest', path: '/certificates/OS-2026-REVKD-00001' },
  { name: 'verification-unknown', who: 'guest', path: '/certificates/OS-2026-AAAAA-AAAAA' },
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
];

const LOOKS = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);

describe.skipIf(!executablePath)('in a browser', () => {
  let site: Site;
  let browser: Browser;
  const states = new Map<Who, Awaited<ReturnType<BrowserContext['storageState']>>>();

  beforeAll(async () => {
    site = await startSite();
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    if (pictures) mkdirSync(pictures, { recursive: true });
    for (const who of ['new', 'begun', 'ready', 'done', 'behind'] as const) {
      const context = await browser.newContext();
      await logIn(await context.newPage(), who);
      states.set(who, await context.storageState());
      await context.close();
    }
  });

  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function logIn(page: Page, who: Who) {
    await page.goto(`${site.url}/login`);
    await page.getByLabel('E-mail address').fill(`${who}@example.org`);
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/dashboard');
  }

  async function open(who: Who, options: Parameters<Browser['newContext']>[0] = {}) {
    const state = states.get(who);
    const context = await browser.newContext({ ...options, ...(state && { storageState: state }) });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('console', (entry) => {
      if (entry.type() === 'error' && !/status of 4|status of 5/.test(entry.text()))
        complaints.push(entry.text());
    });
    return { context, page, complaints };
  }

  /** axe is run from outside the page, so that our own content policy stays as it is. */
  async function problems(page: Page): Promise<string[]> {
    await page.evaluate(await axeText());
    const { violations } = await page.evaluate(() =>
      (window as unknown as { axe: typeof axe }).axe.run(),
    );
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .map(({ html }) => html)
          .join(' | ')
          .slice(0, 400)}`,
    );
  }

  /** The page as it stands now, in both widths and both schemes. */
  async function sound(page: Page, name: string) {
    for (const { width, scheme } of LOOKS) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      const look = `${name} at ${width} px, ${scheme}`;
      expect(await problems(page), look).toEqual([]);
      const excess = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(excess, `${look}, sideways`).toBe(0);
      if (pictures)
        await page.screenshot({
          path: path.join(pictures, `${name}-${width}-${scheme}.png`),
          fullPage: true,
        });
    }
  }

  describe('axe finds nothing and nothing scrolls sideways', () => {
    it.each(SCREENS)('$name', async ({ name, who, path: address }) => {
      const { context, page, complaints } = await open(who);
      await page.goto(site.url + address);
      await sound(page, name);
      expect(complaints).toEqual([]);
      await context.close();
    });

    it('the test player and its question before submitting', async () => {
      const { context, page, complaints } = await open('begun');
      await page.goto(`${site.url}/learn/1/tests/301`);
      await page.getByRole('button', { name: 'Begin the test' }).click();
      await page.waitForURL('**/attempt');
      await sound(page, 'test-player');
      await page.getByRole('button', { name: 'Question 3, not answered' }).click();
      await sound(page, 'test-player-last');
      await page.getByRole('button', { name: /^Submit/ }).click();
      await page.getByRole('dialog').waitFor();
      await sound(page, 'test-player-confirm');
      expect(complaints).toEqual([]);
      await context.close();
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
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('problems');
    expect(await page.getByLabel('Your name').inputValue()).toBe('Asha');
    expect(await page.getByLabel('Password', { exact: true }).inputValue()).toBe('');
    await page
      .getByRole('alert')
      .getByRole('link', { name: /e-mail address such as/ })
      .click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('email');
    expect(await problems(page)).toEqual([]);
    await context.close();
  });

  it('answers survive a reload, are confirmed, and are graded', async () => {
    const { context, page } = await open('ready');
    await page.goto(`${site.url}/learn/1/tests/301`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('The status').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Submit 1 answer' }).waitFor();
    expect(await page.getByLabel('The status').isChecked()).toBe(true);
    await page.getByRole('button', { name: 'Question 2, not answered' }).click();
    await page.getByLabel('False').check();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Submit 2 answers' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.textContent()).toContain('One question has no answer yet.');
    await dialog.getByRole('button', { name: 'Back to the questions' }).click();
    await page.getByRole('textbox', { name: 'Your answer' }).fill('GET');
    await page.getByRole('button', { name: 'Submit 3 answers' }).click();
    await dialog.getByRole('button', { name: 'Submit now' }).click();
    await page.getByRole('heading', { name: 'You passed' }).waitFor();
    await page.waitForFunction(() => sessionStorage.length === 0);
    await context.close();
  });

  it('answers that did not arrive are still there: dead line, server in trouble, session over', async () => {
    const { context, page } = await open('ready');
    await page.goto(`${site.url}/learn/1/tests/301`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('The status').check();
    await page.getByRole('button', { name: 'Question 3, not answered' }).click();
    await page.getByRole('textbox', { name: 'Your answer' }).fill('GET');
    const attempt = page.url();
    const submit = async () => {
      await page.getByRole('button', { name: 'Submit 2 answers' }).click();
      await page.getByRole('dialog').getByRole('button', { name: 'Submit now' }).click();
    };
    const answersAreThere = async () => {
      await page.getByRole('button', { name: 'Question 3, answered' }).click();
      expect(await page.getByRole('textbox', { name: 'Your answer' }).inputValue()).toBe('GET');
    };

    for (const trouble of [
      (route: Route) => route.abort('connectionreset'),
      (route: Route) => route.fulfill({ status: 503, contentType: 'text/html', body: 'Later.' }),
    ]) {
      const failed = Promise.withResolvers<void>();
      await page.route(attempt, async (route) => {
        if (route.request().method() !== 'POST') return route.continue();
        await trouble(route);
        failed.resolve();
      });
      await submit();
      await failed.promise;
      await page.unroute(attempt);
      await page.goto(attempt);
      await answersAreThere();
    }

    await context.clearCookies();
    await submit();
    await page.waitForURL('**/login?**');
    await logIn(page, 'ready');
    await page.goto(attempt);
    await answersAreThere();
    await submit();
    await page.getByRole('heading', { name: /passed/ }).waitFor();
    await page.waitForFunction(() => sessionStorage.length === 0);
    await context.close();
  });

  it('a test is read and sent whole where there is no JavaScript', async () => {
    const { context, page } = await open('done', { javaScriptEnabled: false });
    await page.goto(`${site.url}/learn/1/tests/302`);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByLabel('True').check();
    await page.getByLabel('Second').check();
    await page.getByRole('button', { name: 'Submit' }).click();
    await page.getByRole('heading', { name: 'You passed' }).waitFor();
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
    await context.close();
  });

  it('pages to read load no React', async () => {
    const { context, page } = await open('begun');
    const scripts: number[] = [];
    page.on('response', async (response) => {
      if (response.request().resourceType() === 'script')
        scripts.push((await response.body()).length);
    });
    await page.goto(`${site.url}/learn/1/lessons/101`, { waitUntil: 'networkidle' });
    expect(scripts.reduce((sum, size) => sum + size, 0)).toBeLessThan(6_000);
    await context.close();
  });
});

let cached: Promise<string> | undefined;
function axeText(): Promise<string> {
  cached ??= import('node:fs/promises').then(({ readFile }) => readFile(axeSource, 'utf8'));
  return cached;
}
