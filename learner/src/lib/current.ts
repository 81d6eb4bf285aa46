/** Milliseconds after which what was read is read again although nobody said that it changed. */
export const OLDEST = 45_000;

interface Settings {
  readonly oldest?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

/**
 * Something that changes, as it was when last read. `renew` is called when it has changed; a call
 * that never came is made up for by age, so nobody is shown anything older than `OLDEST`.
 */
export class Current<V> {
  readonly #read: () => Promise<V>;
  readonly #oldest: number;
  readonly #now: () => number;
  #kept: { readonly value: V; readonly since: number } | undefined;
  #reading: Promise<V> | undefined;
  #renewal: Promise<void> | undefined;

  constructor(
    read: () => Promise<V>,
    { oldest = OLDEST, now = () => performance.now() }: Settings = {},
  ) {
    this.#read = read;
    this.#oldest = oldest;
    this.#now = now;
  }

  /** What is current; read now where it is not known, once for all who ask meanwhile. */
  async get(): Promise<V> {
    const kept = this.#kept;
    if (kept && this.#now() - kept.since < this.#oldest) return kept.value;
    return this.#reading ?? this.#begin();
  }

  /** What is known without asking anybody, young or old. */
  get known(): V | undefined {
    return this.#kept?.value;
  }

  /**
   * Reads anew; who asks meanwhile gets what was current before and waits for nothing. Settles when
   * the new is there. Where it cannot be read, nothing is current any more and the next `get` tries.
   */
  renew(): Promise<void> {
    // A read that runs may have looked before the change. It may finish, but another must follow.
    this.#renewal ??= Promise.resolve(this.#reading)
      .catch(() => undefined)
      .then(() => {
        this.#renewal = undefined;
        return this.#begin();
      })
      .then(
        () => undefined,
        () => {
          this.#kept = undefined;
        },
      );
    return this.#renewal;
  }

  #begin(): Promise<V> {
    const since = this.#now();
    const reading = this.#read()
      .then((value) => {
        this.#kept = { value, since };
        return value;
      })
      .finally(() => {
        if (this.#reading === reading) this.#reading = undefined;
      });
    this.#reading = reading;
    return reading;
  }
}
