import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messages } from '../src/messages/index.ts';
import { type Browsing, hasBrowser, sound, startBrowsing } from './browsing.ts';
import { type Site, startSite } from './site.ts';

/** Handing a project in on the built site, in front of the fixture. */
const text = messages.handIn;
const file = (name: string) => ({
  name,
  mimeType: 'text/html',
  buffer: Buffer.alloc(100, 'x'),
});

describe.runIf(hasBrowser)('a project', () => {
  let site: Site;
  let browsing: Browsing;
  beforeAll(async () => {
    site = await startSite();
    browsing = await startBrowsing(site.url, ['new', 'begun', 'ready', 'done', 'behind']);
  });
  afterAll(async () => {
    await browsing?.close();
    await site?.close();
  });

  const visit = (page: Page) => page.goto(`${site.url}/learn/1/projects/501`);
  const unfold = (page: Page) =>
    page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true;
    });

  it.each([
    ['begun', 'not-handed-in'],
    ['behind', 'waiting'],
    ['ready', 'rejected'],
    ['done', 'approved'],
  ] as const)('of “%s” looks right in every width and colour', async (who, name) => {
    const { context, page, complaints } = await browsing.open(who);
    await visit(page);
    await unfold(page);
    await sound(page, `project-${name}`);
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('is handed in with files by a script, without leaving what was typed', async () => {
    const { context, page } = await browsing.open('begun');
    await visit(page);
    await page.getByLabel(text.notesLabel).fill('Three birds.');
    await page.getByLabel(text.choose).setInputFiles([file('tea.html'), file('style.css')]);
    await page.getByRole('button', { name: text.add }).click();
    await page.getByText(text.added(2)).waitFor();
    await page.getByRole('button', { name: text.removeFile('style.css') }).click();
    await page.getByText(text.added(1)).waitFor();
    await page.getByLabel(text.choose).setInputFiles([file('program.exe')]);
    await page.getByRole('button', { name: text.add }).click();
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor();
    expect(await page.getByLabel(text.notesLabel).inputValue()).toBe('Three birds.');
    await sound(page, 'project-files');
    await page.getByRole('button', { name: text.submit, exact: true }).click();
    await page.getByText(text.sent).waitFor();
    await page.waitForLoadState();
    await unfold(page);
    expect(await page.getByRole('link', { name: 'tea.html' }).count()).toBe(1);
    await context.close();
  });

  it('tells what is too large before it is sent', async () => {
    const { context, page } = await browsing.open('ready');
    await visit(page);
    const sent: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') sent.push(request.url());
    });
    // From the disk, where it takes no room: in memory all of it would be sent to the browser first.
    const folder = mkdtempSync(path.join(tmpdir(), 'ourshiksha-large-'));
    const large = path.join(folder, 'large.pdf');
    writeFileSync(large, '');
    truncateSync(large, 21 * 1024 * 1024);
    await page.getByLabel(text.choose).setInputFiles(large);
    await page.getByRole('button', { name: text.add }).click();
    await page.getByText(text.tooLargeHere('large.pdf', 20 * 1024 * 1024)).waitFor();
    expect(sent).toEqual([]);
    await context.close();
    rmSync(folder, { recursive: true });
  });

  it('is handed in where there is no JavaScript, and replaced while nobody reviews', async () => {
    const { context, page } = await browsing.open('behind', { javaScriptEnabled: false });
    await visit(page);
    await page.getByText(text.replace).click();
    await page.getByLabel(text.choose).setInputFiles([file('program.exe')]);
    await page.getByRole('button', { name: text.add }).click();
    await page.getByText(text.nothingAdded).waitFor();
    await page.getByLabel(text.choose).setInputFiles([file('tea.html')]);
    await page.getByRole('button', { name: text.add }).click();
    await page.getByText(text.added(1)).waitFor();
    await page.getByLabel(text.url).fill('not a link');
    await page.getByRole('button', { name: text.submit, exact: true }).click();
    await page.getByRole('alert').first().waitFor();
    expect(await page.getByLabel(text.url).inputValue()).toBe('not a link');
    await page.getByLabel(text.url).fill('example.org/tea');
    await page.getByRole('button', { name: text.submit, exact: true }).click();
    await page.getByText(text.sent).waitFor();
    await page.waitForLoadState();
    expect(await page.getByText(text.replaced, { exact: true }).count()).toBe(1);
    await page.getByText(text.number(2)).click();
    expect(await page.getByRole('link', { name: 'https://example.org/tea' }).count()).toBe(1);
    await context.close();
  });

  it('keeps ticks beside its steps on the device', async () => {
    const { context, page } = await browsing.open('done');
    await visit(page);
    await page.getByLabel(messages.project.stepDone(1)).check();
    await page.reload();
    expect(await page.getByLabel(messages.project.stepDone(1)).isChecked()).toBe(true);
    expect(await page.getByLabel(messages.project.stepDone(2)).isChecked()).toBe(false);
    await context.close();
  });

  it('that was approved or is a preview has no form', async () => {
    const { context, page } = await browsing.open('done');
    await visit(page);
    expect(await page.getByRole('button', { name: text.submit, exact: true }).count()).toBe(0);
    await context.close();
  });
});
