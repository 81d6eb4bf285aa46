import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { openDatabase } from '../scripts/lib/database.ts';
import { room } from '../scripts/lib/paths.ts';
import { freePort } from '../scripts/lib/ports.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { makeSecrets } from '../scripts/lib/secrets.ts';
import { loadCms } from '../scripts/testing/in-process.ts';
import { publishByHand } from './publish/by-hand.ts';
import { type LargeCourse, makeLargeCourse } from './publish/course.ts';
import { createByDocumentService } from './publish/document-service.ts';

/**
 * `npm run bench -- publish`: a publish, checks included, against the same rows written by hand in
 * SQL and against the same entries made by Strapi's Document Service; and how its time per lesson
 * and the memory of the process grow from 500 to 50,000 lessons.
 *
 * The publisher runs in this process on a temporary PostgreSQL without fsync, which both sides share.
 * The course was looked at in the admin before, as it is in real use, so its texts are known; what
 * the first look costs is reported as `first_check_ms`.
 */
const say = progress(Date.now, (line) => console.error(line));
const rounds = Number(process.env.BENCH_ROUNDS ?? 9);
const sizes = (process.env.BENCH_LESSONS ?? '500,5000,50000').split(',').map(Number);

await installRooms(say);
await buildRooms(say, { admin: false, learner: false });
const dataDir = mkdtempSync(path.join(tmpdir(), 'ourshiksha-bench-'));
chmodSync(dataDir, 0o711);
mkdirSync(path.join(dataDir, 'logs'));
const secrets = makeSecrets();
const server = await startPostgres({
  dataDir,
  port: await freePort(),
  password: secrets.postgres,
  durable: false,
});
try {
  const { urls } = await openDatabase(server.adminUrl, secrets);
  const strapi = await loadCms(urls, secrets, dataDir);
  const { publishCourse, publishStatus } = (await import(
    pathToFileURL(path.join(room('cms'), 'dist/src/plugins/publisher/server/index.js')).href
  )) as typeof import('../cms/src/plugins/publisher/server/index.ts');
  const guru = new Client({ connectionString: urls.guru });
  await guru.connect();

  const timed = async (work: () => Promise<unknown>): Promise<number> => {
    const began = performance.now();
    await work();
    return performance.now() - began;
  };
  const publish = async ({ documentId }: LargeCourse) => {
    const outcome = await publishCourse(strapi, documentId, { id: null, name: 'The bench' });
    if (outcome.kind !== 'published') throw new Error(JSON.stringify(outcome.problems.slice(0, 3)));
    return outcome;
  };

  say('A complete course of 500 lessons, notes of 2 to 20 KB');
  const complete = await makeLargeCourse(guru, 'Complete', {
    lessons: 500,
    notes: [2_000, 20_000],
    isComplete: true,
  });
  const firstCheck = await timed(() => publishStatus(strapi, complete.documentId));
  const laterCheck = await timed(() => publishStatus(strapi, complete.documentId));
  const { courseId, counts } = await publish(complete);
  await guru.query('analyze');
  const published: number[] = [];
  const byHand: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    published.push(await timed(() => publish(complete)));
    byHand.push(await timed(() => publishByHand(guru, complete.id, courseId, 3 + 2 * round)));
  }
  say(`Published in ${ms(median(published))}, by hand in ${ms(median(byHand))}`);

  say('The same entries by the Document Service');
  const entries = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const created = await timed(() => createByDocumentService(strapi, guru, complete.id));

  const perLesson: Record<number, number> = {};
  const memory: Record<number, number> = {};
  for (const lessons of sizes) {
    say(`${lessons} lessons, notes of 2 KB`);
    const course = await makeLargeCourse(guru, `Grown ${lessons}`, {
      lessons,
      notes: [2_000, 2_000],
      isComplete: false,
    });
    await publishStatus(strapi, course.documentId);
    await publish(course);
    await guru.query('analyze');
    const before = residentMegabytes();
    const times: number[] = [];
    let highest = before;
    const watch = setInterval(() => {
      highest = Math.max(highest, residentMegabytes());
    }, 20);
    for (let round = 0; round < (lessons > 10_000 ? 3 : rounds); round += 1)
      times.push(await timed(() => publish(course)));
    clearInterval(watch);
    perLesson[lessons] = median(times) / lessons;
    memory[lessons] = highest - before;
    say(
      `${ms(median(times))}, ${(perLesson[lessons] ?? 0).toFixed(3)} ms a lesson, ${memory[lessons]} MB more memory`,
    );
  }
  await guru.end();
  await strapi.destroy();
  const [smallest = 500, largest = 500] = [Math.min(...sizes), Math.max(...sizes)];
  console.log(
    JSON.stringify({
      ratio_sql: round(median(published) / median(byHand)),
      ratio_document_service: round(created / median(published)),
      growth_per_lesson: round((perLesson[largest] ?? 0) / (perLesson[smallest] ?? 1)),
      publish_ms: Math.round(median(published)),
      by_hand_ms: Math.round(median(byHand)),
      document_service_ms: Math.round(created),
      entries,
      first_check_ms: Math.round(firstCheck),
      later_check_ms: Math.round(laterCheck),
      ms_per_lesson: Object.fromEntries(
        Object.entries(perLesson).map(([lessons, time]) => [lessons, round(time, 4)]),
      ),
      memory_growth_mb: memory,
    }),
  );
} finally {
  await server.part.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
process.exit(0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
function ms(value: number): string {
  return `${Math.round(value)} ms`;
}
function residentMegabytes(): number {
  return Math.round(process.memoryUsage().rss / 1_000_000);
}
