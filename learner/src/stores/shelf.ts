import type { Answer } from '../lib/answers.ts';

/**
 * The browser's own storage for what the server does not have yet: one entry a question, so that two
 * tabs on one attempt do not write over each other's, and one for the questions marked for later.
 */
export type Storing = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** An answer on its way to the server. */
export interface Edit {
  readonly answer: Answer;
  /** The attempt's sequence as this browser knew it when the answer was given. */
  readonly sequence: number;
}

const prefixOf = (attempt: number): string => `attempt-${attempt}.`;
const MARKED = 'marked';

export const isAnswer = (value: unknown): value is Answer =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/** Null for anything that is no edit; what stands in a storage may be anything. */
export function readEdit(text: string | null): Edit | null {
  try {
    const found: unknown = JSON.parse(text ?? 'null');
    if (typeof found !== 'object' || found === null) return null;
    if (!('answer' in found && 'sequence' in found)) return null;
    const { answer, sequence } = found;
    return isAnswer(answer) && Number.isSafeInteger(sequence)
      ? { answer, sequence: Number(sequence) }
      : null;
  } catch {
    return null;
  }
}

function readIds(text: string | null): string[] {
  try {
    const found: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(found) ? found.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function keysWith(storing: Storing, prefix: string): string[] {
  const keys = Array.from({ length: storing.length }, (_, index) => storing.key(index));
  return keys.filter((key): key is string => key?.startsWith(prefix) ?? false);
}

/**
 * Clears what is kept of an attempt. Only the page that shows its result may: until then the answers
 * may have been lost on their way, to a dead line, a server in trouble or a session that was over.
 */
export function forgetAttempt(attempt: number, storing: Storing): void {
  for (const key of keysWith(storing, prefixOf(attempt))) storing.removeItem(key);
}

/** One attempt's part of the storage. A storage that is full or forbidden loses a comfort only. */
export class Shelf {
  readonly #storing: Storing | null;
  readonly #prefix: string;

  constructor(attempt: number, storing: Storing | null) {
    this.#storing = storing;
    this.#prefix = prefixOf(attempt);
  }

  edits(): Map<string, Edit> {
    const found = new Map<string, Edit>();
    this.#try((storing) => {
      for (const key of keysWith(storing, this.#prefix)) {
        const edit = readEdit(storing.getItem(key));
        if (edit) found.set(key.slice(this.#prefix.length), edit);
      }
    });
    return found;
  }

  put(question: string, edit: Edit): void {
    this.#try((storing) => storing.setItem(this.#prefix + question, JSON.stringify(edit)));
  }

  /** Takes an edit away, unless another tab has put its own in the place. */
  drop(question: string, edit: Edit): void {
    this.#try((storing) => {
      const key = this.#prefix + question;
      if (storing.getItem(key) === JSON.stringify(edit)) storing.removeItem(key);
    });
  }

  marked(): string[] {
    let found: string[] = [];
    this.#try((storing) => {
      found = readIds(storing.getItem(this.#prefix + MARKED));
    });
    return found;
  }

  mark(questions: readonly string[]): void {
    this.#try((storing) => storing.setItem(this.#prefix + MARKED, JSON.stringify(questions)));
  }

  /** What a change of the storage by another tab says: a question and its edit, or null. */
  heard(key: string | null, text: string | null): { question: string; edit: Edit } | null {
    const edit = key?.startsWith(this.#prefix) ? readEdit(text) : null;
    return key && edit ? { question: key.slice(this.#prefix.length), edit } : null;
  }

  #try(use: (storing: Storing) => void): void {
    try {
      if (this.#storing) use(this.#storing);
    } catch {
      // Full, or forbidden by the browser: the form and the server still hold the answers.
    }
  }
}
