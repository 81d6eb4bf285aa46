import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** What axe finds on the page as it stands, one line a violation. */
async function violations(page: Page): Promise<string[]> {
  // Through the debugger, not as a script tag, because the site's CSP allows no foreign script.
  await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: AxeViolation[] }> };
    };
    return (await axe.run()).violations;
  });
  return found.map(({ id, nodes }) => `${page.url()}: ${id} at ${nodes[0]?.target.join(' ')}`);
}

/** The right answers by question text, read as nobody but the database's administrator can. */
function readKeys(system: TestSystem): Promise<Map<number, string>> {
  return withClient(system.database.admin, async (client) => {
    const { rows } = await client.query<{ question_id: number; correct_answer: string }>(
      'select question_id, correct_answer from keys.question_keys',
    );
    return new Map(rows.map((row) => [row.question_id, row.correct_answer]));
  });
}

/** Answers the open test question by question, as a person would, and submits. */
async function takeTest(page: Page, keys: ReadonlyMap<number, string>): Promise<void> {
  await page.getByRole('button', { name: /^(Begin the test|Try again)$/ }).click();
  const player = page.locator('form.player');
  // The player has taken over from the plain form; before that, “Next” is not heard.
  await player.locator('input[name="confirmed"][value="yes"]').waitFor({ state: 'attached' });
  const total = await player.locator('fieldset.question').count();
  for (let index = 0; index < total; index += 1) {
    const question = player.locator('fieldset.question[data-current]');
    const field = question.locator('input').first();
    const id = Number(/\d+/.exec((await field.getAttribute('name')) ?? '')?.[0]);
    const answer = keys.get(id) ?? '';
    if ((await field.getAttribute('type')) === 'radio') {
      await question.locator(`input[value=${JSON.stringify(answer)}]`).check();
    } else {
      await field.fill(`  ${answer.toUpperCase()} `);
    }
    if (index < total - 1) await page.getByRole('button', { name: 'Next', exact: true }).click();
  }
  await page.getByRole('button', { name: `Submit ${total} answers` }).click();
  await page.getByRole('button', { name: 'Submit now' }).click();
  await page.waitForURL(/\/attempts\/\d+/);
}

describe.runIf(hasBrowser)('a student in a browser', () => {
  let system: TestSystem;
  let browser: Browser;

  beforeAll(async () => {
    system = await startTestSystem({ learner: true, sample: true });
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('goes from registering to a certificate that anybody can verify', {
    timeout: 240_000,
  }, async () => {
    const page = await browser.newPage({ baseURL: system.learnerUrl });
    const email = 'asha@student.example';
    const password = 'five plain little words';
    const seen: string[] = [];
    const look = async () => void seen.push(...(await violations(page)));

    await page.goto('/');
    await look();
    await page
      .getByRole('link', { name: /How Computers Think/ })
      .first()
      .click();
    await page.waitForURL(/\/courses\//);
    await look();
    await page.goto('/register');
    await look();
    await page.getByLabel('Your name').fill('आशा शर्मा');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('main button.button').first().click();
    await page.waitForURL(/check-mail/);
    await look();
    const link = /https?:\/\/\S+\/confirm\S+/.exec((await system.mail.nextMail(email)).text)?.[0];
    await page.goto(link ?? 'about:blank');
    await look();
    await page.locator('main button.button').first().click();
    await page.locator('main a[href="/login"]').first().waitFor();
    await look();

    await page.goto('/login');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.locator('main button.button').first().click();
    await page.waitForURL(/dashboard/);
    await look();

    await page.goto('/');
    await page
      .getByRole('link', { name: /How Computers Think/ })
      .first()
      .click();
    await page.locator('form[action$="/enroll"] button').first().click();
    await page.waitForURL(/\/learn\/\d+\/lessons\/\d+/);
    await look();

    const outline = await page
      .locator('a[href^="/learn/"]')
      .evaluateAll((links) => [...new Set(links.map((link) => link.getAttribute('href') ?? ''))]);
    const part = (kind: string) => outline.filter((path) => path.includes(`/${kind}/`));
    expect(part('lessons').length).toBe(8);
    for (const lesson of part('lessons')) {
      await page.goto(lesson);
      await page.getByRole('button', { name: /^Mark as done/ }).click();
      await page.waitForLoadState();
    }
    for (const other of [...part('labs'), ...part('projects')]) {
      await page.goto(other);
      await look();
    }

    const keys = await readKeys(system);
    expect(part('tests').length).toBe(4);
    for (const test of part('tests')) {
      await page.goto(test);
      await look();
      await takeTest(page, keys);
      expect(await page.getByText('You passed').count()).toBe(1);
      await look();
    }

    const courseId = /\d+/.exec(outline[0] ?? '')?.[0];
    await page.goto(`/learn/${courseId}/certificate`);
    await look();
    await page.getByText('Certificate number').first().waitFor();
    // The page looks for it at longer and longer intervals, the last after 42 seconds.
    await page.getByRole('link', { name: 'Download as PDF' }).waitFor({ timeout: 90_000 });
    await look();
    const address = await page.getByLabel('Link to your certificate').inputValue();
    const pdf = await page.request.get(`${address}.pdf`);
    expect(pdf.headers()['content-type']).toContain('application/pdf');

    const stranger = await browser.newPage({ baseURL: system.learnerUrl });
    const shown = async () => (await stranger.locator('main').textContent()) ?? '';
    await stranger.goto(address);
    expect(await shown()).toContain('आशा शर्मा');
    expect(await stranger.getByText('This certificate is valid').count()).toBe(1);
    seen.push(...(await violations(stranger)));
    const number = /OS-\d{4}-\d{6,}-\d/.exec(await shown())?.[0] ?? '';
    await stranger
      .getByLabel('PDF of a certificate or marksheet')
      .setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: await pdf.body() });
    await stranger.getByText('This is the PDF that was issued').waitFor();
    await stranger.goto(`/verify?number=${number}`);
    expect(await stranger.getByText('This certificate is valid').count()).toBe(1);
    expect(await shown()).not.toContain('आशा');
    seen.push(...(await violations(stranger)));
    await stranger.goto('/certificates/OS-2026-00000-00000');
    expect(await stranger.getByText('No certificate has this number').count()).toBe(1);
    seen.push(...(await violations(stranger)));

    expect(seen).toEqual([]);
  });
});
