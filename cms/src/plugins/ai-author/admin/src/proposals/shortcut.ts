const acts = { a: 'accept', e: 'edit', r: 'reject' } as const;
const ways = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 } as const;

/** What a key asks for: the next proposal (1) or the one before (-1), or an act on one. */
export type Shortcut =
  | { readonly step: 1 | -1; readonly isArrow: boolean }
  | { readonly act: (typeof acts)[keyof typeof acts] };

type Key = Pick<
  KeyboardEvent,
  'key' | 'repeat' | 'isComposing' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'
>;

const isIn = <Keys extends object>(key: PropertyKey, keys: Keys): key is keyof Keys =>
  Object.hasOwn(keys, key);

/**
 * Null for every other key. A key that is held down moves on, but decides once: the next proposal has
 * the focus by then, and nobody has read it.
 */
export function shortcutOf(event: Key): Shortcut | null {
  const { key, repeat, isComposing, ctrlKey, metaKey, altKey, shiftKey } = event;
  if (isComposing || ctrlKey || metaKey || altKey || shiftKey) return null;
  if (isIn(key, ways)) return { step: ways[key], isArrow: key.startsWith('Arrow') };
  if (isIn(key, acts) && !repeat) return { act: acts[key] };
  return null;
}
