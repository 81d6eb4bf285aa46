import type { Job, JobEvent, JobState, Proposal, Step } from '../../../server/wire';

const ended: ReadonlySet<JobState> = new Set(['cancelled', 'failed', 'done']);

/** Whether nothing more will come of it. A stopped job can be resumed, as a paused one. */
export const hasEnded = ({ state }: Pick<Job, 'state'>): boolean => ended.has(state);

/** A job as it is now, and the proposals that it was heard of while it was watched. */
export interface WatchedJob {
  readonly job: Job;
  /** All of them, in the order of their ids. */
  readonly steps: readonly Step[];
  /** Not those that were there before; these are read page by page. */
  readonly proposals: readonly Proposal[];
}

/** What is known of a job after one more event; null until the job itself was told. */
export function withEvent(record: WatchedJob | null, event: JobEvent): WatchedJob | null {
  if (event.event === 'job') return { steps: [], proposals: [], ...record, job: event.job };
  if (record === null) return null;
  return event.event === 'step'
    ? { ...record, steps: withOne(record.steps, event.step) }
    : { ...record, proposals: event.proposals.reduce(withOne<Proposal>, record.proposals) };
}

/** In the order of their ids, which is the order in which they were planned and made. */
function withOne<Row extends Step | Proposal>(rows: readonly Row[], row: Row): readonly Row[] {
  const at = rows.findIndex(({ id }) => id === row.id);
  if (at >= 0) return rows.with(at, row);
  return [...rows, row].sort((one, other) => one.id - other.id);
}
