import { describe, expect, it } from 'vitest';
import { createClock } from './clock.ts';

const said = { deadline: '2026-11-21T09:10:00Z', server_time: '2026-11-21T09:00:00Z' };

describe('the clock of an attempt', () => {
  it('counts on a steady clock from what the server said, whatever the time of day is here', () => {
    let now = 5_000;
    const clock = createClock(() => now);
    clock.hear(said, 5_000, 5_000);
    expect(clock.left()).toBe(600);
    now += 61_500;
    expect(clock.left()).toBe(538.5);
    now += 600_000;
    expect(clock.left()).toBe(-61.5);
  });

  it('takes the server’s time as read halfway through a request', () => {
    const clock = createClock(() => 10_000);
    clock.hear(said, 2_000, 10_000);
    expect(clock.left()).toBe(596);
  });

  it('has no end without a limit', () => {
    const clock = createClock(() => 0);
    expect(clock.left()).toBe(null);
    clock.hear(said, 0, 0);
    clock.hear({ ...said, deadline: null }, 0, 0);
    expect(clock.left()).toBe(null);
  });
});
