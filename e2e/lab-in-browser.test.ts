import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { password, send, signUp } from '../scripts/testing/api.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/** A lab of the sample course on the whole system: browser, site, cms, jail and database. */
describe.runIf(hasBrowser)('a lab in a browser', () => {
  let system: TestSystem;
  let browser: Browser;
  let course = 0;
  let lab = 0;
  let solution = '';

  beforeAll(async () => {
    system = await startTestSystem({ learner: true, sample: true });
    browser = await launchBrowser();
    const { body } = await send(system, 'GET', '/api/courses');
    course = body.courses?.[0]?.id ?? 0;
    await withClient(system.database.admin, async (client) => {
      const { rows } = await client.query<{ id: number; solution_code: string }>(
        `select b.id, k.solution_code from live.practice_labs b
        join keys.lab_keys k on (k.lab_id, k.version) = (b.id, b.version)
        where b.course_id = $1 and b.slug = 'find-the-roll-number'`,
        [course],
      );
      lab = rows[0]?.id ?? 0;
      solution = rows[0]?.solution_code ?? '';
    });
  });

  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  async function student() {
    const { email, token } = await signUp(system);
    await send(system, 'POST', '/api/enrollments', { token, body: { course_id: course } });
    return async (options: BrowserContextOptions = {}): Promise<Page> => {
      const context = await browser.newContext({ baseURL: system.learnerUrl, ...options });
      const page = await context.newPage();
      await page.goto('/login');
      await page.getByLabel('E-mail address').fill(email);
      await page.getByLabel('Password', { exact: true }).fill(password);
      await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
      await page.waitForURL(/dashboard/);
      await page.goto(`/learn/${course}/labs/${lab}`);
      return page;
    };
  }

  async function write(page: Page, code: string) {
    await page.locator('.lab-code[data-ready]').waitFor({ state: 'attached' });
    await page.getByRole('textbox', { name: /^Your code/ }).click();
    await page.keyboard.press('Control+A');
    await page.keyboard.press('Delete');
    await page.keyboard.insertText(code);
  }

  it('is tried, checked and done; browser and server see the same', async () => {
    const open = await student();
    const page = await open();
    await page.getByRole('button', { name: 'Show hint 1' }).click();
    await page.getByText('1 of 4 hints seen').waitFor();
    await page.getByRole('button', { name: 'Check my code' }).click();
    await page.getByText('Not there yet.').waitFor();
    expect(await page.getByText('One way to do it').count()).toBe(0);
    await write(page, solution);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByText('It printed what it should.').waitFor();
    await page.getByRole('button', { name: 'Check my code' }).click();
    await page.getByText('This lab is done.').waitFor();
    await page.getByRole('heading', { name: 'One way to do it' }).waitFor();
    const elsewhere = await open();
    await elsewhere.getByText('Done. The server has checked it.').waitFor();
    await elsewhere.locator('.lab-code[data-ready]').waitFor({ state: 'attached' });
    expect(await elsewhere.locator('#lab-code').inputValue()).toBe(solution);
  });

  it('is checked as a plain form where there is no JavaScript', async () => {
    const page = await (await student())({ javaScriptEnabled: false });
    await page.getByLabel(/^Your code/).fill('while (true) {}');
    await page.getByRole('button', { name: 'Check my code' }).click();
    await page.getByText('Your code took too long and was ended.').waitFor();
    await page.getByLabel(/^Your code/).fill(solution);
    await page.getByRole('button', { name: 'Check my code' }).click();
    await page.getByText('This lab is done.').waitFor();
  });
});
