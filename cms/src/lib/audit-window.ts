/** What was not written line by line: how often it happened again. */
export interface Counted<What> {
  readonly what: What;
  readonly count: number;
}

interface Kind<What> {
  /** As it happened first. */
  readonly what: What;
  lines: number;
  count: number;
}

/**
 * Decides, for one stretch of time, which events get a line of the log and which are only counted, so
 * that nobody can fill the disk by being refused again and again. Kept per kind of event; an address
 * and all together have a limit beyond which new kinds are counted without being told apart.
 */
export class AuditWindow<What> {
  readonly #kinds = new Map<string, Kind<What>>();
  readonly #linesOf = new Map<string, number>();
  readonly #mostOfAddress: number;
  readonly #most: number;
  #lines = 0;
  #others = 0;

  constructor({ mostOfAddress, most }: { mostOfAddress: number; most: number }) {
    this.#mostOfAddress = mostOfAddress;
    this.#most = most;
  }

  /**
   * True where the event is to have a line of its own.
   *
   * @param lines how many of this kind may have one
   */
  admits(name: string, address: string, lines: number, what: What): boolean {
    const linesOf = this.#linesOf.get(address) ?? 0;
    const isFull = this.#lines >= this.#most || linesOf >= this.#mostOfAddress;
    const known = this.#kinds.get(name);
    if (known === undefined && isFull) {
      this.#others += 1;
      return false;
    }
    const kind = known ?? { what, lines: 0, count: 0 };
    this.#kinds.set(name, kind);
    if (kind.lines >= lines || isFull) {
      kind.count += 1;
      return false;
    }
    kind.lines += 1;
    this.#lines += 1;
    this.#linesOf.set(address, linesOf + 1);
    return true;
  }

  /** What was only counted; `others` is what was not even told apart. */
  counted(): { readonly kinds: readonly Counted<What>[]; readonly others: number } {
    const kinds = [...this.#kinds.values()].filter(({ count }) => count > 0);
    return { kinds: kinds.map(({ what, count }) => ({ what, count })), others: this.#others };
  }
}
