import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startWorker, type Worker } from './worker';

/** Long enough that nothing here happens by itself. */
const pause = 3_600_000;
let todo: number;
let done: number[];
let failures: unknown[];
let breaks: Error | undefined;
let worker: Worker;

beforeEach(() => {
  [todo, done, failures, breaks] = [0, [], [], undefined];
  worker = startWorker({
    step: async () => {
      if (breaks !== undefined) throw breaks;
      if (todo === 0) return false;
      done.push(todo);
      todo -= 1;
      return true;
    },
    failed: (error) => failures.push(error),
    pause,
  });
});
afterEach(async () => {
  await worker.stop();
});

describe('a worker', () => {
  it('does all there is when it is woken, and nothing before', async () => {
    todo = 3;
    expect(done).toEqual([]);
    worker.wake();
    await vi.waitFor(() => expect(done).toEqual([3, 2, 1]));
  });

  it('does nothing any more once it is stopped', async () => {
    await worker.stop();
    todo = 1;
    worker.wake();
    expect(done).toEqual([]);
  });

  it('survives a failure, and goes on when it is woken again', async () => {
    breaks = new Error('the database is away');
    worker.wake();
    await vi.waitFor(() => expect(failures).toEqual([breaks]));
    breaks = undefined;
    todo = 1;
    worker.wake();
    await vi.waitFor(() => expect(done).toEqual([1]));
  });
});
