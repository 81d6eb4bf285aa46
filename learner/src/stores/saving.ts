import { atom, type ReadableAtom } from 'nanostores';
import type { AttemptStore, Batch, Saved } from './attempt.ts';

/** What became of a request to save. */
export type Outcome =
  | { readonly kind: 'saved'; readonly saved: Saved }
  /** No answer, or a server in trouble: the same is tried again. */
  | { readonly kind: 'unreachable' }
  /** The session is over; after logging in elsewhere the same works again. */
  | { readonly kind: 'signed-out' }
  /** The attempt takes no answers any more: handed in elsewhere, or its time is up. */
  | { readonly kind: 'over' };

/** `idle` until the first change; `waiting` while the server cannot be reached. */
export type SaveState = 'idle' | 'saving' | 'saved' | 'waiting' | 'signed-out' | 'over';

export interface Saver {
  readonly state: ReadableAtom<SaveState>;
  /** An answer has changed: it is sent when the student pauses. */
  changed(): void;
  /** Sends at once what is pending, for instance when the page hides or the line is back. */
  hurry(): void;
  /** Sends what is pending, asks what the server holds, and says how that went. */
  sync(): Promise<SaveState>;
  /** The same, again and again until the server was reached. */
  insist(): Promise<SaveState>;
  /** Stops for good. */
  stop(): void;
}

/** Milliseconds without a change after which answers are sent. */
const PAUSE = 1_000;

/** Milliseconds to the next try: 1, 2, 4, 8 and then every 15 seconds, each up to a quarter later. */
export const backoff = (failures: number, random: () => number = Math.random): number =>
  Math.min(1_000 * 2 ** (failures - 1), 15_000) * (1 + random() / 4);

/**
 * Saves an attempt as the student goes: a moment after a change, with one request at a time, again
 * and again while there is no line.
 */
export function createSaver(
  store: Pick<AttemptStore, 'pending' | 'batch' | 'accept'>,
  send: (batch: Batch) => Promise<Outcome>,
): Saver {
  const state = atom<SaveState>('idle');
  let timer: ReturnType<typeof setTimeout> | undefined;
  let flight: Promise<SaveState> | null = null;
  let failures = 0;
  let hurried = false;
  let stopped = false;

  function later(wait: number): void {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(run, wait);
  }

  function take(batch: Batch, outcome: Outcome): SaveState {
    if (outcome.kind === 'saved') {
      failures = 0;
      store.accept(batch, outcome.saved);
      return store.pending.get() > 0 ? 'saving' : 'saved';
    }
    if (outcome.kind === 'over') return 'over';
    failures += 1;
    return outcome.kind === 'signed-out' ? 'signed-out' : 'waiting';
  }

  function run(): Promise<SaveState> {
    clearTimeout(timer);
    flight ??= fly().finally(() => {
      flight = null;
    });
    return flight;
  }

  async function fly(): Promise<SaveState> {
    const batch = store.batch();
    if (failures === 0) state.set('saving');
    hurried = false;
    const next = take(batch, await send(batch));
    state.set(next);
    if (next === 'over') stopped = true;
    else if (failures > 0) later(backoff(failures));
    else if (next === 'saving') later(hurried ? 0 : PAUSE);
    return next;
  }

  async function sync(): Promise<SaveState> {
    if (stopped) return state.get();
    await flight;
    let reached = await run();
    while (reached === 'saving') reached = await run();
    return reached;
  }

  const notWaiting = () =>
    new Promise<void>((resolve) => {
      const end = state.subscribe((now) => {
        if (now === 'waiting') return;
        // A store tells its present value before it returns how to stop listening.
        queueMicrotask(() => end());
        resolve();
      });
    });

  return {
    state,
    sync,
    changed() {
      // While the server cannot be reached the next try stands already.
      if (failures === 0) later(PAUSE);
    },
    hurry() {
      hurried = true;
      if (store.pending.get() > 0 && !stopped) void run();
    },
    async insist() {
      let reached = await sync();
      while (reached === 'waiting' && !stopped) {
        await notWaiting();
        reached = await sync();
      }
      return reached;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
