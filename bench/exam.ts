import { Agent } from 'node:http';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { progress } from '../scripts/lib/progress.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { whenAskedToStop } from '../scripts/lib/stopping.ts';
import { startSystem, throwAwaySettings } from '../scripts/lib/system.ts';
import { send } from './activity/load.ts';
import { openSchool, type Pupil } from './activity/school.ts';
import { percentile } from './readers/load.ts';

/**
 * `npm run bench -- exam`: a whole school in one test.
 *
 * The students start the same test of 40 questions at random moments of one minute, then each
 * answers a question, saved at once, every 30 to 90 seconds, and hands in at the end. Students come
 * when they come, however busy the server is, and a wait counts from that moment. Cms, PostgreSQL and
 * the students share the machine. At the end the database is asked whether it has what was
 * acknowledged.
 */
const say = progress(Date.now, (line) => console.error(line));
const setting = (name: string, usual: number): number => Number(process.env[name] ?? usual);
const students = setting('BENCH_STUDENTS', 5000);
const minutes = setting('BENCH_MINUTES', 5);
const questions = 40;
const startWithin = 60_000;

await installRooms(say);
await buildRooms(say, { admin: false, learner: true });
const settings = await throwAwaySettings();
const { signal } = whenAskedToStop();
const system = await startSystem({ ...settings, fill: 'accounts', prepare: false, say }, signal);
const agent = new Agent({ keepAlive: true });
const undo: (() => unknown)[] = [() => agent.destroy(), () => system.stop()];
try {
  say(`Opening a school of ${students} students`);
  const school = await openSchool(system, { lessons: 20, students, questions, minutes: 120 });
  const cms = new URL(system.cmsUrl);
  const took = { start: [] as number[], save: [] as number[], submit: [] as number[] };
  const errors: string[] = [];
  const acknowledged = new Map<number, number>();
  const began = performance.now();
  const overAt = began + startWithin + minutes * 60_000;
  const untilMoment = (moment: number) =>
    pause(Math.max(0, moment - performance.now()), undefined, { signal });

  /** What a student does at a moment; a refusal or a broken connection is an error of the bench. */
  async function act(
    kind: keyof typeof took,
    moment: number,
    pupil: Pupil,
    path: string,
    body: unknown,
  ): Promise<unknown> {
    await untilMoment(moment);
    try {
      const { text } = await send(agent, cms, {
        method: 'POST',
        path: `/api${path}`,
        headers: { authorization: `Bearer ${pupil.token}`, 'user-agent': 'bench' },
        body: JSON.stringify(body),
      });
      took[kind].push(performance.now() - moment);
      return JSON.parse(text);
    } catch (error) {
      errors.push(`${kind}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async function sit(pupil: Pupil): Promise<void> {
    let moment = began + Math.random() * startWithin;
    const door = `/courses/${school.courseId}/tests/${school.examId}/attempts`;
    const opened = (await act('start', moment, pupil, door, {})) as
      | { attempt: { id: number }; questions: { id: number; options: string[] }[] }
      | undefined;
    if (opened === undefined) return;
    const { id } = opened.attempt;
    for (const [n, question] of opened.questions.entries()) {
      moment += 30_000 + Math.random() * 60_000;
      if (moment > overAt) break;
      const answer = question.options[Math.floor(Math.random() * question.options.length)];
      const saved = await act('save', moment, pupil, `/attempts/${id}/answers`, {
        sequence: n + 1,
        answers: { [question.id]: answer },
      });
      if (saved !== undefined) acknowledged.set(id, (acknowledged.get(id) ?? 0) + 1);
    }
    await act('submit', overAt + Math.random() * startWithin, pupil, `/attempts/${id}/submit`, {
      answers: {},
    });
  }

  const report = setInterval(
    () =>
      say(
        `${took.start.length} started, ${took.save.length} answers saved, ${took.submit.length} handed in, ${errors.length} errors`,
      ),
    30_000,
  );
  undo.unshift(() => clearInterval(report));
  await Promise.all(school.pupils.map(sit));

  say('Looking whether everything acknowledged is there');
  const admin = new Client({ connectionString: system.database.admin });
  await admin.connect();
  undo.unshift(() => admin.end());
  const { rows } = await admin.query<{ id: number; answers: number; graded: boolean }>(
    `select id, (select count(*) from jsonb_object_keys(answers))::integer as answers, submitted_at is not null as graded
    from activity.user_test_attempts where test_id = $1`,
    [school.examId],
  );
  const lost = rows.filter(({ id, answers }) => answers !== (acknowledged.get(id) ?? 0)).length;
  const p95 = (kind: keyof typeof took) => Number(percentile(took[kind], 0.95).toFixed(1));
  const kinds = new Set(errors.map((text) => text.replace(/\d+/g, '…').slice(0, 200)));
  for (const error of kinds) say(error);
  console.log(
    JSON.stringify({
      students: rows.length,
      errors: errors.length,
      start_p95_ms: p95('start'),
      save_p95_ms: p95('save'),
      submit_p95_ms: p95('submit'),
      saves: took.save.length,
      graded: rows.filter(({ graded }) => graded).length,
      attempts_that_lost_an_answer: lost,
      questions,
      minutes,
    }),
  );
} finally {
  for (const step of undo) await step();
}
