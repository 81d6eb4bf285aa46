import type { Answers, Question } from '@ourshiksha/contract/test';
import { atom, type MapStore, map, type WritableAtom } from 'nanostores';

/** The state of one open attempt in the browser. The form's own fields are what is submitted. */
export interface AttemptStore {
  readonly position: WritableAtom<number>;
  readonly answers: MapStore<Answers>;
  goTo(position: number): void;
  answer(question: number, value: string): void;
  /** Takes back what a reload would have lost. */
  restore(): void;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (attempt: number): string => `attempt-${attempt}`;

/**
 * Clears the shelf of an attempt. Only the page that shows its result may: until then the answers
 * may have been lost on their way, to a dead line, a server in trouble or a session that was over.
 */
export function forgetAttempt(attempt: number, shelf: Pick<Storage, 'removeItem'>): void {
  shelf.removeItem(keyOf(attempt));
}

/** Answers as they stand in the shelf; anything else than text by question is left out. */
function readShelf(shelf: Shelf, key: string, known: ReadonlySet<string>): Answers {
  try {
    const stored: unknown = JSON.parse(shelf.getItem(key) ?? '{}');
    const entries = Object.entries(typeof stored === 'object' && stored !== null ? stored : {});
    return Object.fromEntries(
      entries.filter(
        (entry): entry is [string, string] => known.has(entry[0]) && typeof entry[1] === 'string',
      ),
    );
  } catch {
    return {};
  }
}

export function createAttempt(
  { attempt, questions }: { attempt: { id: number }; questions: readonly Pick<Question, 'id'>[] },
  shelf: Shelf | null,
  begin: Answers = {},
): AttemptStore {
  const key = keyOf(attempt.id);
  const known = new Set(questions.map(({ id }) => String(id)));
  const position = atom(0);
  const answers = map<Answers>(begin);
  const last = Math.max(0, questions.length - 1);
  const keep = () => {
    try {
      shelf?.setItem(key, JSON.stringify(answers.get()));
    } catch {
      // A full or forbidden shelf loses a comfort, never an answer: the form still holds it.
    }
  };
  return {
    position,
    answers,
    goTo: (wanted) => position.set(Math.min(Math.max(0, wanted), last)),
    answer: (question, value) => {
      answers.setKey(String(question), value);
      keep();
    },
    restore: () => {
      if (shelf) answers.set({ ...begin, ...readShelf(shelf, key, known) });
    },
  };
}
