import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLab } from './lab.ts';

function shelfWith(content: Record<string, string> = {}) {
  const items = new Map(Object.entries(content));
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

const kept = (code: string, since: string | null) => ({ 'lab-1': JSON.stringify({ code, since }) });

/** A server that answers when it is told to. */
function server() {
  const asked: { code: string; answer(savedAt: string): void; fail(): void }[] = [];
  const save = (code: string) =>
    new Promise<string>((resolve, reject) => {
      asked.push({ code, answer: resolve, fail: () => reject(new Error('No line.')) });
    });
  return { asked, save };
}

function open({ shelf = shelfWith(), savedAt = null as string | null } = {}) {
  const { asked, save } = server();
  const lab = createLab({ key: 'lab-1', code: 'given', savedAt, shelf, save });
  return { lab, asked, shelf };
}

describe('the code of a lab in the browser', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is saved two seconds after the last key, once', async () => {
    const { lab, asked, shelf } = open();
    lab.type('a');
    await vi.advanceTimersByTimeAsync(1_500);
    lab.type('ab');
    await vi.advanceTimersByTimeAsync(1_999);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked.map(({ code }) => code)).toEqual(['ab']);
    expect(shelf.items.size).toBe(1);
    asked[0]?.answer('now');
    await vi.advanceTimersByTimeAsync(0);
    expect(lab.saving.get()).toBe('saved');
    expect(shelf.items.size).toBe(0);
  });

  it('typed while a save was on its way is saved by the next one, never before it', async () => {
    const { lab, asked } = open();
    lab.type('a');
    await vi.advanceTimersByTimeAsync(2_000);
    lab.type('ab');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked.length).toBe(1);
    asked[0]?.answer('1');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked.map(({ code }) => code)).toEqual(['a', 'ab']);
    expect(lab.saving.get()).toBe('saving');
  });

  it('stays on the device and is tried again where the line is down', async () => {
    const { lab, asked, shelf } = open();
    lab.type('a');
    await vi.advanceTimersByTimeAsync(2_000);
    asked[0]?.fail();
    await vi.advanceTimersByTimeAsync(0);
    expect(lab.saving.get()).toBe('failed');
    expect(shelf.items.size).toBe(1);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBe(2);
  });

  it('of a closed page comes back and is saved', async () => {
    const { lab, asked } = open({ shelf: shelfWith(kept('mine', 'then')), savedAt: 'then' });
    lab.restore();
    expect(lab.code.get()).toBe('mine');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(asked.map(({ code }) => code)).toEqual(['mine']);
  });

  it('never replaces newer code of another device unasked', () => {
    const { lab, shelf } = open({ shelf: shelfWith(kept('mine', 'then')), savedAt: 'later' });
    lab.restore();
    expect(lab.code.get()).toBe('given');
    expect(lab.leftover.get()).toBe('mine');
    lab.takeLeftover();
    expect(lab.code.get()).toBe('mine');
    expect(lab.undo.get()).toBe('given');
    lab.undoReplace();
    lab.dropLeftover();
    expect(lab.code.get()).toBe('given');
    expect(shelf.items.size).toBe(1);
  });

  it('that was replaced comes back until something is typed', () => {
    const { lab } = open();
    lab.type('long work');
    lab.replace('given');
    lab.undoReplace();
    expect(lab.code.get()).toBe('long work');
    lab.replace('given');
    lab.type('given and more');
    expect(lab.undo.get()).toBeNull();
  });

  it('that a check stored needs no save of its own', () => {
    const { lab, shelf } = open();
    lab.type('a');
    lab.arrived('a', 'now');
    expect(lab.saving.get()).toBe('saved');
    expect(shelf.items.size).toBe(0);
  });

  it.each(['{', 'null', '[]', '{"code":4}'])(
    'is not misled by a shelf that holds %s',
    (content) => {
      const { lab } = open({ shelf: shelfWith({ 'lab-1': content }) });
      lab.restore();
      expect(lab.code.get()).toBe('given');
    },
  );
});
