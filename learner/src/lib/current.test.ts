import { describe, expect, it } from 'vitest';
import { Current, OLDEST } from './current.ts';

/** Something to read whose answers the test gives, one by one, and a clock the test moves. */
function setting() {
  const open: { resolve(value: string): void; reject(error: Error): void }[] = [];
  let time = 0;
  const current = new Current<string>(
    () => new Promise((resolve, reject) => open.push({ resolve, reject })),
    { now: () => time },
  );
  return {
    current,
    reads: () => open.length,
    answer: (value: string) => open.at(-1)?.resolve(value),
    answerTo: (read: number, value: string) => open[read]?.resolve(value),
    fail: () => open.at(-1)?.reject(new Error('no answer')),
    pass: (milliseconds: number) => {
      time += milliseconds;
    },
  };
}

async function known(value: string) {
  const set = setting();
  const first = set.current.get();
  set.answer(value);
  await first;
  return set;
}

/** Lets everything run that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('what is current', () => {
  it('is read once for all who ask at the same time, and kept', async () => {
    const { current, reads, answer } = setting();
    const both = [current.get(), current.get()];
    answer('one');
    expect(await Promise.all(both)).toEqual(['one', 'one']);
    expect(await current.get()).toBe('one');
    expect(reads()).toBe(1);
  });

  it('heals within a minute although nobody told of the change', async () => {
    const { current, reads, answer, pass } = await known('one');
    expect(OLDEST).toBeLessThan(60_000);
    pass(OLDEST - 1);
    expect(await current.get()).toBe('one');
    expect(reads()).toBe(1);
    pass(1);
    const next = current.get();
    answer('two');
    expect(await next).toBe('two');
  });

  it('counts its age from when it was asked for, not from when the answer came', async () => {
    const { current, reads, answer, pass } = setting();
    const slow = current.get();
    pass(OLDEST);
    answer('one');
    await slow;
    const next = current.get();
    expect(reads()).toBe(2);
    answer('two');
    expect(await next).toBe('two');
  });

  it('is not known when it could not be read, and the next who asks tries again', async () => {
    const { current, answer, fail } = setting();
    const first = current.get();
    fail();
    await expect(first).rejects.toThrow('no answer');
    const second = current.get();
    answer('one');
    expect(await second).toBe('one');
  });
});

describe('a change that was told', () => {
  it('lets nobody wait: the old is shown until the new is there', async () => {
    const { current, answer } = await known('one');
    const renewed = current.renew();
    await settle();
    expect(await current.get()).toBe('one');
    answer('two');
    await renewed;
    expect(await current.get()).toBe('two');
  });

  it('while it is being read is followed by another reading', async () => {
    const { current, reads, answerTo } = await known('one');
    const first = current.renew();
    await settle();
    const second = current.renew();
    const third = current.renew();
    await settle();
    expect(reads()).toBe(2);
    answerTo(1, 'read before the second change');
    await first;
    await settle();
    expect(reads()).toBe(3);
    answerTo(2, 'three');
    await Promise.all([second, third]);
    expect(await current.get()).toBe('three');
    expect(reads()).toBe(3);
  });

  it('that cannot be read leaves nothing to be taken for current', async () => {
    const { current, fail, answer } = await known('one');
    const renewed = current.renew();
    await settle();
    fail();
    await renewed;
    const next = current.get();
    answer('two');
    expect(await next).toBe('two');
  });
});
