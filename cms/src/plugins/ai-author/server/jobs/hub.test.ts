import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Hub } from './hub';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const { signal } = new AbortController();

describe('somebody who watches a job', () => {
  it('is told once of what changed often while they were busy, and of no other job', async () => {
    const hub = new Hub();
    const watch = hub.watch(7);
    for (let time = 0; time < 1000; time += 1) {
      hub.tell({ about: 'step', job: 7, step: 1 + (time % 2), state: 'running' });
    }
    hub.tell({ about: 'proposals', job: 7, step: 1 });
    hub.tell({ about: 'job', job: 8, state: 'done' });
    expect(await watch.next(1000, signal)).toEqual({
      job: false,
      steps: [1, 2],
      proposals: [1],
      all: false,
    });
    const next = watch.next(1000, signal);
    hub.tell({ about: 'job', job: 7, state: 'done' });
    expect(await next).toEqual({ job: true, steps: [], proposals: [], all: false });
  });

  it('waits no longer than asked, or until they go', async () => {
    const hub = new Hub();
    const watch = hub.watch(7);
    const quiet = watch.next(1000, signal);
    await vi.advanceTimersByTimeAsync(1000);
    expect(await quiet).toBeNull();
    const going = new AbortController();
    const gone = watch.next(1000, going.signal);
    going.abort();
    expect(await gone).toBeNull();
  });

  it('reads everything anew after a break, and nothing is kept of who has gone', async () => {
    const hub = new Hub();
    const [one, other] = [hub.watch(7), hub.watch(7)];
    expect(hub.size).toBe(2);
    hub.resync();
    expect((await one.next(1000, signal))?.all).toBe(true);
    one.end();
    other.end();
    expect(hub.size).toBe(0);
  });
});
