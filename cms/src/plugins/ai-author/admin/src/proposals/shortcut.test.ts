import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcut';

const pressed = (key: string, rest: Partial<KeyboardEvent> = {}) =>
  shortcutOf({
    key,
    repeat: false,
    isComposing: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...rest,
  });

describe('a key on the page of proposals', () => {
  it('decides once, however long it is held', () => {
    expect(['a', 'e', 'r'].map((key) => pressed(key))).toEqual([
      { act: 'accept' },
      { act: 'edit' },
      { act: 'reject' },
    ]);
    expect(['a', 'e', 'r'].map((key) => pressed(key, { repeat: true }))).toEqual([
      null,
      null,
      null,
    ]);
  });

  it('moves on while it is held', () => {
    expect(pressed('j', { repeat: true })).toEqual({ step: 1, isArrow: false });
    expect(pressed('ArrowUp', { repeat: true })).toEqual({ step: -1, isArrow: true });
  });

  it('is no shortcut with another key, within a word that is being composed, or when it means nothing', () => {
    expect(pressed('a', { ctrlKey: true })).toBeNull();
    expect(pressed('r', { metaKey: true })).toBeNull();
    expect(pressed('a', { isComposing: true })).toBeNull();
    expect(pressed('x')).toBeNull();
    expect(pressed('constructor')).toBeNull();
  });
});
