import { atom } from 'nanostores';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from './attempt.ts';
import { backoff, createSaver, type Outcome, type SaveState } from './saving.ts';

const arrived: Outcome = { kind: 'saved', saved: { sequence: 1, answers: {}, stale: [] } };
const lost: Outcome = { kind: 'unreachable' };

/** A saver on an attempt of one number: how many answers wait. What is sent waits for its outcome. */
function setUp() {
  const pending = atom(0);
  const sent: { batch: Batch; end: (outcome: Outcome) => Promise<void> }[] = [];
  const store = {
    pending,
    batch: () => ({
      sequence: 1,
      answers: Object.fromEntries(Array.from({ length: pending.get() }, (_, id) => [id, 'A'])),
    }),
    accept: ({ answers }: Batch) => pending.set(pending.get() - Object.keys(answers).length),
  };
  const saver = createSaver(store, (batch) => {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const end = async (outcome: Outcome) => {
      resolve(outcome);
      await vi.advanceTimersByTimeAsync(0);
    };
    sent.push({ batch, end });
    return promise;
  });
  const change = () => {
    pending.set(pending.get() + 1);
    saver.changed();
  };
  return { saver, sent, change };
}

describe('saving as one goes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

  it('waits until the student pauses', async () => {
    const { saver, sent, change } = setUp();
    change();
    await pass(900);
    change();
    await pass(900);
    expect(sent).toHaveLength(0);
    await pass(100);
    expect([sent.length, saver.state.get()]).toEqual([1, 'saving']);
    await sent[0]?.end(arrived);
    expect(saver.state.get()).toBe('saved');
    await pass(60_000);
    expect(sent).toHaveLength(1);
  });

  it('has one request on its way at a time, and sends what came meanwhile after it', async () => {
    const { saver, sent, change } = setUp();
    change();
    await pass(1_000);
    change();
    await pass(5_000);
    expect(sent).toHaveLength(1);
    await sent[0]?.end(arrived);
    expect(saver.state.get()).toBe('saving');
    await pass(1_000);
    expect(sent).toHaveLength(2);
    await sent[1]?.end(arrived);
    expect(saver.state.get()).toBe('saved');
  });

  it('does not pause before the rest where the page hides meanwhile', async () => {
    const { saver, sent, change } = setUp();
    change();
    await pass(1_000);
    change();
    saver.hurry();
    expect(sent).toHaveLength(1);
    await sent[0]?.end(arrived);
    await pass(1);
    expect(sent).toHaveLength(2);
  });

  it('sends at once when the page hides, and nothing where nothing waits', async () => {
    const { saver, sent, change } = setUp();
    saver.hurry();
    expect(sent).toHaveLength(0);
    change();
    saver.hurry();
    expect(sent).toHaveLength(1);
    await sent[0]?.end(arrived);
    await pass(2_000);
    expect(sent).toHaveLength(1);
  });

  it('tries again with growing pauses while there is no line, and says so all the while', async () => {
    const { saver, sent, change } = setUp();
    const states: SaveState[] = [];
    saver.state.listen((state) => states.push(state));
    change();
    await pass(1_000);
    for (const wait of [1_250, 2_500, 5_000]) {
      await sent.at(-1)?.end(lost);
      const before = sent.length;
      change();
      await pass(wait);
      expect(sent).toHaveLength(before + 1);
    }
    await sent.at(-1)?.end(arrived);
    expect(states).toEqual(['saving', 'waiting', 'saved']);
  });

  it('never waits longer than 19 seconds', () => {
    expect([1, 2, 3, 4, 5, 50].map((failures) => backoff(failures, () => 0))).toEqual([
      1_000, 2_000, 4_000, 8_000, 15_000, 15_000,
    ]);
    expect(backoff(50, () => 0.999)).toBeLessThan(19_000);
  });

  it('tries at once when the line is back', async () => {
    const { saver, sent, change } = setUp();
    change();
    await pass(1_000);
    await sent[0]?.end(lost);
    saver.hurry();
    expect(sent).toHaveLength(2);
  });

  it('goes on after a session that was over, and stops for good when the attempt is', async () => {
    const { saver, sent, change } = setUp();
    change();
    await pass(1_000);
    await sent[0]?.end({ kind: 'signed-out' });
    expect(saver.state.get()).toBe('signed-out');
    await pass(1_250);
    await sent[1]?.end({ kind: 'over' });
    expect(saver.state.get()).toBe('over');
    change();
    saver.hurry();
    await pass(60_000);
    expect(sent).toHaveLength(2);
    expect(await saver.sync()).toBe('over');
  });

  it('asks before handing in also where nothing waits, and says whether the server was reached', async () => {
    const { saver, sent } = setUp();
    const reached = saver.sync();
    await pass(0);
    expect(sent[0]?.batch.answers).toEqual({});
    await sent[0]?.end(arrived);
    expect(await reached).toBe('saved');
    const failed = saver.sync();
    await pass(0);
    await sent[1]?.end(lost);
    expect(await failed).toBe('waiting');
  });

  it('at the end of the time insists until the server was reached', async () => {
    const { saver, sent, change } = setUp();
    change();
    let reached: SaveState | undefined;
    void saver.insist().then((state) => {
      reached = state;
    });
    await pass(0);
    await sent[0]?.end(lost);
    await pass(1_250);
    await sent[1]?.end(lost);
    expect(reached).toBeUndefined();
    await pass(2_500);
    await sent[2]?.end(arrived);
    await sent[3]?.end(arrived);
    expect(reached).toBe('saved');
  });
});
