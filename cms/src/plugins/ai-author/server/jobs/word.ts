/** A word of the database's channel `ai`: what of a job there is to read anew. */
export type Word =
  | { readonly about: 'job'; readonly job: number; readonly state: string }
  | { readonly about: 'step'; readonly job: number; readonly step: number; readonly state: string }
  | { readonly about: 'proposals'; readonly job: number; readonly step: number };

/** The channel on which triggers of `ai.jobs`, `ai.steps` and `ai.proposals` notify. */
export const channel = 'ai';

const form = /^(\d{1,9}) (?:(job) (\w+)|(step) (\d{1,9}) (\w+)|(proposals) (\d{1,9}))$/;

/** Reads `7 job paused`, `7 step 12 running` or `7 proposals 12`; null where it is none of these. */
export function wordOf(payload: string): Word | null {
  const [, job, isJob, jobState = '', isStep, step, stepState = '', , ofStep] =
    form.exec(payload) ?? [];
  if (job === undefined) return null;
  if (isJob) return { about: 'job', job: Number(job), state: jobState };
  if (isStep) return { about: 'step', job: Number(job), step: Number(step), state: stepState };
  return { about: 'proposals', job: Number(job), step: Number(ofStep) };
}

/** Whether after this there may be a step to begin that there was not before. */
export const callsForWork = (word: Word): boolean =>
  (word.about === 'job' && word.state === 'running') ||
  (word.about === 'step' && word.state !== 'running');
