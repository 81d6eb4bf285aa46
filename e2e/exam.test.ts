import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { password, send, signUp } from '../scripts/testing/api.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

/** The right answers of one question, read as nobody but the database's administrator can. */
interface Key {
  readonly id: number;
  readonly type: string;
  readonly right: readonly string[];
}

describe.runIf(hasBrowser)('a test in a browser', () => {
  let system: TestSystem;
  let browser: Browser;
  let course = 0;
  let test = 0;
  let keys: Key[] = [];

  beforeAll(async () => {
    system = await startTestSystem({ learner: true, sample: true });
    browser = await launchBrowser();
    const { body } = await send(system, 'GET', '/api/courses');
    course = body.courses?.[0]?.id ?? 0;
    keys = await withClient(system.database.admin, async (client) => {
      const final = await client.query<{ id: number }>(
        'select id from live.tests where course_id = $1 and module_id is null',
        [course],
      );
      test = final.rows[0]?.id ?? 0;
      // The sample asks for one answer everywhere; its first question gets two.
      await client.query('begin; set local session_replication_role = replica');
      await client.query(
        `with first as (select id, version, options from live.questions
            where test_id = $1 and type = 'mcq' order by order_index limit 1),
          changed as (update live.questions q set type = 'multiple_select' from first
            where (q.id, q.version) = (first.id, first.version))
        update keys.question_keys k set further_answers =
            (select jsonb_agg(option) from (select option from jsonb_array_elements(first.options) option
              where option <> to_jsonb(k.correct_answer) limit 1) as another)
        from first where (k.question_id, k.version) = (first.id, first.version)`,
        [test],
      );
      await client.query('commit');
      const { rows } = await client.query<Key>(
        `select id, type, jsonb_build_array(correct_answer) || further_answers as right
        from live.questions join keys.question_keys k on (question_id, k.version) = (id, questions.version)
        where test_id = $1`,
        [test],
      );
      return rows;
    });
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  const about = () => `/learn/${course}/tests/${test}`;
  const asAdmin = (statement: string, values: unknown[]) =>
    withClient(system.database.admin, (client) => client.query(statement, values));

  /** A new student of the course; each call of what comes back is one more browser of theirs. */
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
      return page;
    };
  }

  async function begin(page: Page): Promise<number> {
    await page.goto(about());
    await page.getByRole('button', { name: 'Begin the test' }).click();
    await page.waitForURL(/\/attempt$/);
    return Number(await page.locator('input[name="attempt"]').getAttribute('value'));
  }
  async function goOn(page: Page) {
    await page.goto(`${about()}/attempt`);
    await ready(page);
  }
  const ready = (page: Page) =>
    page.locator('input[name="confirmed"][value="yes"]').waitFor({ state: 'attached' });
  const isIn = (page: Page, state: string) =>
    page.locator(`.save-state[data-state="${state}"]`).waitFor();
  /** The answers that are kept in the browser until they are saved. */
  const unsaved = (page: Page) =>
    page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('attempt-')));
  const seeResult = (page: Page) => page.waitForURL(/\/attempts\/\d+$/);

  /** Answers one question rightly, on the page as it is shown with JavaScript or without. */
  async function answer(page: Page, { id, type, right }: Key) {
    const fields = page.locator(
      `[name="answer-${id}"], [name="choice-${id}"]:not([type="hidden"])`,
    );
    const question = page.locator('fieldset.question').filter({ has: fields }).first();
    if (!(await question.isVisible())) {
      const index = Number(await question.getAttribute('data-question'));
      await page.getByRole('button', { name: new RegExp(`^Question ${index + 1},`) }).click();
    }
    if (type === 'fill_blank') return fields.fill(right[0] ?? '');
    for (const one of type === 'multiple_select' ? right : right.slice(0, 1))
      await question.locator(`input[value=${JSON.stringify(one)}]`).check();
  }

  async function submit(page: Page) {
    await page.getByRole('button', { name: /^Submit/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Submit now' }).click();
    await seeResult(page);
  }

  it('goes on on another device after the browser was closed, and is graded whole', async () => {
    const openBrowser = await student();
    const phone = await openBrowser({ viewport: { width: 360, height: 740 } });
    await begin(phone);
    await ready(phone);
    const half = Math.ceil(keys.length / 2);
    for (const key of keys.slice(0, half)) await answer(phone, key);
    // The state alone may still be that of an answer before the last.
    await expect.poll(() => unsaved(phone)).toEqual([]);
    await isIn(phone, 'saved');
    await phone.context().close();

    const laptop = await openBrowser();
    await laptop.goto(about());
    await laptop.getByRole('link', { name: 'Go on with your attempt' }).click();
    await laptop.getByRole('button', { name: `Submit ${half} answers` }).waitFor();
    for (const key of keys.slice(half)) await answer(laptop, key);
    await submit(laptop);
    const result = await laptop.locator('main').textContent();
    expect(result).toContain('You passed');
    expect(result).toContain('100% right');
    await laptop.context().close();
  });

  it('loses nothing when the line is cut for some seconds and when the page is closed without one', async () => {
    const page = await (await student())();
    const attempt = await begin(page);
    await ready(page);
    const context = page.context();
    const [first, second, third] = keys;
    if (!first || !second || !third) throw new Error('The sample’s final test has ten questions.');
    await context.setOffline(true);
    await answer(page, first);
    await isIn(page, 'waiting');
    await answer(page, second);
    await context.setOffline(false);
    await isIn(page, 'saved');
    await context.setOffline(true);
    await answer(page, third);
    await page.close();
    await context.setOffline(false);
    const again = await context.newPage();
    await goOn(again);
    await isIn(again, 'saved');
    await again.getByRole('button', { name: 'Submit 3 answers' }).waitFor();
    const { rows } = await asAdmin(
      'select count(*)::int as saved from activity.attempt_answers where attempt_id = $1',
      [attempt],
    );
    expect(rows).toEqual([{ saved: 3 }]);
    await context.close();
  });

  it('handed in by one tab, is over in the other', async () => {
    const page = await (await student())();
    await begin(page);
    await ready(page);
    const other = await page.context().newPage();
    await goOn(other);
    const [first, second] = keys;
    if (!first || !second) throw new Error('The sample’s final test has ten questions.');
    await answer(page, first);
    await submit(page);
    await answer(other, second);
    await seeResult(other);
    expect(other.url()).toBe(page.url());
    await page.context().close();
  });

  it('is handed in by itself at the deadline, with what was typed last', async () => {
    const page = await (await student())();
    const attempt = await begin(page);
    await ready(page);
    await asAdmin(
      `update activity.user_test_attempts set deadline = clock_timestamp() + interval '8 seconds' where id = $1`,
      [attempt],
    );
    const blank = keys.find(({ type }) => type === 'fill_blank');
    if (!blank) throw new Error('The sample’s final test has a blank.');
    await answer(page, blank);
    await seeResult(page);
    const own = page.locator('dd').filter({ hasText: new RegExp(`^\\s*${blank.right[0]}\\s*$`) });
    expect(await own.count()).toBeGreaterThan(0);
    await page.context().close();
  });

  it('left alone, it is closed at its deadline with what was saved, and the page says so', async () => {
    const page = await (await student())();
    const attempt = await begin(page);
    await ready(page);
    const [first] = keys;
    if (first) await answer(page, first);
    await isIn(page, 'saved');
    await page.goto('/dashboard');
    await asAdmin(
      `update activity.user_test_attempts set started_at = clock_timestamp() - interval '40 minutes',
        deadline = clock_timestamp() - interval '31 seconds' where id = $1`,
      [attempt],
    );
    await page.goto(about());
    // Whoever comes before the sweep asks for the result by a button.
    const ask = page.getByRole('button', { name: 'See the result' });
    if ((await ask.count()) > 0) await ask.click();
    else await page.getByRole('link', { name: /^See the answers/ }).click();
    await seeResult(page);
    expect(await page.locator('main').textContent()).toContain('The time ran out.');
    await page.context().close();
  });

  it('can be saved, left and taken to its end without JavaScript', async () => {
    const page = await (await student())({ javaScriptEnabled: false });
    await begin(page);
    const half = Math.ceil(keys.length / 2);
    for (const key of keys.slice(0, half)) await answer(page, key);
    await page.getByRole('button', { name: 'Save and go on later' }).click();
    await page.getByText('Your answers are saved.').waitFor();
    await page.waitForLoadState();
    for (const key of keys.slice(half)) await answer(page, key);
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await seeResult(page);
    expect(await page.locator('main').textContent()).toContain('100% right');
    await page.context().close();
  });
});
