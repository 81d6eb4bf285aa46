import { describe, expect, it } from 'vitest';
import { createAttempt, forgetAttempt } from './attempt.ts';

function shelf(content: Record<string, string> = {}) {
  const items = new Map(Object.entries(content));
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}
const open = { attempt: { id: 5 }, questions: [{ id: 1 }, { id: 2 }] };

describe('an open attempt in the browser', () => {
  it('takes answers back after a reload', () => {
    const store = shelf();
    createAttempt(open, store).answer(1, 'A');
    const again = createAttempt(open, store);
    expect(again.answers.get()).toEqual({});
    again.restore();
    expect(again.answers.get()).toEqual({ 1: 'A' });
  });

  it('forgets them when its result is there, and no other attempt’s', () => {
    const store = shelf({ 'attempt-6': '{"1":"C"}' });
    createAttempt(open, store).answer(2, 'B');
    forgetAttempt(5, store);
    expect([...store.items.keys()]).toEqual(['attempt-6']);
  });

  it.each(['{', 'null', '[]', '{"1":4,"9":"of another test"}'])(
    'ignores a shelf that holds %s',
    (content) => {
      const attempt = createAttempt(open, shelf({ 'attempt-5': content }));
      attempt.restore();
      expect(attempt.answers.get()).toEqual({});
    },
  );

  it('stays within its questions', () => {
    const attempt = createAttempt(open, null);
    attempt.goTo(9);
    expect(attempt.position.get()).toBe(1);
    attempt.goTo(-1);
    expect(attempt.position.get()).toBe(0);
  });
});
