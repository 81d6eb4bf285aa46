import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../cms/database/roles.ts';
import { hasBrowser, launchBrowser } from '../scripts/testing/browser.ts';
import { startTestSystem, type TestSystem } from '../scripts/testing/system.ts';

const entries = '/admin/content-manager/collection-types';

/** How long a person would wait for a page of the admin on a slow machine. */
const patience = 20_000;

describe.runIf(hasBrowser)('an editor in a browser', () => {
  let system: TestSystem;
  let browser: Browser;
  let page: Page;

  /** One value out of the database, as its administrator. */
  const value = (sql: string, ...parameters: unknown[]): Promise<unknown> =>
    withClient(system.database.admin, async (client) => {
      const { rows } = await client.query<unknown[]>({
        text: sql,
        values: parameters,
        rowMode: 'array',
      });
      return rows[0]?.[0];
    });

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const dialog = () => page.getByRole('alertdialog');

  /** Until it is saved. What the admin says of it stands for four seconds, maybe still from the time before. */
  async function save(): Promise<void> {
    const saved = page.waitForResponse(
      (reply) =>
        reply.url().includes('/content-manager/collection-types/') &&
        ['POST', 'PUT'].includes(reply.request().method()),
    );
    const [reply] = await Promise.all([saved, button('Save').click()]);
    expect(reply.ok()).toBe(true);
  }

  beforeAll(async () => {
    system = await startTestSystem({ sample: true });
    browser = await launchBrowser();
    page = await browser.newPage({ baseURL: system.cmsUrl });
    page.setDefaultTimeout(patience);
    const { email, password } = system.credentials.administrator;
    await page.goto('/admin/auth/login');
    await page.getByLabel(/^Email/).fill(email);
    await page.getByLabel(/^Password/).fill(password);
    await button('Login').click();
    await page.getByRole('link', { name: 'Publishing', exact: true }).waitFor();
  });
  afterAll(async () => {
    await browser?.close();
    await system?.stop();
  });

  it('changes a running course, sees what changed, publishes, and goes back and forth', async () => {
    const course = await value('select document_id from cms.draft_courses');
    const lesson = 'select document_id, title from cms.draft_lessons order by id limit 1';
    const oldTitle = await value(`select title from (${lesson}) l`);
    const newTitle = `${oldTitle}, retold`;
    const draftTitle = () => value(`select title from (${lesson}) l`);
    const liveTitle = () =>
      value(
        `select l.title from live.lessons l join live.courses c on c.id = l.course_id and c.version = l.version
        where l.title like $1`,
        `${oldTitle}%`,
      );

    await page.goto(`${entries}/api::lesson.draft-lesson/${await value(lesson)}`);
    await page.getByLabel('Title').fill(newTitle);
    await save();

    // The panel says how much changed, and the page behind it says what.
    await page.goto(`${entries}/api::course.draft-course/${course}`);
    await page.getByRole('link', { name: '1 change since version 1' }).click();
    await button(new RegExp(`^Lesson ${oldTitle}, retold Changed`)).click();
    await page.locator('ins', { hasText: ', retold' }).waitFor();

    await page.getByRole('link', { name: 'Edit the draft' }).click();
    await button('Publish version 2').click();
    await dialog().getByText('0 added, 0 removed, 0 moved, 1 changed').waitFor();
    await dialog().getByLabel('Message').fill('The first lesson is told anew.');
    await dialog().getByRole('button', { name: 'Publish version 2' }).click();
    await page.getByText('No changes since version 2').waitFor();
    expect(await liveTitle()).toBe(newTitle);

    await page.getByRole('link', { name: 'Publishing', exact: true }).click();
    await button(/^Details: Published/)
      .first()
      .click();
    await page.getByText('The first lesson is told anew.').waitFor();
    await page.getByRole('link', { name: 'See what changed' }).click();
    await button(/^Lesson .* Changed/).waitFor();

    await page.getByRole('tab', { name: 'Versions' }).click();
    const version = (number: number) =>
      page
        .getByRole('listitem')
        .filter({ has: page.getByRole('heading', { name: `Version ${number}` }) });
    await version(1).getByRole('button', { name: 'Roll back to this' }).click();
    await dialog().getByLabel('Message').fill('The old one was better.');
    await dialog().getByRole('button', { name: 'Go live as version 3' }).click();
    await version(3).getByText('Live', { exact: true }).waitFor();
    expect(await liveTitle()).toBe(oldTitle);
    expect(await draftTitle()).toBe(newTitle);

    // What would be lost is named before it is, and comes back afterwards.
    await version(1).getByRole('button', { name: 'Restore into the drafts' }).click();
    await dialog().getByText(`Lesson “${oldTitle}”: goes back to its older text`).waitFor();
    await dialog().getByRole('button', { name: 'Restore' }).click();
    await page.getByText(/^Version 1 was restored into the drafts by/).waitFor();
    expect(await draftTitle()).toBe(oldTitle);
    await button('Undo the restore').click();
    await dialog().getByRole('button', { name: 'Undo the restore' }).click();
    await page.getByText(/^Version 1 was restored/).waitFor({ state: 'detached' });
    expect(await draftTitle()).toBe(newTitle);
  });

  it('makes a course by the forms and publishes it', async () => {
    const make = async (
      subject: string,
      title: RegExp,
      text: string,
      parent?: [RegExp, string],
    ) => {
      await page.goto(`${entries}/api::${subject}.draft-${subject}/create`);
      await page.getByLabel(title).fill(text);
      if (parent !== undefined) {
        const [relation, name] = parent;
        await page.getByRole('combobox', { name: relation }).click();
        await page.getByRole('option', { name }).click();
      }
      await save();
      await page.waitForURL(/[a-z0-9]{24}$/);
    };
    await make('course', /^Name/, 'Knots');
    const course = page.url();
    await make('module', /^Title/, 'Loops', [/^Course/, 'Knots']);
    await make('lesson', /^Title/, 'The bowline', [/^Module/, 'Loops']);

    await page.goto(course);
    await page.getByText('Never published').waitFor();
    // What stops it is named, and gone as soon as it is solved; a warning does not stop it.
    const missing = page.getByRole('link', { name: 'needs a description' });
    await missing.waitFor();
    expect(await button('Publish version 1').isDisabled()).toBe(true);
    await page.getByLabel('Short description').fill('Four knots for life.');
    await save();
    await missing.waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'has no notes' }).waitFor();
    await button('Publish version 1').click();
    await dialog().getByRole('button', { name: 'Publish version 1' }).click();
    await page.getByText('No changes since version 1').waitFor();
    expect(
      await value(
        `select l.title from live.lessons l join live.course_contents c on c.id = l.course_id and c.version = l.version
        where c.name = 'Knots'`,
      ),
    ).toBe('The bowline');
  });

  it('takes a version out as a file and brings it in as a new course', async () => {
    const course = await value('select document_id from cms.draft_courses order by id limit 1');
    await page.goto(`/admin/plugins/publisher/courses/${course}?tab=versions`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      button('Export').last().click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.zip$/);

    await page.getByRole('link', { name: 'Publishing', exact: true }).click();
    await button('Import a course').click();
    await dialog()
      .getByLabel('Bundle file')
      .setInputFiles(await download.path());
    await dialog().getByRole('button', { name: 'Import' }).click();
    await page.waitForURL(/draft-course\/[a-z0-9]{24}$/);
    await page.getByText('Never published').waitFor();
    expect(page.url()).not.toContain(String(course));
  });
});
