import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { type AiServer, startAiServer } from '../scripts/testing/ai-server.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** How long a person would wait for a page of the admin on a slow machine. */
const patience = 30_000;

const wide = { width: 1280, height: 900 };
const phone = { width: 360, height: 740 };

describe.runIf(hasBrowser)('an editor who has a course written', () => {
  let ai: AiServer;
  let system: TestSystem;
  let browser: Browser;
  let page: Page;
  /** What axe found and what scrolled sideways, on any page. */
  const found: string[] = [];

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const link = (name: string | RegExp) => page.getByRole('link', { name, exact: true });
  const dialog = () => page.getByRole('dialog');
  const value = <Value>(sql: string): Promise<Value | undefined> =>
    withClient(system.database.admin, async (client) => {
      const { rows } = await client.query<[Value]>({ text: sql, rowMode: 'array' });
      return rows[0]?.[0];
    });

  /** Looks at the page as it is now, on a phone and on a wide screen. */
  async function look(): Promise<void> {
    for (const size of [phone, wide]) {
      await page.setViewportSize(size);
      found.push(...(await violations(page, 'main')));
    }
    // What Strapi builds anew for another width is there: a key meets no button that is about to go.
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
  /**
   * Turns the screen under a field that somebody types into, and waits until that is over: Strapi builds
   * the header, and with it the dialog, anew.
   */
  async function turn(size: typeof phone, field: Locator): Promise<void> {
    const before = await field.elementHandle();
    await page.setViewportSize(size);
    await expect
      .poll(() => before?.evaluate((element) => element.isConnected), { timeout: patience })
      .toBe(false);
    await field.waitFor();
  }

  const lookAtDialog = async () => {
    found.push(...(await violations(page, '[role=dialog]')));
  };

  /** Accepts everything that is shown, step by step as an editor would. */
  async function acceptAll(): Promise<void> {
    const all = button(/^Accept all \d+ proposals for/);
    for (let left = await all.count(); left > 0; left -= 1) {
      await all.first().click();
      await page
        .getByRole('alertdialog')
        .getByRole('button', { name: /^Accept all/ })
        .click();
      await page.getByRole('alertdialog').waitFor({ state: 'detached' });
    }
    const single = button('Accept');
    for (let left = await single.count(); left > 0; left = await single.count()) {
      await single.first().click();
      await expect.poll(() => single.count(), { timeout: patience }).toBeLessThan(left);
    }
  }

  beforeAll(async () => {
    ai = await startAiServer();
    system = await startTestSystem({
      learner: true,
      cmsEnvironment: {
        AI_MODEL: 'demo',
        AI_BASE_URL: ai.url,
        AI_INPUT_PRICE: '0.15',
        AI_OUTPUT_PRICE: '0.6',
      },
    });
    browser = await launchBrowser();
    page = await browser.newPage({ baseURL: system.cmsUrl, viewport: wide });
    page.setDefaultTimeout(patience);
    const { email, password } = system.credentials.administrator;
    await page.goto('/admin/auth/login');
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel(/^Password/).fill(password);
    await button('Login').click();
    await link('AI author').waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
    await ai?.stop();
  });

  it('describes it in a sentence and accepts the outline by the keyboard', {
    timeout: 120_000,
  }, async () => {
    await link('AI author').click();
    await page.getByText('There is no course yet.').waitFor();
    await look();

    await button('Generate a course').press('Enter');
    await dialog()
      .getByLabel(/^Name of the course/)
      .fill('Reading maps');
    await dialog()
      .getByLabel(/^What should it teach/)
      .fill('How to read a map and find one’s way with it.');
    await dialog().getByLabel('Modules', { exact: true }).fill('1');
    await dialog().getByLabel('Lessons in each').fill('2');
    await dialog().getByLabel('Questions for each module').fill('2');
    await dialog().getByRole('combobox', { name: 'Labs', exact: true }).click();
    await page.getByRole('option', { name: 'One for each module' }).click();
    await lookAtDialog();
    // A finger slips, and a phone is turned: what was typed stays.
    const prompt = dialog().getByLabel(/^What should it teach/);
    await page.keyboard.press('Escape');
    const discard = page.getByRole('alertdialog', { name: 'Discard what you filled in?' });
    await discard.getByRole('button', { name: 'Cancel' }).click();
    await discard.waitFor({ state: 'detached' });
    expect(await prompt.inputValue()).toMatch(/^How to read a map/);
    await turn(phone, prompt);
    expect(await prompt.inputValue()).toMatch(/^How to read a map/);
    await lookAtDialog();
    await turn(wide, prompt);
    expect(await prompt.inputValue()).toMatch(/^How to read a map/);
    await dialog().getByRole('button', { name: 'Make the draft and go on' }).click();
    await dialog()
      .getByText(/^About .* tokens, \$/)
      .waitFor();
    await lookAtDialog();
    await dialog().getByRole('button', { name: 'Propose an outline' }).click();

    // Streamed, then there to be decided about: what the course says of itself, and a module.
    await expect.poll(() => button('Accept').count(), { timeout: patience }).toBe(2);
    await look();
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    // Once that is done, the next one that waits has the focus.
    await expect.poll(() => button('Undo').count(), { timeout: patience }).toBe(1);
    await page
      .locator('[data-proposal]:focus')
      .getByRole('button', { name: 'Accept', exact: true })
      .waitFor();
    await page.keyboard.press('a');
    await expect.poll(() => button('Undo').count(), { timeout: patience }).toBe(2);
    expect(await value<number>('select count(*)::integer from cms.draft_lessons')).toBe(2);
  });

  it('has the lessons written, follows the job, and accepts', { timeout: 120_000 }, async () => {
    await page.route(/\/estimate$/, (route) => route.abort());
    await button('Write the lessons').click();
    // What was chosen at first is chosen still.
    expect(await dialog().getByLabel('Questions for each module').inputValue()).toBe('2');
    // An estimate that failed shuts the start until it is asked again.
    const start = dialog().getByRole('button', { name: 'Start writing' });
    const again = dialog().getByRole('button', { name: 'Estimate again' });
    await again.waitFor();
    expect(await start.isDisabled()).toBe(true);
    await page.unroute(/\/estimate$/);
    await again.click();
    await dialog()
      .getByText(/in 4 steps\.$/)
      .waitFor();
    await lookAtDialog();
    await page.route(/\/jobs\/\d+$/, (route) => route.abort());
    await start.click();
    // What could not be read is not told to be missing.
    await button('Try again').waitFor();
    await page.unroute(/\/jobs\/\d+$/);
    await button('Try again').click();
    // A lab is really run, twice; what stands there instead is the best hint when it does not come.
    await expect
      .poll(() => page.locator('main').textContent(), { timeout: 60_000 })
      .toContain('4 of 4 steps done');
    await look();

    await link(/^Look at the \d+ proposals$/).click();
    await button('Accept').first().waitFor();
    await look();
    await acceptAll();
    for (const [table, count] of [
      ['ai_notes', 2],
      ['questions', 2],
      ['practice_labs', 1],
    ])
      expect([
        table,
        await value<number>(`select count(*)::integer from cms.draft_${table}`),
      ]).toEqual([table, count]);
  });

  it('sees what a machine wrote, stands behind it, and what it cost', {
    timeout: 120_000,
  }, async () => {
    await link('Machine-written').click();
    await page.getByText(/was not reviewed by anybody yet/).waitFor();
    await look();
    await page.getByRole('checkbox', { name: /^Choose all \d+ that are shown/ }).click();
    await button(/^Mark \d+ as reviewed$/).click();
    await page.getByRole('alertdialog').getByRole('button', { name: /^Mark/ }).click();
    await page.getByText('All of that was reviewed.').waitFor();

    await link('All courses').click();
    await page.getByRole('link', { name: /by a machine, all reviewed$/ }).waitFor();
    await look();
    await link('Usage').click();
    await page.getByText(`${ai.requests.length} requests`).waitFor();
    await look();
  });

  it('publishes it, and a student reads the notes, sees a question and opens the lab', {
    timeout: 120_000,
  }, async () => {
    const course = await value<string>('select document_id from cms.draft_courses');
    const title = await value<string>(
      'select title from cms.draft_lessons order by order_index, id limit 1',
    );
    await page.goto(`/admin/content-manager/collection-types/api::course.draft-course/${course}`);
    await button('Publish version 1').click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByText('No changes since version 1').waitFor();

    // The site reads its catalogue anew when it hears of the publish, a moment later.
    await expect
      .poll(async () => (await fetch(system.learnerUrl)).text())
      .toContain('Reading maps');
    const { email, password } = system.credentials.student;
    const student = await browser.newPage({ baseURL: system.learnerUrl });
    student.setDefaultTimeout(patience);
    await student.goto('/login');
    await student.getByLabel('E-mail address').fill(email);
    await student.getByLabel('Password', { exact: true }).fill(password);
    await student.locator('main button.button').first().click();
    await student.waitForURL(/dashboard/);
    await student.goto('/');
    await student
      .getByRole('link', { name: /Reading maps/ })
      .first()
      .click();
    await student.locator('form[action$="/enroll"] button').first().click();
    await student.waitForURL(/\/learn\/\d+\/lessons\/\d+/);
    await student.getByRole('heading', { name: title ?? 'none', level: 1 }).waitFor();
    // A sentence of the notes, a question of the test and the code of the lab, as they were written.
    await student
      .getByText('A photograph from the air shows everything and names nothing.')
      .waitFor();
    const outline = student.getByRole('navigation', { name: 'Course outline' });
    const [test, question, lab, code] = (await value<string[]>(
      `select json_build_array(t.title, q.question_text, l.title, l.starter_code)
      from cms.draft_tests t, cms.draft_questions q, cms.draft_practice_labs l limit 1`,
    )) ?? ['none', 'none', 'none', 'none'];
    await outline.getByRole('link', { name: test }).click();
    await student.getByRole('button', { name: 'Begin the test' }).click();
    await student
      .locator('form.player')
      .getByText(question ?? 'none')
      .waitFor({ state: 'attached' });
    await outline.getByRole('link', { name: lab }).click();
    await student.getByRole('heading', { name: lab ?? 'none', level: 1 }).waitFor();
    expect(await student.locator('textarea').first().inputValue()).toBe(code);
    await student.close();
    expect(found).toEqual([]);
  });
});

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds in a part of the page; Strapi's frame around ours is not ours. */
async function violations(page: Page, part: string): Promise<string[]> {
  await page.evaluate(axeSource);
  const { lines, sideways } = await page.evaluate(async (within) => {
    // What fades in has not its colours yet; what turns for ever has them.
    const passing = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const { axe } = globalThis as unknown as {
      axe: { run(context: string): Promise<{ violations: AxeViolation[] }> };
    };
    const { scrollWidth, clientWidth } = document.documentElement;
    return { lines: (await axe.run(within)).violations, sideways: scrollWidth - clientWidth };
  }, part);
  const place = `${new URL(page.url()).pathname} at ${page.viewportSize()?.width} px`;
  return [
    ...lines.map(({ id, nodes }) => `${place}: ${id} ${nodes.map(({ html }) => html).join(' ')}`),
    ...(sideways > 0 ? [`${place}: ${sideways} px sideways`] : []),
  ];
}
