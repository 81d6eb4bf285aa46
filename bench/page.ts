import { gzipSync } from 'node:zlib';
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from '../scripts/lib/chromium.ts';
import { progress } from '../scripts/lib/progress.ts';
import { Refusal } from '../scripts/lib/refusal.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { whenAskedToStop } from '../scripts/lib/stopping.ts';
import { startSystem, throwAwaySettings } from '../scripts/lib/system.ts';
import { percentile } from './readers/load.ts';

/**
 * `npm run bench -- page`: what a student with a cheap phone waits for a lesson.
 *
 * The sample course's first lesson, signed in, in Chromium with an empty cache, its processor slowed
 * four times, 1.6 Mbit/s and 150 ms round trip, in a window of 360 px. One cms, one learner site, one
 * PostgreSQL and the browser share the machine. Figures are medians; `js_kb` is the sum of all scripts
 * the page loads, each compressed by gzip, and `cls` the worst of all runs.
 */
const say = progress(Date.now, (line) => console.error(line));
const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
/** A page is measured until so long after its load event, in milliseconds. */
const settle = 1500;

interface Figures {
  readonly lcp: number;
  readonly cls: number;
  readonly scriptBytes: number;
  readonly requests: number;
}

const executablePath = findChromium(process.env);
if (executablePath === undefined)
  throw new Refusal('No Chromium was found. Install one, or name it by CHROMIUM_PATH.');
await installRooms(say);
await buildRooms(say, { admin: false, learner: true });
const settings = await throwAwaySettings();
const { signal } = whenAskedToStop();
const system = await startSystem({ ...settings, prepare: false, say }, signal);
const undo: (() => Promise<unknown>)[] = [() => system.stop()];
try {
  const browser = await chromium.launch({
    executablePath,
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  });
  undo.unshift(() => browser.close());
  const { state, lesson } = await enrolled(browser);
  say(`Opening ${lesson} ${rounds} times`);
  const runs: Figures[] = [];
  for (let n = 0; n < rounds; n += 1) {
    const run = await measure(browser, state, lesson);
    say(`${run.lcp.toFixed(0)} ms, ${run.requests} requests`);
    runs.push(run);
  }
  const of = (pick: (run: Figures) => number) => runs.map(pick);
  console.log(
    JSON.stringify({
      lcp_ms: Math.round(
        percentile(
          of(({ lcp }) => lcp),
          0.5,
        ),
      ),
      cls: Number(Math.max(...of(({ cls }) => cls)).toFixed(4)),
      js_kb: Number(
        (
          percentile(
            of(({ scriptBytes }) => scriptBytes),
            0.5,
          ) / 1000
        ).toFixed(1),
      ),
      requests: percentile(
        of(({ requests }) => requests),
        0.5,
      ),
      rounds,
    }),
  );
} finally {
  for (const step of undo) await step();
}

/** The demo student's session, and the address of the first lesson. */
async function enrolled(browser: Browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const { email, password } = system.credentials.student;
  await page.goto(`${system.learnerUrl}/login`);
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('main').getByRole('button', { name: 'Log in' }).click();
  await page.waitForURL('**/dashboard');
  await page.goto(system.learnerUrl);
  await page.locator('a[href^="/courses/"]').first().click();
  await page.getByRole('button', { name: /Enrol/ }).first().click();
  await page.waitForURL('**/lessons/*');
  const found = { state: await context.storageState(), lesson: page.url() };
  await context.close();
  return found;
}

type State = Awaited<ReturnType<typeof enrolled>>['state'];

/** One visit with nothing cached, on a slow machine and a slow line. */
async function measure(browser: Browser, storageState: State, address: string): Promise<Figures> {
  const context = await browser.newContext({
    storageState,
    viewport: { width: 360, height: 740 },
    deviceScaleFactor: 2,
    isMobile: true,
    hasTouch: true,
  });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await devtools.send('Network.enable');
    await devtools.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 150,
      downloadThroughput: 1_600_000 / 8,
      uploadThroughput: 1_600_000 / 8,
    });
    await page.addInitScript(() => {
      const seen = { lcp: 0, cls: 0 };
      Object.assign(window, { seen });
      new PerformanceObserver((list) => {
        for (const { startTime } of list.getEntries()) seen.lcp = startTime;
      }).observe({ type: 'largest-contentful-paint', buffered: true });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
          seen.cls += entry.value;
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const scripts: Promise<Buffer>[] = [];
    let requests = 0;
    page.on('response', (response) => {
      requests += 1;
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await page.goto(address, { waitUntil: 'load' });
    await page.waitForTimeout(settle);
    const { lcp, cls } = await page.evaluate(
      () => (window as unknown as { seen: { lcp: number; cls: number } }).seen,
    );
    const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).byteLength);
    return { lcp, cls, requests, scriptBytes: sizes.reduce((sum, size) => sum + size, 0) };
  } finally {
    await context.close();
  }
}
