import { describe, expect, it } from 'vitest';
import { untilAnswered } from './patience';

const failing = (code: string) => Object.assign(new Error('It failed.'), { code });

/** Throws these one after the other, then answers. */
function work(...errors: readonly Error[]) {
  const left = [...errors];
  let calls = 0;
  return {
    calls: () => calls,
    async run() {
      calls += 1;
      const error = left.shift();
      if (error) throw error;
      return 'kept';
    },
  };
}
const never = new AbortController().signal;

describe('what was paid for', () => {
  it('waits for a database that restarts', async () => {
    const { run, calls } = work(failing('57P01'), failing('ECONNREFUSED'), failing('57P03'));
    expect(await untilAnswered(run, { signal: never, pause: 0 })).toBe('kept');
    expect(calls()).toBe(4);
  });

  it('does not wait where waiting changes nothing, nor for ever', async () => {
    const defect = work(failing('23505'));
    await expect(untilAnswered(defect.run, { signal: never, pause: 0 })).rejects.toThrow('failed');
    expect(defect.calls()).toBe(1);
    const gone = work(...Array.from({ length: 9 }, () => failing('ECONNREFUSED')));
    const asked = untilAnswered(gone.run, { signal: never, pause: 0, most: 3 });
    await expect(asked).rejects.toThrow('failed');
    expect(gone.calls()).toBe(3);
  });

  it('is given up at once by a signal', async () => {
    const stop = new AbortController();
    const { run, calls } = work(failing('57P01'), failing('57P01'));
    const asked = untilAnswered(run, { signal: stop.signal, pause: 60_000 });
    stop.abort(new Error('The job was cancelled.'));
    await expect(asked).rejects.toThrow('The job was cancelled.');
    expect(calls()).toBe(1);
  });
});
