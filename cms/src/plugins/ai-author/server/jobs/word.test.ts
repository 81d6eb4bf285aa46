import { describe, expect, it } from 'vitest';
import { callsForWork, wordOf } from './word';

describe('a word of the channel', () => {
  it('tells what is to be read anew', () => {
    expect(wordOf('7 job paused')).toEqual({ about: 'job', job: 7, state: 'paused' });
    expect(wordOf('7 step 12 running')).toEqual({
      about: 'step',
      job: 7,
      step: 12,
      state: 'running',
    });
    expect(wordOf('7 proposals 12')).toEqual({ about: 'proposals', job: 7, step: 12 });
  });

  it('is nothing where it has another form', () => {
    for (const payload of ['', '7', '7 job', '7 step 12', 'x job done', '7 proposals 12 done'])
      expect(wordOf(payload)).toBeNull();
  });

  it('calls for work where a step may be begun now, and not at every piece of an answer', () => {
    const calls = ['7 job running', '7 step 1 waiting', '7 step 1 done', '7 step 1 failed'];
    const silent = ['7 step 1 running', '7 job paused', '7 proposals 1'];
    const heard = [...calls, ...silent].map((payload) => {
      const word = wordOf(payload);
      return word !== null && callsForWork(word);
    });
    expect(heard).toEqual([...calls.map(() => true), ...silent.map(() => false)]);
  });
});
