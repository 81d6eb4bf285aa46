import { setTimeout as delay } from 'node:timers/promises';

/** Something that is done again and again while there is something to do. */
export interface Worker {
  /** There may be something to do now. */
  wake(): void;
  /** Lets the step that runs end; none begins afterwards. */
  stop(): Promise<void>;
}

interface Work {
  /** Does one piece; false where there was none. */
  readonly step: () => Promise<boolean>;
  readonly failed: (error: unknown) => void;
  /** Milliseconds without a word after which it looks by itself, and after a failure too. */
  readonly pause: number;
}

/** Runs `step` until it finds nothing, then waits to be woken. It begins asleep. */
export function startWorker({ step, failed, pause }: Work): Worker {
  const stopping = new AbortController();
  let bell = new AbortController();

  const rest = () =>
    delay(pause, undefined, {
      signal: AbortSignal.any([bell.signal, stopping.signal]),
      ref: false,
    }).catch(() => undefined);

  async function run(): Promise<void> {
    await rest();
    while (!stopping.signal.aborted) {
      // Whoever rings from here on is heard: the look that follows begins after it.
      bell = new AbortController();
      let found = false;
      try {
        found = await step();
      } catch (error) {
        failed(error);
        // No ringing makes a broken database or storage well; it rests the whole time.
        bell = new AbortController();
        await rest();
        continue;
      }
      if (!found) await rest();
    }
  }

  const running = run();
  return {
    wake: () => bell.abort(),
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
