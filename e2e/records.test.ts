import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Client } from 'pg';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logIn, send, signUp } from '../scripts/testing/api.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { graduate } from '../scripts/testing/graduates.ts';
import { handIn, type SampleIds, sampleIds, takeTest } from '../scripts/testing/learners.ts';
import { type Students, studentsOf } from '../scripts/testing/students.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const axeSource = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'),
  'utf8',
);

/** How long a person would wait for a page of the admin on a slow machine. */
const patience = 30_000;

const records = '/admin/plugins/records';
const certificates = '/admin/plugins/certificates';

describe.runIf(hasBrowser)('an administrator and the records of learners', () => {
  let system: TestSystem;
  let database: Client;
  let students: Students;
  let ids: SampleIds;
  let browser: Browser;
  let page: Page;
  let asha: { user: number; id: number; email: string; token: string };
  let attempt: number;
  let submission: number;
  /** The number of a certificate that was replaced by another. */
  let replaced: string;

  const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
  const dialog = () => page.getByRole('alertdialog');
  /**
   * Presses a button that makes the admin say something. That stands for four seconds: the page itself
   * looks out for it.
   */
  const told = (words: string, press: Locator) =>
    Promise.all([
      page.waitForFunction((said) => document.body.textContent?.includes(said), words),
      press.click(),
    ]);
  // Who may agree is tested by the approvals; here it is their having agreed.
  const agree = () =>
    database.query(
      `select audit.carry_out(r, null, 'Two others', false) from audit.approvals r where state = 'waiting'`,
    );
  /** A student who has done what the course's certificate asks for and has none. */
  async function graduated(account: number, name: string): Promise<number> {
    const student = await students.add(account);
    await database.query('update activity.shishya_users set name = $2 where id = $1', [
      student,
      name,
    ]);
    const lessons = await database.query<{ id: number }>(
      'select distinct id from live.lessons where course_id = $1',
      [ids.course],
    );
    const of = { id: ids.course, lessons: lessons.rows.map(({ id }) => id) };
    await graduate(database, of, [student]);
    return student;
  }

  beforeAll(async () => {
    system = await startTestSystem({ sample: true });
    database = new Client({ connectionString: system.database.admin });
    await database.connect();
    students = studentsOf(system.database);
    ids = await sampleIds(database);
    const account = await signUp(system, 'Asha Rao');
    const { rows } = await database.query<{ id: number; user: number }>(
      'select id, user_id as user from activity.shishya_users where email = $1',
      [account.email],
    );
    asha = { ...account, id: rows[0]?.id ?? 0, user: rows[0]?.user ?? 0 };
    await students.rows(asha.user, 'select activity.enroll($1)', [ids.course]);
    attempt = await takeTest(students, database, asha.user, ids);
    submission = await handIn(
      students,
      asha.user,
      ids,
      'first',
      'I built a small one.\n<b>Not bold</b>',
    );
    browser = await launchBrowser();
    page = await browser.newPage({ baseURL: system.cmsUrl });
    page.setDefaultTimeout(patience);
    const { email, password } = system.credentials.administrator;
    await page.goto('/admin/auth/login');
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel(/^Password/).fill(password);
    await button('Login').click();
    await page.getByRole('link', { name: 'Learners', exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await students?.end();
    await database?.end();
    await system?.stop();
  });

  it('suspends a student, who is out at once, and reinstates them', {
    timeout: 120_000,
  }, async () => {
    const learn = async () =>
      (await send(system, 'GET', '/api/enrollments', { token: asha.token })).status;
    expect(await learn()).toBe(200);
    await page.getByRole('link', { name: 'Learners', exact: true }).click();
    await page.getByLabel('Name or e-mail address').fill('asha');
    await page.getByText('One entry').waitFor();
    await page.getByRole('link', { name: 'Asha Rao' }).click();
    await page.getByText('Signed in once').waitFor();
    await page.getByText(/submit test/).waitFor();

    await button('Suspend').click();
    expect(await dialog().getByRole('button', { name: 'Suspend' }).isDisabled()).toBe(true);
    await dialog().getByLabel('Reason').fill('Shared the account.');
    await told(
      'Asha Rao is suspended. No session is left.',
      dialog().getByRole('button', { name: 'Suspend' }),
    );
    await page.getByText('Not signed in anywhere').waitFor();
    await page.getByText(/Shared the account\./).waitFor();
    expect(await learn()).toBe(403);

    await button('Reinstate').click();
    await dialog().getByLabel('Reason').fill('It was her sister.');
    await told(
      'Asha Rao is active again and can sign in.',
      dialog().getByRole('button', { name: 'Reinstate' }),
    );
    // The sessions that were ended stay ended.
    expect(await learn()).toBe(401);
    asha.token = await logIn(system, asha.email);
    expect(await learn()).toBe(200);
  });

  it('tries a correction of a key, asks for it, and sees both results once it is approved', {
    timeout: 120_000,
  }, async () => {
    await page.goto(`${records}/attempts/${attempt}`);
    const { rows } = await database.query<{ id: number }>(
      `select id from live.questions where test_id = $1 and version = $2 and type = 'mcq' limit 1`,
      [ids.test, ids.version],
    );
    await page.goto(`${records}/keys/${rows[0]?.id}`);
    const draft = await page.getByText(/The draft’s answer, for orientation/).textContent();
    const options = await page
      .getByRole('radio')
      .evaluateAll((all) => all.map((radio) => (radio as HTMLButtonElement).value));
    const other = options.find((option) => !draft?.includes(option)) ?? '';
    await page.getByRole('radio', { name: other, exact: true }).click();
    await button('See who is affected').click();
    await page.getByText(/^One attempt of one student would change/).waitFor();
    await page.getByLabel('Reason').fill('The book was wrong.');
    await button('Ask for this correction').click();
    await told(
      'Two others are asked to agree',
      dialog().getByRole('button', { name: 'Ask for this correction' }),
    );
    await agree();
    await page.reload();
    await page.getByText('One attempt regraded').waitFor();

    await page.goto(`${records}/attempts/${attempt}`);
    await page.getByText('Regraded', { exact: true }).waitFor();
    await page.getByText('When submitted').waitFor();
    await page.getByText(/The book was wrong\./).waitFor();
  });

  it('asks before an earlier design takes the place of a changed one, and keeps that when a load fails', {
    timeout: 120_000,
  }, async () => {
    await page.goto(`${certificates}/designs`);
    const school = page.getByLabel(/^Name of the school/);
    const first = await school.inputValue();
    await school.fill('Another school');
    await button('Use this design from now on').click();
    await dialog().getByRole('button', { name: 'Use this design from now on' }).click();
    const earlier = button(/^Begin from this one: design \d+$/);
    await earlier.waitFor();
    await page.reload();
    await school.fill('Half a name');
    await earlier.click();
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    expect(await school.inputValue()).toBe('Half a name');
    await page.route(/\/designs\/\d+$/, (route) => route.abort(), { times: 1 });
    await earlier.click();
    await dialog().getByRole('button', { name: 'Discard and begin' }).click();
    await button('Try again').waitFor();
    expect(await school.inputValue()).toBe('Half a name');
    await button('Try again').click();
    await expect.poll(() => school.inputValue(), { timeout: patience }).toBe(first);
  });

  it('takes a submission from the queue and approves it', { timeout: 120_000 }, async () => {
    await page.goto(`${records}/reviews`);
    await page
      .getByRole('listitem')
      .or(page.getByRole('row'))
      .filter({ hasText: 'Asha Rao' })
      .getByRole('link')
      .click();
    await page.getByText('<b>Not bold</b>').waitFor();
    const link = page.getByRole('link', { name: /example\.com\/work/ });
    expect(await link.getAttribute('rel')).toContain('noopener noreferrer');
    await button('Take this review').click();
    // The form comes with the answer.
    await page.getByRole('checkbox').first().waitFor();
    for (const box of await page.getByRole('checkbox').all()) await box.click();
    expect(await page.getByRole('checkbox', { checked: false }).count()).toBe(0);
    expect(await button('Approve').isDisabled()).toBe(true);
    await page.getByLabel('Score, 0 to 100').fill('88');
    await page.getByLabel('Feedback for the student').fill('Neat work.');
    // What comes next is the review's mail, not the one that confirmed the address.
    system.mail.clear();
    await button('Approve').click();
    await dialog().getByRole('button', { name: 'Approve' }).click();
    await page.getByText(/^Decided by/).waitFor();
    const { rows } = await database.query(
      'select status, score, feedback from activity.user_project_submissions where id = $1',
      [submission],
    );
    expect(rows).toEqual([{ status: 'approved', score: 88, feedback: 'Neat work.' }]);
    const mail = await system.mail.nextMail(asha.email);
    expect(mail.subject).toContain('Approved');
  });

  it('checks the files of a certificate, has it replaced, and shows nothing of it at its successor', {
    timeout: 120_000,
  }, async () => {
    const student = await graduated(
      9001,
      'Dr. Venkatanarasimharajuvaripeta-Thiruvananthapuram Rao',
    );
    const issued = await database.query<{ number: string }>(
      `select activity.issue_for($1, $2, 'Ravi Registrar') as number`,
      [student, ids.course],
    );
    replaced = issued.rows[0]?.number ?? '';
    await page.goto(certificates);
    await page.getByRole('link', { name: replaced, exact: true }).click();
    // The page looks again by itself until the PDF is drawn; the marksheet is drawn after it.
    await page.getByText('Valid', { exact: true }).waitFor();
    const waiting = () => database.query('select from activity.papers_to_draw');
    await expect.poll(async () => (await waiting()).rowCount, { timeout: patience }).toBe(0);
    const files = page.getByRole('region', { name: 'Files' });
    await button('Check the files').click();
    await files.getByText('As it was issued').first().waitFor();
    expect(await files.getByText('As it was issued').count()).toBe(2);

    await button(`Ask to reissue certificate ${replaced}`).click();
    await dialog().getByLabel('Why, in a few words').fill('The name was wrong.');
    await dialog().getByLabel('Why, for those who decide').fill('She sent us her passport.');
    await told(
      'Two others are asked to agree',
      dialog().getByRole('button', { name: 'Ask to reissue' }),
    );
    await agree();
    await page.reload();
    await button('Check the files').click();
    await files.getByText('As it was issued').first().waitFor();
    await page.getByRole('link', { name: /^Replaced by / }).click();
    await page.getByRole('link', { name: `Takes the place of ${replaced}` }).waitFor();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe(replaced);
    expect(await page.getByRole('link', { name: /^Replaced by / }).count()).toBe(0);
    expect(await files.getByText('As it was issued').count()).toBe(0);
    expect(await button(`Ask to revoke certificate ${replaced}`).count()).toBe(0);
  });

  it('looks who earned a certificate without getting one, and issues to them to the end', {
    timeout: 120_000,
  }, async () => {
    await graduated(9002, 'Bela Rao');
    await page.getByRole('link', { name: 'Issue to a course', exact: true }).click();
    await page.getByRole('combobox', { name: 'Course' }).click();
    await page.getByRole('option').first().click();
    await button('See who would get one').click();
    await page.getByText(/^One student would get a certificate\. One more still misses/).waitFor();
    await page.getByText('Bela Rao', { exact: true }).waitFor();
    await button('Issue one certificate').click();
    await dialog().getByRole('button', { name: 'Issue one certificate' }).click();
    await page.getByText('1 of 1 students done').waitFor();
    await page.getByText('Done', { exact: true }).waitFor();
    const { rows } = await database.query(
      `select issued_by from activity.issued_certificates where student_name = 'Bela Rao'`,
    );
    expect(rows).toHaveLength(1);
    await page.getByRole('link', { name: 'All batches' }).click();
    await page.getByText('1 of 1', { exact: true }).waitFor();
  });

  // Each width and each scheme once: what axe finds depends on one or the other, and axe is slow.
  it('finds everything readable, wide in the dark and on a phone in the light, without scrolling sideways', {
    timeout: 300_000,
  }, async () => {
    const pages = [
      'records/students',
      `records/students/${asha.id}`,
      'records/enrollments',
      'records/attempts',
      `records/attempts/${attempt}`,
      'records/reviews',
      `records/reviews/${submission}`,
      `records/keys?course=${ids.course}&test=${ids.test}`,
      'approvals',
      'approvals?state=ended',
      'approvals/1',
      'certificates/register',
      `certificates/register/${replaced}`,
      'certificates/batches',
      'certificates/batches/1',
      'certificates/designs',
    ];
    await page.evaluate(() => localStorage.setItem('STRAPI_THEME', 'system'));
    const found: string[] = [];
    for (const path of pages) {
      await wear(page, 1280, 'dark');
      await page.goto(`/admin/plugins/${path}`);
      await page.locator('main h1').waitFor();
      const waits = page.locator('main').getByText(/^(Loading|Drawing the specimen)/);
      await waits.first().waitFor({ state: 'detached' });
      const dark = await ground(page);
      found.push(...(await complaints(page)).map((line) => `${path}, wide: ${line}`));
      await wear(page, 360, 'light');
      await expect.poll(() => ground(page), { timeout: patience }).not.toBe(dark);
      found.push(...(await complaints(page)).map((line) => `${path}, on a phone: ${line}`));
    }
    expect(found).toEqual([]);
  });
});

const wear = async (page: Page, width: number, colorScheme: 'dark' | 'light') => {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
};

/** The colour behind the page. */
const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds in the page's own part, Strapi's frame around it is not ours; and whether it scrolls sideways. */
async function complaints(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    // On its way from one theme to the other a colour is neither.
    for (const change of document.getAnimations())
      if (change instanceof CSSTransition) change.finish();
    const { axe } = globalThis as unknown as {
      axe: {
        run(context: string, options: object): Promise<{ violations: AxeViolation[] }>;
      };
    };
    const { violations } = await axe.run('main', { resultTypes: ['violations'] });
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => `${id} ${nodes.map(({ html }) => html).join(' ')}`),
      ...(scrollWidth > clientWidth ? [`${scrollWidth - clientWidth} px sideways`] : []),
    ];
  });
}
