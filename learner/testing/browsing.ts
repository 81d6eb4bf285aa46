import { mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect } from 'vitest';
import { findChromium } from '../../scripts/lib/chromium.ts';

/**
 * A browser in front of the built site. With SCREENSHOTS=<folder> every screen that is looked at is
 * also kept as a picture.
 */
const executablePath = findChromium(process.env);
const pictures = process.env.SCREENSHOTS;
const axeText = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const hasBrowser = Boolean(executablePath);

/** A visitor, or one of the fixture's people by the name in the mail address. */
export type Who = 'guest' | 'new' | 'begun' | 'ready' | 'done' | 'behind' | 'busy';

const LOOKS = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
);
/** Each width and each scheme once: what axe finds depends on one or the other, and axe is slow. */
const JUDGED = LOOKS.filter(({ width, scheme }) => (width === 360) === (scheme === 'light'));

/** axe is run from outside the page, so that our own content policy stays as it is. */
export async function problems(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await axeText);
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes
        .map(({ html }) => html)
        .join(' | ')
        .slice(0, 400)}`,
  );
}

/** The page as it stands now, in both widths and both schemes; pictures show all four together. */
export async function sound(page: Page, name: string): Promise<void> {
  for (const { width, scheme } of pictures ? LOOKS : JUDGED) {
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

export interface Browsing {
  readonly browser: Browser;
  /** A browser of its own for one person; `complaints` are the page's errors. */
  open(
    who: Who,
    options?: Parameters<Browser['newContext']>[0],
  ): Promise<{ context: BrowserContext; page: Page; complaints: string[] }>;
  logIn(page: Page, who: Who): Promise<void>;
  close(): Promise<void>;
}

export async function startBrowsing(url: string, people: readonly Who[]): Promise<Browsing> {
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      // Without a window it would fit letters to whole dots, which one with a window does not.
      '--font-render-hinting=none',
    ],
  });
  const states = new Map<Who, Awaited<ReturnType<BrowserContext['storageState']>>>();
  if (pictures) mkdirSync(pictures, { recursive: true });

  async function logIn(page: Page, who: Who) {
    await page.goto(`${url}/login`);
    await page.getByLabel('E-mail address').fill(`${who}@example.org`);
    await page.getByLabel('Password').fill('correct horse');
    await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
    await page.waitForURL('**/dashboard');
  }

  for (const who of people) {
    const context = await browser.newContext();
    await logIn(await context.newPage(), who);
    states.set(who, await context.storageState());
    await context.close();
  }
  return {
    browser,
    logIn,
    async open(who, options = {}) {
      const state = states.get(who);
      const context = await browser.newContext({
        ...options,
        ...(state && { storageState: state }),
      });
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('pageerror', ({ message }) => complaints.push(message));
      page.on('console', (entry) => {
        if (entry.type() === 'error' && !/status of 4|status of 5/.test(entry.text()))
          complaints.push(entry.text());
      });
      return { context, page, complaints };
    },
    close: () => browser.close(),
  };
}
