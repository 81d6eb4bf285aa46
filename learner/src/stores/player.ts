import { type AttemptOptions, type AttemptStore, createAttempt } from './attempt.ts';
import { createClock, type ServerClock } from './clock.ts';
import { createSaver, type Saver } from './saving.ts';
import { createSender } from './send.ts';

export interface PlayerOptions extends Pick<AttemptOptions, 'attempt' | 'questions' | 'saved'> {
  /** Where answers are saved: an address of this site. */
  readonly address: string;
  /** What the server said of time when the page was made. */
  readonly time: { readonly deadline: string | null; readonly server_time: string };
}

/** One open attempt in a page: what is answered, what of it is saved, and how much time is left. */
export interface Player {
  readonly store: AttemptStore;
  readonly saver: Saver;
  readonly clock: ServerClock;
  /** Takes up what was left, and follows the page, the line and other tabs until it is told to stop. */
  follow(): () => void;
}

/** When the page's first byte came, on the steady clock: the server's time is of just before. */
function arrival(): number {
  const [page] = performance.getEntriesByType('navigation');
  return page instanceof PerformanceNavigationTiming ? page.responseStart : performance.now();
}

export function createPlayer({ address, attempt, questions, saved, time }: PlayerOptions): Player {
  const storage = typeof localStorage === 'undefined' ? null : localStorage;
  const clock = createClock();
  const store = createAttempt({ attempt, questions, saved, storage });
  const saver = createSaver(store, createSender(address, attempt, clock));

  function follow() {
    const end = new AbortController();
    const { signal } = end;
    const came = arrival();
    clock.hear(time, came, came);
    store.restore();
    saver.hurry();
    addEventListener('storage', ({ key, newValue }) => store.heard(key, newValue), { signal });
    addEventListener('online', saver.hurry, { signal });
    addEventListener('pagehide', saver.hurry, { signal });
    document.addEventListener(
      'visibilitychange',
      // Whoever comes back may have gone on elsewhere, or the machine has slept.
      () => (document.hidden ? saver.hurry() : void saver.sync()),
      { signal },
    );
    return () => {
      end.abort();
      saver.stop();
    };
  }
  return { store, saver, clock, follow };
}
