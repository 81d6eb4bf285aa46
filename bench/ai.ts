import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import type { Page } from 'playwright-core';
import type { Job, JobEvent, ProposalPage } from '../cms/src/plugins/ai-author/server/wire.ts';
import { findChromium } from '../scripts/lib/chromium.ts';
import { openDataFolder } from '../scripts/lib/data-folder.ts';
import { openDatabase } from '../scripts/lib/database.ts';
import { credentialsOf } from '../scripts/lib/first-start.ts';
import type { Part } from '../scripts/lib/part.ts';
import { startPostgres } from '../scripts/lib/postgres.ts';
import { progress } from '../scripts/lib/progress.ts';
import { Refusal } from '../scripts/lib/refusal.ts';
import { buildRooms, installRooms } from '../scripts/lib/rooms.ts';
import { loadSecrets } from '../scripts/lib/secrets.ts';
import { type CmsOptions, cmsUrl, runCmsCommand, startCms } from '../scripts/lib/services.ts';
import { throwAwaySettings } from '../scripts/lib/system.ts';
import { signInAdministrator } from '../scripts/testing/admin.ts';
import { lineOf } from '../scripts/testing/ai-replies/asked.ts';
import {
  type AiServerOptions,
  type RecordedRequest,
  startAiServer,
} from '../scripts/testing/ai-server.ts';
import { launchBrowser } from '../scripts/testing/browser.ts';
import { idealSchedule } from './ai/schedule.ts';

/**
 * `npm run bench -- ai`: a course of 12 lessons, written four at a time by a model of this machine that
 * takes its time as a real one does.
 *
 * 1. From the click to the end of the job, beside the ideal schedule of the replies' own times
 *    (`ratio_ideal`), and how long after the model's first token its text is at the editor's browser, the
 *    slowest lesson (`first_text_ms`). Also how long after its last token an answer's proposals stand in the
 *    database (`kept_ms`): a process that dies within it has that answer to ask again.
 * 2. The same as an editor has it, who starts it in a browser and watches: how long after the model's first
 *    token the first words of a lesson stand on the screen, the slowest lesson (`first_screen_ms`).
 * 3. The same with a cms that is killed with SIGKILL on the way, and started again: lessons that got no
 *    proposals (`lost`), and answers that the model gave completely more than once (`paid_twice`).
 */
const say = progress(Date.now, (line) => console.error(line));
const parallel = 4;
const lessons = 12;
/** After how many complete answers the cms is killed, while it reads the next ones. */
const deaths = (process.env.BENCH_DEATHS ?? '0,4,8').split(',').map(Number);
/** Milliseconds to the first token, and for a piece of twelve signs. */
const pace = { firstToken: 400, pace: 15 };

const chromium = findChromium(process.env);
if (chromium === undefined)
  throw new Refusal('No Chromium was found. Install one, or name it by CHROMIUM_PATH.');
process.env.CHROMIUM_PATH = chromium;
await installRooms(say);
await buildRooms(say, { admin: true, learner: false });
const { dataDir, ports } = await throwAwaySettings();
openDataFolder(dataDir);
const secrets = loadSecrets(dataDir);
const undo: (() => unknown)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
try {
  const postgres = await startPostgres({
    dataDir,
    port: ports.postgres,
    password: secrets.postgres,
    durable: true,
  });
  undo.unshift(() => postgres.part.stop());
  const { urls } = await openDatabase(postgres.adminUrl, secrets);
  const superuser = new Client({ connectionString: urls.admin });
  superuser.on('error', () => undefined);
  await superuser.connect();
  undo.unshift(() => superuser.end());
  const model: { -readonly [Key in keyof AiServerOptions]: AiServerOptions[Key] } = {};
  const ai = await startAiServer(model);
  undo.unshift(() => ai.stop());

  const options: CmsOptions = {
    host: '127.0.0.1',
    port: ports.cms,
    learnerUrl: 'http://127.0.0.1:4321',
    smtpUrl: 'smtp://127.0.0.1:9',
    database: urls,
    secrets,
    logsFolder: path.join(dataDir, 'logs'),
    publicFolder: path.join(dataDir, 'public'),
    extra: { AI_BASE_URL: ai.url, AI_MODEL: 'demo', AI_PARALLEL: String(parallel) },
  };
  const { administrator } = credentialsOf(secrets);
  await runCmsCommand('first-start', options, {
    ADMIN_EMAIL: administrator.email,
    ADMIN_PASSWORD: administrator.password,
    STUDENT_EMAIL: 'student@school.example',
    STUDENT_PASSWORD: secrets.studentPassword,
  });
  const begin = async (): Promise<Part> => {
    const part = await startCms(options);
    undo.unshift(() => part.stop());
    return part;
  };
  let cms = await begin();
  const token = await signInAdministrator(cmsUrl(options), administrator);

  const answer = async <Body>(method: string, door: string, body?: unknown): Promise<Body> =>
    (await (await ask(method, door, body)).json()) as Body;

  const schedule = await measureSchedule();
  const screen = await measureScreen();
  const damages = await measureDamages();
  console.log(
    JSON.stringify({
      ...schedule,
      ...screen,
      ...damages,
      lessons,
      parallel,
      deaths: deaths.length,
    }),
  );

  async function ask(method: string, door: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${cmsUrl(options)}/ai-author${door}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${door}: ${response.status} ${await response.text()}`);
    return response;
  }
  /** What stands on the stream of a job's events, as it comes, until the job has ended. */
  async function* eventsOf(course: string, { id }: Job): AsyncGenerator<JobEvent> {
    const { body } = await ask('GET', `/courses/${course}/jobs/${id}/events`);
    const decoder = new TextDecoder();
    let text = '';
    for await (const bytes of body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(bytes, { stream: true });
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const event = text.slice(0, end);
        text = text.slice(end + 2);
        if (event.startsWith('data: ')) yield JSON.parse(event.slice(6)) as JobEvent;
      }
    }
  }

  /** A draft course with its outline accepted: four modules of three lessons. */
  async function outlined(): Promise<string> {
    Object.assign(model, { firstToken: 0, pace: 0 });
    const { documentId } = await answer<{ documentId: string }>('POST', '/courses', {
      name: 'Reading maps',
      ai_command: 'How to read a map.',
    });
    const target = { kind: 'course', documentId };
    const params = { modules: 4, lessonsPerModule: 3 };
    const job = await answer<Job>('POST', `/courses/${documentId}/jobs`, {
      command: 'outline',
      target,
      params,
    });
    for await (const _ of eventsOf(documentId, job));
    const { rows } = await answer<ProposalPage>('GET', `/courses/${documentId}/proposals`);
    // A module goes below its course: what was made first is accepted first.
    const ids = rows.map(({ id }) => id).toSorted((one, other) => one - other);
    await ask('POST', `/courses/${documentId}/proposals/accept`, { ids });
    Object.assign(model, pace);
    return documentId;
  }
  function writeAll(course: string): Promise<Job> {
    return answer<Job>('POST', `/courses/${course}/jobs`, {
      command: 'course',
      target: { kind: 'course', documentId: course },
      params: { notes: true, questions: 0 },
    });
  }

  async function measureSchedule() {
    say('Twelve lessons, four at a time');
    const course = await outlined();
    const from = ai.requests.length;
    const clicked = performance.now();
    const job = await writeAll(course);
    const firstSeen = new Map<string, number>();
    let ended = 0;
    for await (const event of eventsOf(course, job)) {
      if (event.event === 'step' && event.step.blocks.length > 0) {
        const { title } = event.step;
        if (!firstSeen.has(title)) firstSeen.set(title, performance.now());
      }
      if (event.event === 'job') ended = performance.now();
    }
    const requests = ai.requests.slice(from);
    if (requests.length !== lessons || firstSeen.size !== lessons)
      throw new Error(
        `${requests.length} requests and ${firstSeen.size} texts for ${lessons} lessons.`,
      );
    const times = requests.map(({ at, endedAt }) => (endedAt ?? at) - at);
    const ideal = idealSchedule(times, parallel);
    const waits = requests.map((request) => {
      const lesson = lessonOf(request);
      const seen = [...firstSeen].find(([title]) => title.endsWith(lesson))?.[1];
      return (seen ?? Number.POSITIVE_INFINITY) - (request.firstAt ?? 0);
    });
    const { rows } = await superuser.query<{ title: string; ended: Date }>(
      'select title, ended_at as ended from ai.steps where job_id = $1',
      [job.id],
    );
    const kept = requests.map((request) => {
      const lesson = lessonOf(request);
      const step = rows.find(({ title }) => title.endsWith(lesson));
      return (step?.ended.getTime() ?? 0) - performance.timeOrigin - (request.endedAt ?? 0);
    });
    return {
      ratio_ideal: rounded((ended - clicked) / ideal),
      first_text_ms: Math.round(Math.max(...waits)),
      kept_ms: Math.round(Math.max(...kept)),
      measured_ms: Math.round(ended - clicked),
      ideal_ms: Math.round(ideal),
    };
  }

  async function measureScreen() {
    say('Twelve lessons, watched in a browser');
    const course = await outlined();
    const browser = await launchBrowser();
    try {
      const page = await browser.newPage({ baseURL: cmsUrl(options) });
      const { email, password } = administrator;
      await page.goto('/admin/auth/login');
      await page.getByLabel(/^Email/).fill(email);
      await page.getByLabel(/^Password/).fill(password);
      await page.getByRole('button', { name: 'Login' }).click();
      await page.getByRole('link', { name: 'AI author' }).click();
      await page.goto(`/admin/plugins/ai-author/courses/${course}/jobs`);
      await page.getByRole('button', { name: 'Write the lessons' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Questions for each module').fill('0');
      await dialog.getByText(`in ${lessons} steps.`).waitFor();
      const from = ai.requests.length;
      await watchSteps(page);
      await dialog.getByRole('button', { name: 'Start writing' }).click();
      await page.getByText(`${lessons} of ${lessons} steps done`).waitFor({ timeout: 120_000 });
      const seen = await firstSeenOn(page);
      const waits = ai.requests.slice(from).map((request) => {
        const lesson = lessonOf(request);
        const shown = seen.find(([title]) => title.endsWith(lesson))?.[1];
        if (shown === undefined) throw new Error(`Nothing of “${lesson}” was on the screen.`);
        return shown - performance.timeOrigin - (request.firstAt ?? 0);
      });
      return { first_screen_ms: Math.round(Math.max(...waits)) };
    } finally {
      await browser.close();
    }
  }

  async function measureDamages() {
    say(`Twelve lessons, and a cms that is killed ${deaths.length} times`);
    const course = await outlined();
    const from = ai.requests.length;
    const requests = () => ai.requests.slice(from);
    const complete = () => requests().filter(({ completed }) => completed);
    const { id } = await writeAll(course);
    for (const death of deaths) {
      while (complete().length < death || !isAmidAnswers(requests())) await pause(20);
      process.kill(-cms.pid, 'SIGKILL');
      await cms.ended;
      say(`Killed with ${complete().length} answers given`);
      cms = await begin();
    }
    const state = async () => {
      const { rows } = await superuser.query<{ state: string }>(
        'select state from ai.jobs where id = $1',
        [id],
      );
      return rows[0]?.state;
    };
    while ((await state()) === 'running') await pause(100);
    const { rows } = await superuser.query<{ written: number; unknown: number }>(
      `select (select count(distinct s.target_document_id)::integer from ai.steps s
          join ai.proposals p on p.step_id = s.id where s.job_id = $1 and s.state = 'done') as written,
        (select count(*)::integer from ai.requests where job_id = $1 and state = 'unknown') as unknown`,
      [id],
    );
    const given = complete();
    return {
      lost: lessons - (rows[0]?.written ?? 0),
      paid_twice: given.length - new Set(given.map(lessonOf)).size,
      requests_broken_off: requests().length - given.length,
      requests_unknown: rows[0]?.unknown ?? 0,
    };
  }
} finally {
  for (const step of undo) await step();
}

/** Notes in the page when the first words of each step that is being written stand there. */
async function watchSteps(page: Page): Promise<void> {
  await page.evaluate(() => {
    const seen = new Map<string, number>();
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const text of document.querySelectorAll('li [aria-busy] p')) {
        const line = text.closest('li');
        // Its first words are the step's title.
        const title =
          line && document.createTreeWalker(line, NodeFilter.SHOW_TEXT).nextNode()?.nodeValue;
        if (title && text.textContent !== '' && !seen.has(title))
          seen.set(title, performance.timeOrigin + performance.now());
      }
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

/** What it noted: titles of steps and milliseconds since 1970. */
function firstSeenOn(page: Page): Promise<[string, number][]> {
  return page.evaluate(() => [...(window as unknown as { seen: Map<string, number> }).seen]);
}

/** Some answer is on its way, and none has just ended: that one may not be kept yet (`kept_ms`). */
function isAmidAnswers(requests: readonly RecordedRequest[]): boolean {
  const now = performance.now();
  const isComing = ({ firstAt, endedAt }: RecordedRequest) =>
    endedAt === null && firstAt !== null && now - firstAt > 500;
  return (
    requests.some(isComing) &&
    requests.every(({ endedAt }) => endedAt === null || now - endedAt > 500)
  );
}
function lessonOf({ asked }: RecordedRequest): string {
  return lineOf(asked, 'Lesson') ?? '';
}
function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
