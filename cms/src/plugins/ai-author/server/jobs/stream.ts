import { Readable } from 'node:stream';
import type { Core } from '@strapi/strapi';
import { asGuru, type GuruDatabase } from '../../../../lib/guru';
import { Refusal } from '../../../../lib/refusal';
import { proposalsOf } from '../store';
import type { Job, JobEvent, Proposal, StepState } from '../wire';
import type { Changes, Hub } from './hub';
import { jobRecord, stepsOf } from './records';

/** People who watch at once, in one process; more than this is nobody's school. */
export const mostWatchers = 200;
/** Milliseconds without an event after which a comment is sent, so that nobody takes the line for dead. */
const beat = 15_000;
/** Milliseconds after which a stream ends and its reader comes again: with a token that is still good. */
const longest = 10 * 60_000;

const everything: Changes = { job: true, steps: [], proposals: [], all: true };
const hasEnded = ({ state }: Job): boolean =>
  state === 'done' || state === 'failed' || state === 'cancelled';

/**
 * A job as server-sent events: at first the job and its steps, then what changes, until it has ended.
 * Proposals come as their step ends; those that are there already are read by the page, because a job may
 * have thousands. The next state
 * is read only when the reader took the one before: a slow one misses states in between, never the last,
 * and fills no memory. Refuses with `ai.job-not-found`, and with `events.full`.
 */
export async function jobEvents(
  app: Core.Strapi,
  hub: Hub,
  course: string,
  id: number,
): Promise<Readable> {
  if (hub.size >= mostWatchers) throw new Refusal(503, 'events.full');
  // Watched from before the first look, so that nothing falls between the two.
  const watch = hub.watch(id);
  const going = new AbortController();
  const { signal } = going;
  const over = setTimeout(() => going.abort(), longest);

  async function* events(first: readonly JobEvent[]): AsyncGenerator<string> {
    const sent = new Map<number, StepState>();
    const lines = (news: readonly JobEvent[]): string[] =>
      news.map((event) => {
        if (event.event === 'step') sent.set(event.step.id, event.step.state);
        return `data: ${JSON.stringify(event)}\n\n`;
      });
    yield* lines(first);
    if (first.some(isEnd)) return;
    for (;;) {
      const changes = await watch.next(beat, signal);
      if (signal.aborted) return;
      if (changes === null) {
        yield ':\n\n';
        continue;
      }
      const news = await asGuru(app, (database) => read(database, course, id, changes, sent));
      const end = news.find(isEnd);
      yield* lines(news.filter((event) => event !== end));
      if (end === undefined) continue;
      // The job may have ended after its steps were read, and before the word of that is heard.
      yield* lines(await asGuru(app, (database) => missed(database, id, sent)));
      yield* lines([end]);
      return;
    }
  }

  try {
    const first = await asGuru(app, (database) =>
      read(database, course, id, everything, new Map()),
    );
    const stream = Readable.from(events(first), {
      objectMode: false,
      highWaterMark: 64 * 1024,
    });
    stream.once('close', () => {
      clearTimeout(over);
      going.abort();
      watch.end();
    });
    return stream;
  } catch (error) {
    clearTimeout(over);
    watch.end();
    throw error;
  }
}

const isEnd = (event: JobEvent): boolean => event.event === 'job' && hasEnded(event.job);

const proposed = (proposals: readonly Proposal[]): JobEvent[] =>
  proposals.length === 0 ? [] : [{ event: 'proposals', proposals }];

/** What changed, as events, the job last. Where a step ends, its job's figures change too. */
async function read(
  database: GuruDatabase,
  course: string,
  id: number,
  { job, steps, proposals, all }: Changes,
  sent: ReadonlyMap<number, StepState>,
): Promise<JobEvent[]> {
  // First, so that another course's job is refused before anything of it is read.
  const now = all || job || steps.length > 0 ? await jobRecord(database, course, id) : null;
  const changed = all || steps.length > 0 ? await stepsOf(database, id, all ? null : steps) : [];
  // Where words were missed: of the steps that ended since.
  const ended = all
    ? changed.filter(({ id: step, state }) => sent.has(step) && sent.get(step) !== state)
    : [];
  const made = await proposalsOfSteps(
    database,
    id,
    new Set([...proposals, ...ended.map((step) => step.id)]),
  );
  const isNews = all || job || changed.some(({ state }) => state !== 'running');
  return [
    ...changed.map((step): JobEvent => ({ event: 'step', step })),
    ...proposed(made),
    ...(now !== null && isNews ? [{ event: 'job', job: now } as const] : []),
  ];
}

/** Of a job that has ended: the steps that were in another state when they were sent last. */
async function missed(
  database: GuruDatabase,
  id: number,
  sent: ReadonlyMap<number, StepState>,
): Promise<JobEvent[]> {
  const steps = await stepsOf(database, id);
  const unknown = steps.filter((step) => sent.get(step.id) !== step.state);
  const made = await proposalsOfSteps(database, id, new Set(unknown.map((step) => step.id)));
  return [...unknown.map((step): JobEvent => ({ event: 'step', step })), ...proposed(made)];
}

async function proposalsOfSteps(
  database: GuruDatabase,
  job: number,
  steps: ReadonlySet<number>,
): Promise<Proposal[]> {
  const made: Proposal[] = [];
  for (const step of steps) made.push(...(await proposalsOf(database, { job, step })));
  return made;
}
