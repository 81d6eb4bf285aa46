import type { Word } from './word';

/** What of a job somebody who watches it has to read anew. */
export interface Changes {
  readonly job: boolean;
  readonly steps: readonly number[];
  readonly proposals: readonly number[];
  /** Words may have been missed: everything. */
  readonly all: boolean;
}

/** Collects what changed until it is taken, however often the same thing changes. */
export interface Watch {
  /** What changed since it was taken last; null after `pause` milliseconds without anything. */
  next(pause: number, signal: AbortSignal): Promise<Changes | null>;
  end(): void;
}

interface Collected {
  job: boolean;
  all: boolean;
  readonly steps: Set<number>;
  readonly proposals: Set<number>;
}
const nothing = (): Collected => ({
  job: false,
  all: false,
  steps: new Set(),
  proposals: new Set(),
});

/** Passes the words of one listening connection on to all who watch a job in this process. */
export class Hub {
  private readonly watches = new Map<number, Set<(word: Word | null) => void>>();

  /** Who watches, all jobs together. */
  get size(): number {
    let size = 0;
    for (const { size: some } of this.watches.values()) size += some;
    return size;
  }

  tell(word: Word): void {
    for (const hear of this.watches.get(word.job) ?? []) hear(word);
  }

  /** Words may have been missed. */
  resync(): void {
    for (const hears of this.watches.values()) for (const hear of hears) hear(null);
  }

  watch(job: number): Watch {
    let collected = nothing();
    let isEmpty = true;
    let ring = () => {};
    const hear = (word: Word | null) => {
      isEmpty = false;
      if (word === null) collected.all = true;
      else if (word.about === 'job') collected.job = true;
      else if (word.about === 'step') collected.steps.add(word.step);
      else collected.proposals.add(word.step);
      ring();
    };
    const hears = this.watches.get(job) ?? new Set();
    this.watches.set(job, hears.add(hear));
    return {
      async next(pause, signal) {
        if (isEmpty && !signal.aborted) {
          await new Promise<void>((resolve) => {
            const timer = setTimeout(resolve, pause);
            const over = () => {
              clearTimeout(timer);
              resolve();
            };
            ring = over;
            signal.addEventListener('abort', over, { once: true });
          });
          ring = () => {};
        }
        if (isEmpty) return null;
        const { job: isJob, all, steps, proposals } = collected;
        collected = nothing();
        isEmpty = true;
        return { job: isJob, all, steps: [...steps], proposals: [...proposals] };
      },
      end: () => {
        hears.delete(hear);
        if (hears.size === 0 && this.watches.get(job) === hears) this.watches.delete(job);
      },
    };
  }
}
