import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { room } from '../scripts/lib/paths.ts';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';

/**
 * `npm run bench -- lab`: a small lab of each language in the jail, from asking for a place to having
 * everything that was seen, beside the same program in the same runtime without a process around it.
 *
 * Each run finds a loaded process, as a student does who opened the lab before; `cold` is the first one,
 * which finds none. `runs_per_second` is JavaScript from eight students at once without pauses, so most
 * of those wait for a process to load. The database's verdict, some milliseconds, is not in it.
 */
const say = progress(Date.now, (line) => console.error(line));
const rounds = Number(process.env.BENCH_ROUNDS ?? 15);

await installRooms(say);
await buildRooms(say, { admin: false, learner: false });
const compiled = (file: string) =>
  pathToFileURL(path.join(room('cms'), 'dist/src/lib/lab-runner', file)).href;
const { LabRunner } = (await import(
  compiled('runner.js')
)) as typeof import('../cms/src/lib/lab-runner/runner.ts');
type Task = import('../cms/src/lib/lab-runner/task.ts').LabTask;
type Loaded = import('../cms/src/lib/lab-runner/inmate/runtime.ts').LoadedRuntime;

const ignore = () => undefined;
const scriptOf = async () =>
  (
    (await import(
      compiled('inmate/script.js')
    )) as typeof import('../cms/src/lib/lab-runner/inmate/script.ts')
  ).loadScript(ignore);
const pythonOf = async () =>
  (
    (await import(
      compiled('inmate/python.js')
    )) as typeof import('../cms/src/lib/lab-runner/inmate/python.ts')
  ).loadPython(ignore);
const sqlOf = async () =>
  (
    (await import(
      compiled('inmate/sql.js')
    )) as typeof import('../cms/src/lib/lab-runner/inmate/sql.ts')
  ).loadSql(ignore);
const pageOf = async () =>
  (
    (await import(
      compiled('inmate/page.js')
    )) as typeof import('../cms/src/lib/lab-runner/inmate/page.ts')
  ).loadPage();

const labs: readonly { name: string; load: () => Promise<Loaded>; task: Task }[] = [
  {
    name: 'js',
    load: scriptOf,
    task: {
      runtime: 'javascript',
      setup: '',
      code: `function fibonacci(n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }
        for (let n = 0; n < 15; n += 1) console.log(n, fibonacci(n));`,
      expressions: ['fibonacci(10)', 'fibonacci(15)', '[0, 1, 2].map(fibonacci)'],
    },
  },
  {
    name: 'python',
    load: pythonOf,
    task: {
      runtime: 'python',
      setup: '',
      code: `def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)
for n in range(15):
    print(n, fibonacci(n))`,
      expressions: ['fibonacci(10)', 'fibonacci(15)', '[fibonacci(n) for n in range(3)]'],
    },
  },
  {
    name: 'html',
    load: pageOf,
    task: {
      runtime: 'html',
      setup: '',
      code: `<style>li { color: red }</style><ul>${'<li>A bird</li>'.repeat(50)}</ul>`,
      expressions: ['li', 'li {color}', 'ul > li:first-child'],
    },
  },
  {
    name: 'sql',
    load: sqlOf,
    task: {
      runtime: 'sql',
      setup: '',
      code: `drop table if exists bird; create table bird (id int, name text);
        insert into bird select n, 'bird ' || n from generate_series(1, 100) n;
        select count(*) from bird;`,
      expressions: ['select max(id) from bird', 'select name from bird where id < 4 order by id'],
    },
  },
];

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};
const quantile = (times: readonly number[], share: number): number => {
  const sorted = [...times].sort((a, b) => a - b);
  const found = sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return Math.round(found * 10) / 10;
};

const runner = new LabRunner({ log: say });
const figures: Record<string, number> = {};
for (const { name, load, task } of labs) {
  const jailed = () =>
    runner.withPlace('a student', async (run) => {
      const seen = await run(task);
      if (seen.status !== 'finished') throw new Error(`${name}: ${seen.status} ${seen.error}`);
    });
  figures[`${name}_cold_ms`] = Math.round(await timed(jailed));
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await runner.prepare(task.runtime);
    times.push(await timed(jailed));
  }
  const bare: number[] = [];
  const began = performance.now();
  let runtime = await load();
  figures[`${name}_bare_load_ms`] = Math.round(performance.now() - began);
  for (let round = 0; round < rounds; round += 1) {
    // A script's context is made anew each time, as its names must not meet; the others bear it.
    if (name === 'js') runtime = await load();
    bare.push(
      await timed(async () => {
        await runtime.run(task);
        for (const expression of task.expressions) await runtime.evaluate(expression);
      }),
    );
  }
  figures[`${name}_ms_p50`] = quantile(times, 0.5);
  figures[`${name}_ms_p95`] = quantile(times, 0.95);
  figures[`${name}_bare_ms_p50`] = quantile(bare, 0.5);
  say(`${name}: ${figures[`${name}_ms_p50`]} ms, bare ${figures[`${name}_bare_ms_p50`]} ms`);
}

const script = labs[0]?.task;
const students = 8;
const each = 5;
const elapsed = await timed(() =>
  Promise.all(
    Array.from({ length: students }, async (_, student) => {
      for (let n = 0; n < each; n += 1) {
        if (script) await runner.withPlace(`student ${student}`, (run) => run(script));
      }
    }),
  ),
);
figures.runs_per_second = Math.round((students * each * 10_000) / elapsed) / 10;
runner.close();
console.log(JSON.stringify({ rounds, ...figures }));
process.exit(0);
