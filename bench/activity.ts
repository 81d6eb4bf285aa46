import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { whenAskedToStop } from '../scripts/lib/stopping.ts';
import { startSystem, throwAwaySettings } from '../scripts/lib/system.ts';
import { asFastAsPossible, type Call, type Pace } from './activity/load.ts';
import { openSchool, type Pupil } from './activity/school.ts';
import { percentile } from './readers/load.ts';

/**
 * `npm run bench -- activity`: what the cms adds to what the database does for a student.
 *
 * The same requests go to the cms by its front door and to a bare node:http server that has the same
 * pool, role, policies and statements, in turns, on one machine with PostgreSQL and the load. Reads
 * are lessons; writes are first completions, each of another lesson or student, with the enrolment in
 * the reply.
 */
const say = progress(Date.now, (line) => console.error(line));
const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const rounds = setting('BENCH_ROUNDS', 5);
const seconds = setting('BENCH_SECONDS', 5);
const connections = setting('BENCH_CONNECTIONS', 20);
const students = setting('BENCH_STUDENTS', 2000);

await installRooms(say);
await buildRooms(say, { admin: false, learner: true });
const settings = await throwAwaySettings();
const { signal } = whenAskedToStop();
const system = await startSystem({ ...settings, fill: 'accounts', prepare: false, say }, signal);
const undo: (() => unknown)[] = [() => system.stop()];
try {
  say(`Opening a school of ${students} students`);
  const school = await openSchool(system, { lessons: 100, students, questions: 5, minutes: 60 });
  const bare = fork(
    fileURLToPath(new URL('activity/bare.ts', import.meta.url)),
    [system.database.shishya],
    {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    },
  );
  undo.unshift(() => bare.kill());
  const [port] = (await once(bare, 'message')) as [number];
  const servers = { cms: new URL(system.cmsUrl), bare: new URL(`http://127.0.0.1:${port}`) };

  const call = (method: Call['method'], pupil: Pupil, door: string): Call => ({
    method,
    path: `/api/courses/${school.courseId}/lessons/${door}`,
    headers: {
      authorization: `Bearer ${pupil.token}`,
      'x-user': String(pupil.userId),
      'user-agent': 'bench',
    },
    ...(method === 'POST' ? { body: '{}' } : {}),
  });
  function* reads(): Generator<Call> {
    for (;;) {
      for (const lesson of school.lessons)
        for (const pupil of school.pupils) yield call('GET', pupil, String(lesson));
    }
  }
  // One list for all: what one server has written, the other does not write again.
  function* completions(): Generator<Call> {
    for (const lesson of school.lessons)
      for (const pupil of school.pupils) yield call('POST', pupil, `${lesson}/complete`);
    throw new Error('There is nothing left to complete: more students, or fewer rounds.');
  }
  const calls = { read: reads(), write: completions() };

  const paces: Record<'read' | 'write', Record<'cms' | 'bare', Pace[]>> = {
    read: { cms: [], bare: [] },
    write: { cms: [], bare: [] },
  };
  for (let round = 0; round <= rounds; round += 1)
    for (const kind of ['read', 'write'] as const) {
      // Who goes first changes, so that a machine that warms up or slows down helps neither.
      const order = round % 2 === 0 ? (['cms', 'bare'] as const) : (['bare', 'cms'] as const);
      for (const name of order) {
        const pace = await asFastAsPossible(servers[name], calls[kind], { connections, seconds });
        say(`${kind} ${name}: ${pace.perSecond.toFixed(0)} a second`);
        // The first round warms up.
        if (round > 0) paces[kind][name].push(pace);
      }
    }

  const rate = (kind: 'read' | 'write', name: 'cms' | 'bare') =>
    percentile(
      paces[kind][name].map(({ perSecond }) => perSecond),
      0.5,
    );
  const p95 = (kind: 'read' | 'write') =>
    Number(
      percentile(
        paces[kind].cms.flatMap(({ took }) => took),
        0.95,
      ).toFixed(1),
    );
  console.log(
    JSON.stringify({
      ratio_bare_node: Number((rate('write', 'cms') / rate('write', 'bare')).toFixed(2)),
      ratio_read: Number((rate('read', 'cms') / rate('read', 'bare')).toFixed(2)),
      completions_per_second: Math.round(rate('write', 'cms')),
      lesson_reads_per_second: Math.round(rate('read', 'cms')),
      completion_p95_ms: p95('write'),
      lesson_read_p95_ms: p95('read'),
      connections,
      students,
      rounds,
    }),
  );
} finally {
  for (const step of undo) await step();
}
