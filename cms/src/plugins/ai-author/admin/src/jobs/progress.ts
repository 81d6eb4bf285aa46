import type { Block, JobState, StepState } from '../../../server/wire';

export interface Progress {
  readonly all: number;
  readonly done: number;
  readonly running: number;
  readonly failed: number;
  readonly cancelled: number;
  /** Waiting or running. */
  readonly left: number;
}

/** A job's steps, counted. */
export function progressOf(steps: Readonly<Record<StepState, number>>): Progress {
  const { waiting, running, done, failed, cancelled } = steps;
  const left = waiting + running;
  return { all: left + done + failed + cancelled, done, running, failed, cancelled, left };
}

/** What may be done with a job in this state. */
export const actionsOf = (state: JobState): readonly ('pause' | 'resume' | 'cancel')[] =>
  ({
    running: ['pause', 'cancel'] as const,
    paused: ['resume', 'cancel'] as const,
    stopped: ['resume', 'cancel'] as const,
    failed: ['resume', 'cancel'] as const,
    cancelled: [],
    done: [],
  })[state];

/** The values of a field or of entries below one, as one reads them. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsOf);
  return [];
}

/**
 * The end of what has been written so far, for somebody who watches it being written.
 *
 * @param longest characters at most, from the start of a word
 */
export function endOf(blocks: readonly Block[], longest: number): string {
  const text = blocks
    .flatMap(({ fields, children }) => [
      ...textsOf(fields),
      ...children.flatMap((child) => textsOf(child.fields)),
    ])
    .join('\n');
  if (text.length <= longest) return text;
  const cut = text.slice(text.length - longest);
  const space = cut.search(/\s/);
  return `…${cut.slice(space + 1)}`;
}
