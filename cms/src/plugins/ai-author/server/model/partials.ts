import { readPartial } from './read';

/** Milliseconds between two looks at an answer that is still coming. */
const pause = 150;

export interface Partials {
  /** What came so far. The first is looked at at once, the next ones after the pause. */
  came(text: string): void;
  /** Resolves when nothing is under way any more; throws what the listener threw. */
  end(): Promise<void>;
}

/** Tells a listener what can be read of an answer while it comes, one call after the other. */
export function partials(
  listener: ((partial: unknown) => void | Promise<void>) | undefined,
): Partials {
  let latest = '';
  let seen = '';
  let isEnded = false;
  let timer: NodeJS.Timeout | undefined;
  let failed: { readonly error: unknown } | undefined;
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  const look = async (): Promise<void> => {
    seen = latest;
    const partial = await readPartial(seen);
    // `{` alone says nothing yet.
    if (typeof partial === 'object' && partial !== null && Object.keys(partial).length > 0) {
      await listener?.(partial);
      timer = setTimeout(next, pause);
    }
  };
  const next = (): void => {
    timer = undefined;
    if (isRunning || isEnded || failed || latest === seen) return;
    isRunning = true;
    running = look()
      .catch((error: unknown) => {
        failed = { error };
      })
      .finally(() => {
        isRunning = false;
        // What came meanwhile, where nothing was to be shown yet.
        if (!timer) next();
      });
  };

  return {
    came(text) {
      if (!listener) return;
      latest = text;
      if (!timer) next();
    },
    async end() {
      isEnded = true;
      clearTimeout(timer);
      await running;
      clearTimeout(timer);
      if (failed) throw failed.error;
    },
  };
}
