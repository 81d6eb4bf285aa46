import { gzipSync } from 'node:zlib';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../src/messages/index.ts';
import { type Browsing, hasBrowser, problems, sound, startBrowsing, type Who } from './browsing.ts';
import { type Site, startSite } from './site.ts';

/** The test player of the built site, in front of the fixture. */
const text = messages.test;

describe.runIf(hasBrowser)('the test player', () => {
  let site: Site;
  let browsing: Browsing;

  beforeAll(async () => {
    site = await startSite();
    browsing = await startBrowsing(site.url, ['begun', 'ready', 'done', 'behind']);
  });
  afterAll(async () => {
    await browsing?.close();
    await site?.close();
  });

  const open: Browsing['open'] = (...all) => browsing.open(...all);
  const address = (test: number) => `${site.url}/learn/1/tests/${test}`;

  async function begin(page: Page, test: number) {
    await page.goto(address(test));
    await page
      .getByRole('button', { name: text.start })
      .or(page.getByRole('button', { name: text.again }))
      .click();
    await page.waitForURL('**/attempt');
    await isReady(page);
  }

  /** The player has taken over from the plain form. */
  const isReady = (page: Page) =>
    page.locator('input[name="confirmed"][value="yes"]').waitFor({ state: 'attached' });
  const goTo = (page: Page, question: number) =>
    page.getByRole('button', { name: new RegExp(`^Question ${question},`) }).click();
  const isIn = (page: Page, state: string) =>
    page.locator(`.save-state[data-state="${state}"]`).waitFor();
  /** What is said aloud comes a moment after what is shown. */
  const isTold = (page: Page, words: string) =>
    expect.poll(() => page.getByRole('status').textContent()).toBe(words);
  const submit = async (page: Page) => {
    await page.getByRole('button', { name: /^Submit/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: text.confirmYes }).click();
  };
  const seeResult = (page: Page) => page.waitForURL(/\/attempts\/\d+$/);
  const keptKeys = (page: Page) => page.evaluate(() => Object.keys(localStorage));

  /** Hands in whatever is open, so that each test begins with nothing. */
  async function finish(page: Page) {
    await submit(page);
    await seeResult(page);
    expect(await keptKeys(page)).toEqual([]);
  }

  it('is sound in every state', async () => {
    const { context, page, complaints } = await open('behind');
    await begin(page, 303);
    await sound(page, 'test-player');
    await page.getByLabel('A heading').check();
    await page.getByLabel(text.mark).check();
    await isIn(page, 'saved');
    await goTo(page, 2);
    await sound(page, 'test-player-marked');
    await page.getByRole('button', { name: /^Submit/ }).click();
    await page.getByRole('dialog').waitFor();
    await sound(page, 'test-player-confirm');
    await page.getByRole('dialog').getByRole('button', { name: text.confirmNo }).click();
    await context.setOffline(true);
    await page.getByRole('textbox', { name: text.yourAnswer }).fill('alt');
    await isIn(page, 'waiting');
    await submit(page);
    await page.getByRole('alert').waitFor();
    await sound(page, 'test-player-no-line');
    await context.setOffline(false);
    await isIn(page, 'saved');
    await submit(page);
    await seeResult(page);
    expect(complaints.filter((line) => !line.includes('ERR_INTERNET_DISCONNECTED'))).toEqual([]);
    await context.close();
  });

  it('loads at most 110 kB of scripts, compressed', async () => {
    const { context, page } = await open('ready');
    const sizes: Promise<number>[] = [];
    page.on('response', (response) => {
      if (response.request().resourceType() === 'script')
        sizes.push(response.body().then((script) => gzipSync(script).length));
    });
    // The player answers to clicks once all of its scripts are there.
    await begin(page, 302);
    const size = (await Promise.all(sizes)).reduce((sum, one) => sum + one, 0);
    console.log(`The test player loads ${size} bytes of scripts, compressed.`);
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThan(110_000);
    await finish(page);
    await context.close();
  });

  it('answers survive a closed browser and go on on another device', async () => {
    const phone = await open('begun');
    await begin(phone.page, 301);
    await phone.page.getByLabel('The status').check();
    await goTo(phone.page, 3);
    await phone.page.getByRole('textbox', { name: text.yourAnswer }).fill('GET');
    // The state alone may still be that of the first answer.
    await expect.poll(() => keptKeys(phone.page)).toEqual([]);
    await isIn(phone.page, 'saved');
    await phone.context.close();

    const laptop = await open('begun');
    await laptop.page.goto(address(301));
    await laptop.page.getByRole('link', { name: text.resume }).click();
    await laptop.page.getByRole('button', { name: text.submit(2) }).waitFor();
    expect(await laptop.page.getByLabel('The status').isChecked()).toBe(true);
    await goTo(laptop.page, 2);
    await laptop.page.getByLabel('False').check();
    await laptop.page.getByRole('button', { name: text.submit(3) }).click();
    const dialog = laptop.page.getByRole('dialog');
    expect(await dialog.textContent()).toContain(text.confirmAll(3));
    await dialog.getByRole('button', { name: text.confirmYes }).click();
    await laptop.page.getByRole('heading', { name: messages.result.passed }).waitFor();
    await laptop.context.close();
  });

  it('what was answered just before the page was closed is saved too', async () => {
    const { context, page } = await open('begun');
    await begin(page, 302);
    await page.getByLabel('True').check();
    await page.close({ runBeforeUnload: false });
    const again = await context.newPage();
    await again.goto(`${address(302)}/attempt`);
    await again.getByRole('button', { name: text.submit(1) }).waitFor();
    expect(await again.getByLabel('True').isChecked()).toBe(true);
    await finish(again);
    await context.close();
  });

  it('a line that is cut loses nothing: not while one goes on, not over closing the page', async () => {
    const { context, page } = await open('begun');
    await begin(page, 301);
    await context.setOffline(true);
    await page.getByLabel('The status').check();
    await isIn(page, 'waiting');
    await isTold(page, text.save.waiting);
    await goTo(page, 2);
    await page.getByLabel('False').check();
    await context.setOffline(false);
    await isIn(page, 'saved');
    await isTold(page, text.save.again);

    await context.setOffline(true);
    await goTo(page, 3);
    await page.getByRole('textbox', { name: text.yourAnswer }).fill('GET');
    await isIn(page, 'waiting');
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await again.goto(`${address(301)}/attempt`);
    await again.getByRole('button', { name: text.submit(3) }).waitFor();
    await isIn(again, 'saved');
    expect(await keptKeys(again)).toEqual([]);
    await finish(again);
    await again.getByRole('heading', { name: messages.result.passed }).waitFor();
    await context.close();
  });

  it('without a line nothing is handed in, and the page and its answers stay', async () => {
    const { context, page } = await open('begun');
    await begin(page, 302);
    await page.getByLabel('True').check();
    await context.setOffline(true);
    await submit(page);
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toBe(text.sendFailed);
    expect(await page.getByLabel('True').isChecked()).toBe(true);
    await context.setOffline(false);
    await finish(page);
    await context.close();
  });

  it('two tabs show one attempt; handing in one ends the other', async () => {
    const { context, page } = await open('ready');
    await begin(page, 301);
    const other = await context.newPage();
    await other.goto(`${address(301)}/attempt`);
    await isReady(other);
    await page.getByLabel('The status').check();
    await expect.poll(() => other.getByLabel('The status').isChecked()).toBe(true);
    await isIn(page, 'saved');
    await goTo(other, 2);
    await other.getByLabel('False').check();
    await isIn(other, 'saved');
    await goTo(page, 3);
    await page.getByRole('textbox', { name: text.yourAnswer }).fill('GET');
    await page.getByRole('button', { name: text.submit(3) }).waitFor();
    await submit(page);
    await page.getByRole('heading', { name: messages.result.passed }).waitFor();
    await goTo(other, 1);
    await other.getByLabel('The body').check();
    await seeResult(other);
    await other.getByRole('heading', { name: messages.result.passed }).waitFor();
    await context.close();
  });

  it('a tab that was left open writes over nothing that was answered elsewhere since', async () => {
    const old = await open('done');
    await begin(old.page, 302);
    await old.page.getByLabel('False').check();
    await isIn(old.page, 'saved');
    const newer = await open('done');
    await newer.page.goto(`${address(302)}/attempt`);
    await isReady(newer.page);
    await newer.page.getByLabel('True').check();
    await isIn(newer.page, 'saved');
    await newer.context.close();
    await submit(old.page);
    await seeResult(old.page);
    const first = old.page.locator('article').first();
    expect(await first.textContent()).toContain(messages.result.right);
    await old.context.close();
  });

  describe('at the deadline', () => {
    /** Begins with time enough to get ready; `seconds` are left once the first answer is saved. */
    async function beginShort(
      who: Who,
      seconds: number,
    ): Promise<{ context: BrowserContext; page: Page }> {
      const { context, page } = await open(who);
      // Whatever the clock of this machine says.
      await page.addInitScript(() => {
        const real = Date.now;
        Date.now = () => real() - 86_400_000;
      });
      site.cms.timeLimit = 290;
      try {
        await begin(page, 301);
      } finally {
        site.cms.timeLimit = null;
      }
      site.cms.timeLeft = seconds;
      return { context, page };
    }

    it('it hands in by itself, and a wrong clock here changes nothing', async () => {
      const { context, page } = await beginShort('begun', 3);
      await page.getByLabel('The status').check();
      await seeResult(page);
      const first = page.locator('article').first();
      expect(await first.textContent()).toContain(messages.result.right);
      await context.close();
    });

    it('it says aloud when one minute is left', async () => {
      const { context, page } = await beginShort('begun', 62);
      await page.getByLabel('The status').check();
      await isTold(page, text.minutesLeft(1));
      await finish(page);
      await context.close();
    });

    it('without a line it waits for one and takes no more answers', async () => {
      const { context, page } = await beginShort('begun', 15);
      await page.getByLabel('The status').check();
      await isIn(page, 'saved');
      await context.setOffline(true);
      await page.getByText(text.timeUpWaiting).waitFor();
      expect(await page.locator('.player-questions').getAttribute('inert')).not.toBeNull();
      expect(await problems(page)).toEqual([]);
      await context.setOffline(false);
      await seeResult(page);
      await context.close();
    });
  });

  it('after a session that was over, logging in leads back to the answers', async () => {
    const { context, page } = await open('ready');
    await begin(page, 302);
    const cookies = await context.cookies();
    await context.clearCookies();
    await page.getByLabel('True').check();
    await isIn(page, 'signed-out');
    await context.addCookies(cookies);
    await isIn(page, 'saved');

    await context.clearCookies();
    await goTo(page, 2);
    await page.getByLabel('Second').check();
    await submit(page);
    await page.waitForURL('**/login?**');
    await page.getByLabel('E-mail address').fill('ready@example.org');
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/attempt');
    await page.getByRole('button', { name: text.submit(2) }).waitFor();
    await finish(page);
    await context.close();
  });

  it('can be taken with the keyboard alone', async () => {
    const { context, page } = await open('begun');
    await begin(page, 301);
    await goTo(page, 1);
    await page.keyboard.press('1');
    expect(await page.getByLabel('The status').isChecked()).toBe(true);
    await goTo(page, 3);
    await page.getByRole('textbox', { name: text.yourAnswer }).focus();
    await page.keyboard.type('GET 1');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await page.getByRole('dialog').textContent()).toContain(text.confirmSome(1));
    await page.keyboard.press('Escape');
    await goTo(page, 2);
    await page.keyboard.press('2');
    expect(await page.getByLabel('False').isChecked()).toBe(true);
    await finish(page);
    await context.close();
  });

  it('is read, saved and sent whole where there is no JavaScript', async () => {
    const { context, page } = await open('begun', { javaScriptEnabled: false });
    await page.goto(address(303));
    await page.getByRole('button', { name: text.start }).click();
    await page.getByLabel('A heading').check();
    await page.getByLabel('A colour').check();
    await page.getByRole('button', { name: text.saveNow }).click();
    await page.getByText(text.savedNow).waitFor();

    await page.goto(`${address(303)}/attempt`);
    await page.getByLabel('A colour').uncheck();
    await page.getByLabel('A list').check();
    await page.getByLabel('No', { exact: true }).check();
    await page.getByRole('button', { name: text.submitNone, exact: true }).click();
    const asked = page.locator('form').filter({ hasText: text.confirmMore }).first();
    expect(await asked.textContent()).toContain(text.confirmSome(1));
    expect(await page.getByLabel('A list').isChecked()).toBe(true);
    await page.getByRole('button', { name: text.confirmYes }).click();
    await seeResult(page);
    await page.getByRole('heading', { name: messages.result.passed }).waitFor();
    expect(await page.locator('article').first().textContent()).toContain(messages.result.right);

    await page.goto(address(303));
    expect(await page.getByText('You can begin the next attempt in').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: text.again }).count()).toBe(0);
    await context.close();
  });
});
