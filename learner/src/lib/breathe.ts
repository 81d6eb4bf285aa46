let last: Promise<void> = Promise.resolve();

/**
 * Settles in a turn of the event loop of its own, one call after the other. Work that is cut by it
 * lets the requests of others through: a course of thousands of lessons would hold them all up.
 */
export function breathe(): Promise<void> {
  last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
  return last;
}
