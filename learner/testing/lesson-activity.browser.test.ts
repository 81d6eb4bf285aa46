import { gzipSync } from 'node:zlib';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findChromium } from '../../scripts/lib/chromium.ts';
import { type Site, startSite } from './site.ts';

/** The built site in a browser whose clock the test turns on, in front of the fixture. */
const executablePath = findChromium(process.env);

describe.skipIf(!executablePath)('the page of a lesson', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  beforeAll(async () => {
    site = await startSite();
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    await page.goto(`${site.url}/login`);
    await page.getByLabel('E-mail address').fill('begun@example.org');
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/dashboard');
    site.cms.reports.length = 0;
  });
  afterEach(() => context?.close());

  const reports = (count: number) => expect.poll(() => site.cms.reports.length).toBe(count);
  const seconds = () => site.cms.reports.map(({ body }) => body.seconds);
  const open = async (lesson: number) => {
    await page.clock.install();
    // Only the test turns it from here on: else every moment that the machine needs would be counted, too.
    // It is stopped at a time to come, as what has passed since it was read does not come back.
    await page.clock.pauseAt(Date.now() + 600_000);
    await page.goto(`${site.url}/learn/1/lessons/${lesson}`);
    await reports(1);
    // A later report waits for this one to be answered.
    await page.clock.runFor(1);
  };
  const show = (state: 'visible' | 'hidden') =>
    page.evaluate((wanted) => {
      Object.defineProperty(document, 'visibilityState', { value: wanted, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);

  it('counts time only while it is visible', async () => {
    await open(102);
    expect(site.cms.reports[0]).toMatchObject({ lesson: 102, body: { seconds: 0 } });
    await page.clock.runFor(20_000);
    await show('hidden');
    await reports(2);
    await page.clock.runFor(3_600_000);
    await show('visible');
    await page.clock.runFor(40_000);
    await reports(4);
    expect(seconds().slice(0, 2)).toEqual([0, 20]);
    // The last part of a second waits for the next report.
    const after = seconds()
      .slice(2)
      .reduce((sum, one) => sum + one, 0);
    expect(after).toBeGreaterThanOrEqual(39);
    expect(after).toBeLessThanOrEqual(40);
  });

  it('counts time only while somebody is there', async () => {
    await open(102);
    await page.clock.runFor(30_000);
    await reports(2);
    await page.mouse.move(50, 60);
    await page.clock.runFor(30_000);
    await reports(3);
    // A minute after the last sign nobody is there any more.
    await page.clock.runFor(30_000);
    await reports(4);
    await page.clock.runFor(30_000);
    await reports(5);
    expect(seconds()).toEqual([0, 30, 30, 30, 0]);
  });

  it('keeps what could not be sent while there was no line, also over a new visit', async () => {
    await open(102);
    await context.setOffline(true);
    await page.clock.runFor(40_000);
    await show('hidden');
    expect(site.cms.reports).toHaveLength(1);
    await context.setOffline(false);
    await reports(2);
    expect(seconds()[1]).toBe(40);

    await show('visible');
    await page.clock.runFor(5000);
    // Too soon after the last report to be one itself.
    await page.goto(`${site.url}/dashboard`);
    await page.goto(`${site.url}/learn/1/lessons/102`);
    await reports(3);
    expect(seconds()[2]).toBe(5);
  });

  it('reports what the school did not get', async () => {
    await open(102);
    await page.route('**/activity', (route) => route.abort('connectionreset'));
    const failed = page.waitForEvent('requestfailed');
    await page.clock.runFor(30_000);
    await failed;
    await page.unroute('**/activity');
    await page.mouse.move(50, 60);
    await page.clock.runFor(30_000);
    await reports(2);
    expect(seconds()[1]).toBe(60);
  });

  it('reports that the notes were read to their end', async () => {
    await open(102);
    expect(site.cms.reports[0]?.body.notes_read).toBe(false);
    const end = page.locator('[data-notes-end]');
    await end.scrollIntoViewIfNeeded();
    // Told after the page itself, whose observer is the older one.
    await end.evaluate(
      (element) =>
        new Promise<void>((seen) =>
          new IntersectionObserver((entries) => {
            if (entries.some(({ isIntersecting }) => isIntersecting)) seen();
          }).observe(element),
        ),
    );
    await page.clock.runFor(30_000);
    await reports(2);
    expect(site.cms.reports[1]?.body.notes_read).toBe(true);
  });

  it('reports which parts of a film were played', async () => {
    await open(104);
    // A player that has played two parts: what browsers can decode differs.
    await page.evaluate(() => {
      const parts = [
        [0.4, 30.2],
        [61, 70],
      ] as const;
      const video = document.querySelector('.video video');
      if (!video) throw new Error('The lesson has no film.');
      Object.defineProperty(video, 'duration', { value: 119.5 });
      Object.defineProperty(video, 'played', {
        value: {
          length: 2,
          start: (n: number) => parts[n]?.[0],
          end: (n: number) => parts[n]?.[1],
        },
      });
    });
    await page.clock.runFor(30_000);
    await reports(2);
    expect(site.cms.reports[1]?.body).toMatchObject({
      watched: [
        [0, 31],
        [61, 70],
      ],
      video_seconds: 120,
    });
  });

  it('counts on while a film plays, and asks YouTube’s player only once somebody wants it', async () => {
    const player = `<script>addEventListener('message', ({ data }) => {
      if (JSON.parse(data).event !== 'listening') return;
      for (const currentTime of [10, 11, 12, 60, 61])
        parent.postMessage(JSON.stringify({ event: 'infoDelivery', info: { currentTime, duration: 100 } }), '*');
    })</script>`;
    let asked = 0;
    await page.route('https://www.youtube-nocookie.com/**', (route) => {
      asked += 1;
      return route.fulfill({ contentType: 'text/html', body: player });
    });
    await open(101);
    expect(asked).toBe(0);
    // Hears the player after the page itself does.
    await page.evaluate(() => {
      let heard = 0;
      addEventListener('message', () => {
        heard += 1;
        document.body.dataset.heard = String(heard);
      });
    });
    await page.getByRole('link', { name: 'Play the video' }).click();
    await page.waitForFunction(() => document.querySelector('iframe')?.src.includes('enablejsapi'));
    // All that the player says goes into one report.
    await page.waitForFunction(() => document.body.dataset.heard === '5');
    await page.clock.runFor(30_000);
    await reports(2);
    expect(site.cms.reports[1]?.body).toMatchObject({
      watched: [
        [10, 12],
        [60, 61],
      ],
      video_seconds: 100,
    });
  });

  it('is where one goes on, on whatever device, until it is done', async () => {
    await open(103);
    await page.goto(`${site.url}/learn/1`);
    expect(new URL(page.url()).pathname).toBe('/learn/1/lessons/103');
    // The lesson’s report says where one is, too: it comes before the lab’s word.
    await reports(2);
    const kept = page.waitForResponse('**/learn/1/place');
    await page.goto(`${site.url}/learn/1/labs/401`);
    await kept;
    await page.goto(`${site.url}/learn/1`);
    expect(new URL(page.url()).pathname).toBe('/learn/1/labs/401');
    await page.goto(`${site.url}/learn/1/lessons/103`);
    await page.getByRole('button', { name: 'Mark as done and go on' }).click();
    await page.waitForURL('**/tests/301?done=103');
  });

  it('loads no more than 20 kB of scripts', async () => {
    const scripts: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(`${site.url}/learn/1/lessons/101`);
    await reports(1);
    const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).byteLength);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(20_000);
  });
});
