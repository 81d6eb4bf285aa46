import type { Answers } from '@ourshiksha/contract/test';
import { describe, expect, it } from 'vitest';
import { type AttemptStore, type Batch, createAttempt, type Saved } from './attempt.ts';
import { forgetAttempt, type Storing } from './shelf.ts';

/** A browser's storage, for as many tabs as a test opens. */
function storage(content: Record<string, string> = {}): Storing & { keys(): string[] } {
  const items = new Map(Object.entries(content));
  return {
    get length() {
      return items.size;
    },
    key: (index) => [...items.keys()][index] ?? null,
    keys: () => [...items.keys()],
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

/** The server's rule in a few lines: by question, the higher sequence wins. */
function server() {
  const held = new Map<string, { answer: Answers[string]; sequence: number }>();
  const told = (stale: number[] = []): Saved => ({
    sequence: Math.max(0, ...[...held.values()].map(({ sequence }) => sequence)),
    answers: Object.fromEntries([...held].map(([id, { answer }]) => [id, answer])),
    stale,
  });
  const take = ({ sequence, answers }: Batch): Saved => {
    const stale = Object.entries(answers).flatMap(([id, answer]) => {
      if ((held.get(id)?.sequence ?? 0) >= sequence) return [Number(id)];
      held.set(id, { answer, sequence });
      return [];
    });
    return told(stale);
  };
  return { told, take };
}

const questions = [{ id: 1 }, { id: 2 }, { id: 3 }];
let clock = 0;
const open = (saved: Pick<Saved, 'answers' | 'sequence'>, kept: Storing | null = storage()) =>
  createAttempt({ attempt: 5, questions, saved, storage: kept, now: () => clock });
const nothing = { answers: {}, sequence: 0 };

function save(attempt: AttemptStore, on: ReturnType<typeof server>) {
  const batch = attempt.batch();
  attempt.accept(batch, on.take(batch));
}

describe('an open attempt in the browser', () => {
  it('begins with what the server holds', () => {
    expect(open({ answers: { 1: 'A' }, sequence: 4 }).answers.get()).toEqual({ 1: 'A' });
  });

  it('stays within its questions', () => {
    const attempt = open(nothing);
    attempt.goTo(9);
    expect(attempt.position.get()).toBe(2);
    attempt.goTo(-1);
    expect(attempt.position.get()).toBe(0);
  });

  it('sends what has changed and forgets it once it is saved', () => {
    const [cms, kept] = [server(), storage()];
    const attempt = open(nothing, kept);
    attempt.answer(1, 'A');
    attempt.answer(2, ['B', 'C']);
    expect(attempt.batch()).toEqual({ sequence: 1, answers: { 1: 'A', 2: ['B', 'C'] } });
    save(attempt, cms);
    expect([attempt.pending.get(), kept.keys()]).toEqual([0, []]);
    expect(attempt.batch()).toEqual({ sequence: 2, answers: {} });
  });

  it('sends again what was changed while it was on its way', () => {
    const cms = server();
    const attempt = open(nothing);
    attempt.answer(1, 'G');
    const batch = attempt.batch();
    attempt.answer(1, 'GET');
    attempt.accept(batch, cms.take(batch));
    expect(attempt.answers.get()).toEqual({ 1: 'GET' });
    expect(attempt.batch()).toEqual({ sequence: 2, answers: { 1: 'GET' } });
    save(attempt, cms);
    expect(cms.told().answers).toEqual({ 1: 'GET' });
  });

  it('takes back after a reload what the server did not get, and marks too', () => {
    const kept = storage();
    const before = open(nothing, kept);
    before.answer(1, 'A');
    before.mark(3, true);
    const again = open(nothing, kept);
    expect(again.answers.get()).toEqual({});
    again.restore();
    expect(again.answers.get()).toEqual({ 1: 'A' });
    expect(again.marked.get()).toEqual(['3']);
    expect(again.pending.get()).toBe(1);
  });

  it('forgets everything when its result is there, and nothing of another attempt', () => {
    const kept = storage({ 'attempt-55.1': '{"answer":"C","sequence":0}', theme: 'dark' });
    const attempt = open(nothing, kept);
    attempt.answer(2, 'B');
    attempt.mark(1, true);
    forgetAttempt(5, kept);
    expect(kept.keys()).toEqual(['attempt-55.1', 'theme']);
  });

  it.each(['{', 'null', '[]', '{"answer":4,"sequence":1}', '{"answer":"A"}', '"A"'])(
    'ignores a storage that holds %s',
    (content) => {
      const kept = storage({
        'attempt-5.1': content,
        'attempt-5.9': '{"answer":"A","sequence":0}',
      });
      const attempt = open(nothing, kept);
      attempt.restore();
      expect(attempt.answers.get()).toEqual({});
    },
  );

  it('works where the browser forbids its storage', () => {
    const forbidden = () => {
      throw new Error('SecurityError');
    };
    const attempt = open(nothing, {
      length: 1,
      key: forbidden,
      getItem: forbidden,
      setItem: forbidden,
      removeItem: forbidden,
    });
    attempt.restore();
    attempt.answer(1, 'A');
    save(attempt, server());
    expect(attempt.answers.get()).toEqual({ 1: 'A' });
  });
});

describe('two devices on one attempt', () => {
  it('see what the other has answered once they ask', () => {
    const cms = server();
    const [phone, laptop] = [open(nothing), open(nothing)];
    phone.answer(1, 'A');
    save(phone, cms);
    laptop.answer(2, 'B');
    save(laptop, cms);
    expect(laptop.answers.get()).toEqual({ 1: 'A', 2: 'B' });
    save(phone, cms);
    expect(phone.answers.get()).toEqual({ 1: 'A', 2: 'B' });
  });

  it('keep the answer that was just given where both answered the same question', () => {
    const cms = server();
    const [phone, laptop] = [open(nothing), open(nothing)];
    phone.answer(1, 'A');
    save(phone, cms);
    laptop.answer(1, 'B');
    save(laptop, cms);
    expect(laptop.pending.get()).toBe(1);
    save(laptop, cms);
    expect(cms.told().answers).toEqual({ 1: 'B' });
    save(phone, cms);
    expect(phone.answers.get()).toEqual({ 1: 'B' });
  });

  it('an answer that waited for a line gives way to one that was given elsewhere meanwhile', () => {
    const cms = server();
    const [phone, laptop] = [open(nothing), open(nothing)];
    phone.answer(1, 'A');
    phone.answer(3, 'C');
    clock += 60_000;
    laptop.answer(1, 'B');
    save(laptop, cms);
    save(phone, cms);
    expect(phone.pending.get()).toBe(0);
    expect(phone.answers.get()).toEqual({ 1: 'B', 3: 'C' });
    expect(cms.told().answers).toEqual({ 1: 'B', 3: 'C' });
  });

  it('an answer of before a reload gives way too, though the page knows the newer sequence', () => {
    const [cms, kept] = [server(), storage()];
    open(nothing, kept).answer(1, 'A');
    const laptop = open(nothing);
    laptop.answer(1, 'B');
    save(laptop, cms);
    laptop.answer(2, 'B');
    save(laptop, cms);
    const phone = open(cms.told(), kept);
    phone.restore();
    expect(phone.batch()).toEqual({ sequence: 1, answers: { 1: 'A' } });
    save(phone, cms);
    expect(phone.answers.get()).toEqual({ 1: 'B', 2: 'B' });
    expect([phone.pending.get(), kept.keys()]).toEqual([0, []]);
  });

  it('an answer given after the reload goes after the one of before', () => {
    const [cms, kept] = [server(), storage()];
    open(nothing, kept).answer(1, 'A');
    const laptop = open(nothing);
    laptop.answer(2, 'B');
    save(laptop, cms);
    const phone = open(cms.told(), kept);
    phone.restore();
    phone.answer(2, 'D');
    save(phone, cms);
    save(phone, cms);
    expect(cms.told().answers).toEqual({ 1: 'A', 2: 'D' });
    expect(phone.pending.get()).toBe(0);
  });
});

describe('two tabs of one browser', () => {
  it('show each other’s answers at once, but not over their own', () => {
    const kept = storage();
    const [one, other] = [open(nothing, kept), open(nothing, kept)];
    one.answer(1, 'A');
    other.answer(2, 'B');
    other.heard('attempt-5.1', kept.getItem('attempt-5.1'));
    one.heard('attempt-5.1', '{"answer":"Z","sequence":0}');
    expect(other.answers.get()).toEqual({ 1: 'A', 2: 'B' });
    expect(one.answers.get()).toEqual({ 1: 'A' });
    other.heard('attempt-6.1', '{"answer":"of another attempt","sequence":0}');
    other.heard('attempt-5.1', null);
    expect(other.answers.get()).toEqual({ 1: 'A', 2: 'B' });
  });

  it('do not take each other’s answers out of the storage', () => {
    const [cms, kept] = [server(), storage()];
    const [one, other] = [open(nothing, kept), open(nothing, kept)];
    one.answer(1, 'A');
    const batch = one.batch();
    other.answer(1, 'B');
    one.accept(batch, cms.take(batch));
    expect(kept.keys()).toEqual(['attempt-5.1']);
    save(other, cms);
    save(other, cms);
    expect(cms.told().answers).toEqual({ 1: 'B' });
    expect(kept.keys()).toEqual([]);
  });
});
