/** How long somebody counts as there after the last sign of it, in milliseconds. */
export const PATIENCE = 60_000;

/**
 * Adds up the time in which the page is visible and somebody is there. Times are milliseconds of a
 * clock that only runs forwards (`performance.now()`), so the computer's date does not matter.
 */
export class Attention {
  #spent = 0;
  #visible: boolean;
  #last: number;
  /** Somebody is there until then, unless a sign comes. */
  #until: number;

  /** Who opens a page is there. */
  constructor(now: number, visible: boolean) {
    this.#visible = visible;
    this.#last = now;
    this.#until = now + PATIENCE;
  }

  /** A pointer, a key, a scroll, a video that plays. */
  sign(now: number): void {
    this.#settle(now);
    this.#until = now + PATIENCE;
  }

  /** The page came into view, or left it. */
  show(visible: boolean, now: number): void {
    this.#settle(now);
    this.#visible = visible;
    if (visible) this.#until = now + PATIENCE;
  }

  /** Milliseconds since the last call, which begins anew. */
  take(now: number): number {
    this.#settle(now);
    const spent = this.#spent;
    this.#spent = 0;
    return spent;
  }

  #settle(now: number): void {
    if (this.#visible) this.#spent += Math.max(0, Math.min(now, this.#until) - this.#last);
    this.#last = Math.max(this.#last, now);
  }
}
