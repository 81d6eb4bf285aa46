/**
 * What is dear to make and asked for again: shaped lines, compressed outlines. Bounded, so that a batch
 * of ten thousand needs no more memory than a hundred: when it is full, what was asked for longest ago
 * goes. Values must not depend on anything but the key, or the same facts would give other bytes.
 */
export class Cache<Value> {
  readonly #most: number;
  readonly #known = new Map<string, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get(key: string, make: () => Value): Value {
    const known = this.#known.get(key);
    if (known !== undefined) {
      // A map keeps the order of insertion: the first key is the one unused for longest.
      this.#known.delete(key);
      this.#known.set(key, known);
      return known;
    }
    const value = make();
    this.#known.set(key, value);
    if (this.#known.size > this.#most) {
      const [oldest] = this.#known.keys();
      if (oldest !== undefined) this.#known.delete(oldest);
    }
    return value;
  }

  forget(key: string): void {
    this.#known.delete(key);
  }
}
