import type { Job, JobState, Step } from '../../../server/wire';

/** Neither running nor ended as it should: a person has to do something before more comes. */
const halted: ReadonlySet<JobState> = new Set(['failed', 'stopped', 'paused']);

/** Whether a job may bring something for a draft: it was started there, or for the whole course. */
export const mayServe = ({ target }: Pick<Job, 'target'>, entry: string | undefined): boolean =>
  entry === undefined || target.documentId === entry || target.kind === 'course';

/**
 * The newest job that does not go on by itself, of those that may serve `entry`; undefined where there
 * is none. One that was asked for anew since, by the same command for the same draft, is past.
 *
 * @param jobs the newest first
 */
export function haltedOf(jobs: readonly Job[], entry: string | undefined): Job | undefined {
  const serving = jobs.filter((job) => mayServe(job, entry));
  return serving.find(
    (job, at) =>
      halted.has(job.state) &&
      !serving
        .slice(0, at)
        .some(
          ({ command, target }) =>
            command === job.command && target.documentId === job.target.documentId,
        ),
  );
}

/** Says of a step only that another one failed. */
const onlyFollows = 'ai.step-before-failed';

/** Why steps failed, each reason once, that of most steps first. */
export function reasonsOf(steps: readonly Pick<Step, 'state' | 'reason'>[]): string[] {
  const counts = new Map<string, number>();
  const failed = steps.flatMap(({ state, reason }) =>
    state === 'failed' && reason !== null ? [reason] : [],
  );
  const causes = failed.filter(({ code }) => code !== onlyFollows);
  for (const { message } of causes.length === 0 ? failed : causes)
    counts.set(message, (counts.get(message) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one).map(([message]) => message);
}
