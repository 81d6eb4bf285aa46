import { atom, type ReadableAtom } from 'nanostores';

/** Where the typed code is: on the server, on its way, or only on this device so far. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed';

/** The code of one lab in the browser: saved as one types, kept on this device until it is. */
export interface LabStore {
  readonly code: ReadableAtom<string>;
  readonly saving: ReadableAtom<Saving>;
  /** What was typed here and never saved, where something newer was saved elsewhere. */
  readonly leftover: ReadableAtom<string | null>;
  /** What a reset took away, until something else is typed. */
  readonly undo: ReadableAtom<string | null>;
  /** Takes back what a closed page would have lost. */
  restore(): void;
  type(code: string): void;
  /** Puts the code in place of what is there, which can be undone. */
  replace(code: string): void;
  undoReplace(): void;
  takeLeftover(): void;
  dropLeftover(): void;
  /** Saves now what is not saved yet; `isLast` where the page may be going away. */
  flush(isLast?: boolean): Promise<void>;
  /** The server has this code by another way: a check stores what it runs. */
  arrived(code: string, savedAt: string | null): void;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface LabSource {
  /** Tells this lab's shelf from others. */
  readonly key: string;
  readonly code: string;
  /** When the server last saved code of this lab; null for never. */
  readonly savedAt: string | null;
  readonly shelf: Shelf | null;
  /** Resolves with the time at which the server saved it. */
  readonly save: (code: string, isLast: boolean) => Promise<string>;
}

/** Milliseconds from the last key to the save, and from a failure to the next try. */
const QUIET = 2_000;
const RETRY = 5_000;

interface Kept {
  readonly code: string;
  /** What the server had when this was typed. */
  readonly since: string | null;
}

function readKept(shelf: Shelf | null, key: string): Kept | null {
  try {
    const stored: unknown = JSON.parse(shelf?.getItem(key) ?? 'null');
    if (typeof stored !== 'object' || stored === null) return null;
    const { code, since } = stored as Record<string, unknown>;
    if (typeof code !== 'string') return null;
    return { code, since: typeof since === 'string' ? since : null };
  } catch {
    return null;
  }
}

export function createLab({ key, code: begin, savedAt, shelf, save }: LabSource): LabStore {
  const code = atom(begin);
  const saving = atom<Saving>('saved');
  const leftover = atom<string | null>(null);
  const undo = atom<string | null>(null);
  let since = savedAt;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let onItsWay: Promise<void> | null = null;

  function keep(text: string | null) {
    try {
      if (text === null) shelf?.removeItem(key);
      else shelf?.setItem(key, JSON.stringify({ code: text, since } satisfies Kept));
    } catch {
      // A full or forbidden shelf loses a comfort: the code is on its way to the server anyway.
    }
  }

  function schedule(wait: number) {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), wait);
  }

  function arrived(text: string, at: string | null) {
    since = at ?? since;
    if (text !== code.get()) return schedule(QUIET);
    clearTimeout(timer);
    if (leftover.get() === null) keep(null);
    saving.set('saved');
  }

  async function send(isLast: boolean): Promise<void> {
    const text = code.get();
    saving.set('saving');
    try {
      arrived(text, await save(text, isLast));
    } catch {
      saving.set('failed');
      schedule(RETRY);
    }
  }

  async function flush(isLast = false): Promise<void> {
    clearTimeout(timer);
    // Two saves at once might arrive in the wrong order; a page that goes away cannot wait.
    if (onItsWay && !isLast) await onItsWay;
    if (saving.get() === 'saved') return;
    onItsWay = send(isLast);
    await onItsWay;
    onItsWay = null;
  }

  function change(text: string) {
    if (text === code.get()) return;
    code.set(text);
    keep(text);
    saving.set('waiting');
    schedule(QUIET);
  }

  return {
    code,
    saving,
    leftover,
    undo,
    restore() {
      const kept = readKept(shelf, key);
      if (kept === null) return;
      if (kept.code === begin) return keep(null);
      if (kept.since === savedAt) change(kept.code);
      else leftover.set(kept.code);
    },
    type(text) {
      if (text !== code.get()) undo.set(null);
      change(text);
    },
    replace(text) {
      const before = code.get();
      if (text === before) return;
      change(text);
      undo.set(before);
    },
    undoReplace() {
      const before = undo.get();
      if (before === null) return;
      undo.set(null);
      change(before);
    },
    takeLeftover() {
      const mine = leftover.get();
      if (mine === null) return;
      leftover.set(null);
      undo.set(code.get());
      change(mine);
    },
    dropLeftover() {
      leftover.set(null);
      if (saving.get() === 'saved') keep(null);
    },
    flush,
    arrived,
  };
}
