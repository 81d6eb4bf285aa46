import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../scripts/lib/ports.ts';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { cmsUrl, startLearner } from '../scripts/lib/services.ts';
import { whenAskedToStop } from '../scripts/lib/stopping.ts';
import { startSystem, throwAwaySettings } from '../scripts/lib/system.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { editEdition, editionIn, makeEditionCourse } from './readers/edition.ts';
import { percentile, type Reading, read, startReaders } from './readers/load.ts';

/**
 * `npm run bench -- readers`: what anonymous readers notice of a publish of 5,000 lessons.
 *
 * One cms, two learner sites, one PostgreSQL and the readers share the machine. First an editor
 * publishes again and again while nobody reads: how long until the second learner site shows it?
 * Then readers come at a steady pace, first while nothing is published, then while one version
 * after the other is. A wait counts from when the reader came. Only readers who came while a
 * publish ran, or until its version was seen, count as reading during it.
 */
const say = progress(Date.now, (line) => console.error(line));

const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const lessons = setting('BENCH_LESSONS', 5000);
const wanted = setting('BENCH_READS', 100_000);
const perSecond = setting('BENCH_PER_SECOND', 400);
const publishes = setting('BENCH_PUBLISHES', 25);
const idleSeconds = setting('BENCH_IDLE_SECONDS', 30);
/** Of so many readers one opens the course's page, with all its lessons; the others the catalogue. */
const coursePageEvery = 20;

await installRooms(say);
await buildRooms(say, { admin: false, learner: true });
const settings = await throwAwaySettings();
const { signal } = whenAskedToStop();
const system = await startSystem({ ...settings, fill: 'accounts', prepare: false, say }, signal);
const undo: (() => Promise<unknown>)[] = [() => system.stop()];
try {
  const learner = {
    host: '127.0.0.1',
    port: await freePort(),
    cmsUrl: system.cmsUrl,
    logsFolder: path.join(system.dataDir, 'logs'),
  };
  const second = await startLearner(learner);
  undo.unshift(() => second.stop());
  const sites = [system.learnerUrl, cmsUrl(learner)] as const;

  const guru = new Client({ connectionString: system.database.guru });
  await guru.connect();
  undo.unshift(() => guru.end());
  const token = await signInAdministrator(system.cmsUrl, system.credentials.administrator);
  say(`Writing a draft course of ${lessons} lessons`);
  const course = await makeEditionCourse(guru, lessons);

  let edition = 0;
  /** Publishes the next edition; milliseconds the editor waited. */
  const publish = async (): Promise<number> => {
    const began = performance.now();
    const response = await fetch(
      `${system.cmsUrl}/publisher/courses/${course.documentId}/publish`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
        signal,
      },
    );
    const outcome = (await response.json()) as { kind?: string };
    if (outcome.kind !== 'published')
      throw new Error(
        `The publish answers ${response.status}: ${JSON.stringify(outcome).slice(0, 500)}`,
      );
    return performance.now() - began;
  };
  const edit = async () => {
    edition += 1;
    await editEdition(guru, edition);
  };

  await edit();
  say(`First publish: ${(await publish()).toFixed(0)} ms`);
  const addressOf = async (site: string): Promise<URL> => {
    for (;;) {
      const link = /href="(\/courses\/[^"]+)"/.exec((await read(site)).toString('utf8'))?.[1];
      if (link) return new URL(link, site);
      await pause(50, undefined, { signal });
    }
  };
  const coursePages = [await addressOf(sites[0]), await addressOf(sites[1])] as const;

  /** Waits until the second site shows the edition, in the catalogue and on the course's page. */
  const seen = async (): Promise<number> => {
    const began = performance.now();
    for (const address of [sites[1], coursePages[1]]) {
      while (!(await read(address)).includes(`edition ${edition}.`)) {
        await pause(5, undefined, { signal });
      }
    }
    return performance.now() - began;
  };

  say(`Publishing ${publishes} times while nobody reads`);
  const waits: number[] = [];
  const durations: number[] = [];
  for (let n = 0; n < publishes; n += 1) {
    await edit();
    durations.push(await publish());
    waits.push(await seen());
  }
  say(
    `Published to seen: median ${percentile(waits, 0.5).toFixed(0)} ms, 95th percentile ${percentile(waits, 0.95).toFixed(0)} ms; a publish takes ${percentile(durations, 0.5).toFixed(0)} ms`,
  );

  /**
   * What was read in each place, a page that came again counted with the one before it. They are
   * looked through at the end: that takes milliseconds a page, which readers would have to wait.
   */
  const pages: { page: Buffer; times: number }[][] = [[], [], [], []];
  const visit = async (reader: number): Promise<void> => {
    const site = reader % 2;
    const kind = reader % (2 * coursePageEvery) < 2 ? 1 : 0;
    const page = await read((kind === 1 ? coursePages[site] : sites[site]) ?? sites[0]);
    const place = pages[site * 2 + kind];
    const last = place?.at(-1);
    if (last?.page.equals(page)) last.times += 1;
    else place?.push({ page, times: 1 });
  };
  const idle = async (): Promise<number[]> => {
    const readers = startReaders(perSecond, visit);
    await pause(idleSeconds * 500, undefined, { signal });
    return (await readers.stop()).map(({ took }) => took);
  };

  say(`${perSecond} readers a second while nothing is published`);
  await idle();
  const before = await idle();

  say(`The same while one version after the other is published, until ${wanted} have read`);
  const windows: { from: number; to: number }[] = [];
  const busyWaits: number[] = [];
  const during = (readings: readonly Reading[]) =>
    readings.filter(({ due }) => windows.some(({ from, to }) => due >= from && due <= to));
  const readers = startReaders(perSecond, visit);
  const source: Buffer[] = [];
  let time = 0;
  while ((time * perSecond) / 1000 < wanted) {
    await edit();
    const from = performance.now();
    const published = new AbortController();
    const reading = readSource(published.signal);
    await publish();
    busyWaits.push(await seen());
    windows.push({ from, to: performance.now() });
    published.abort();
    await reading;
    time = windows.reduce((sum, window) => sum + window.to - window.from, 0);
    if (windows.length % 10 === 0)
      say(`${windows.length} publishes, ${Math.round((time * perSecond) / 1000)} readers`);
  }
  const busy = during(await readers.stop()).map(({ took }) => took);
  const after = await idle();

  /** What the learner sites read, asked of the cms itself twice a second until `over`. */
  async function readSource(over: AbortSignal): Promise<void> {
    const id = /\/courses\/(\d+)/.exec(coursePages[0].pathname)?.[1];
    while (!over.aborted) {
      source.push(await read(`${system.cmsUrl}/api/courses/${id}`));
      await pause(500, undefined, { signal: over }).catch(() => undefined);
    }
  }

  say('Looking through what was read');
  const isMixed = (page: Buffer) => editionIn(page.toString('utf8'), course) === null;
  let mixed = source.filter(isMixed).length;
  for (const { page, times } of pages.flat()) if (isMixed(page)) mixed += times;

  const quiet = [...before, ...after];
  const round = (value: number, digits = 1) => Number(value.toFixed(digits));
  const figures = {
    bench: 'readers',
    lessons,
    readers_per_second: perSecond,
    reads: busy.length,
    reads_of_the_cms: source.length,
    publishes_while_read: windows.length,
    mixed_pages: mixed,
    p50_idle_ms: round(percentile(quiet, 0.5), 2),
    p50_publish_ms: round(percentile(busy, 0.5), 2),
    p99_idle_ms: round(percentile(quiet, 0.99)),
    p99_publish_ms: round(percentile(busy, 0.99)),
    p99_ratio: round(percentile(busy, 0.99) / percentile(quiet, 0.99), 2),
    publish_ms: round(percentile(durations, 0.5), 0),
    visible_publishes: waits.length,
    visible_p50_ms: round(percentile(waits, 0.5), 0),
    visible_p95_ms: round(percentile(waits, 0.95), 0),
    visible_p95_while_read_ms: round(percentile(busyWaits, 0.95), 0),
  };
  console.log(JSON.stringify(figures));
} finally {
  for (const step of undo) await step();
}
