import type { Answers, Question } from '@ourshiksha/contract/test';
import { atom, type MapStore, map, type ReadableAtom, type WritableAtom } from 'nanostores';
import { type Answer, isSame } from '../lib/answers.ts';
import { type Edit, Shelf, type Storing } from './shelf.ts';

/** What is sent to be saved: per question the server keeps the answer with the highest sequence. */
export interface Batch {
  readonly sequence: number;
  readonly answers: Answers;
}

/** What the server holds after a save. `stale` are the questions for which something newer was there. */
export interface Saved {
  readonly sequence: number;
  readonly answers: Answers;
  readonly stale: readonly number[];
}

/** The state of one open attempt in the browser; it knows nothing of requests and timers. */
export interface AttemptStore {
  readonly position: ReadableAtom<number>;
  readonly answers: MapStore<Answers>;
  /** Ids of the questions marked for later. */
  readonly marked: WritableAtom<readonly string[]>;
  /** How many answers the server does not have yet. */
  readonly pending: ReadableAtom<number>;
  isPending(question: string): boolean;
  goTo(position: number): void;
  answer(question: number, answer: Answer): void;
  mark(question: number, wanted: boolean): void;
  /** Takes back what the server did not get before the page was left. */
  restore(): void;
  /** Shows what another tab of this browser has just answered. */
  heard(key: string | null, text: string | null): void;
  /** What to send next. With nothing pending it carries no answers and only asks what is there. */
  batch(): Batch;
  /** Takes in what the server says about a batch. */
  accept(sent: Batch, saved: Saved): void;
}

interface Pending extends Edit {
  /** Milliseconds of a steady clock; null for an edit of before this page was loaded. */
  readonly at: number | null;
}

/**
 * An answer that lost against a newer one is sent again if it was given less than these milliseconds
 * ago: then both were given at about the same time and this page saw the student last. An older one
 * waited for a line while the student went on elsewhere, and what was answered there stands.
 */
const JUST_NOW = 15_000;

export interface AttemptOptions {
  readonly attempt: number;
  readonly questions: readonly Pick<Question, 'id'>[];
  /** What the server held when the page was made. */
  readonly saved: { readonly answers: Answers; readonly sequence: number };
  readonly storage: Storing | null;
  readonly now?: () => number;
}

export function createAttempt(options: AttemptOptions): AttemptStore {
  const { attempt, questions, saved: begin, storage, now = () => performance.now() } = options;
  const shelf = new Shelf(attempt, storage);
  const known = new Set(questions.map(({ id }) => String(id)));
  const last = Math.max(0, questions.length - 1);
  const position = atom(0);
  const answers = map<Answers>({ ...begin.answers });
  const marked = atom<readonly string[]>([]);
  const pending = atom(0);
  const edits = new Map<string, Pending>();
  let sequence = begin.sequence;

  function keep(question: string, { answer, sequence: since, at }: Pending): void {
    const edit: Edit = { answer, sequence: since };
    edits.set(question, { ...edit, at });
    shelf.put(question, edit);
    pending.set(edits.size);
  }

  function settle(question: string, { answer, sequence: since }: Edit): void {
    edits.delete(question);
    shelf.drop(question, { answer, sequence: since });
    pending.set(edits.size);
  }

  const isYoung = ({ at }: Pending): boolean => at !== null && now() - at < JUST_NOW;

  return {
    position,
    answers,
    marked,
    pending,
    isPending: (question) => edits.has(question),
    goTo: (wanted) => position.set(Math.min(Math.max(0, wanted), last)),
    answer(question, answer) {
      answers.setKey(String(question), answer);
      keep(String(question), { answer, sequence, at: now() });
    },
    mark(question, wanted) {
      const others = marked.get().filter((id) => id !== String(question));
      marked.set(wanted ? [...others, String(question)] : others);
      shelf.mark(marked.get());
    },
    restore() {
      marked.set(shelf.marked().filter((id) => known.has(id)));
      for (const [question, edit] of shelf.edits()) {
        if (!known.has(question)) continue;
        edits.set(question, { ...edit, at: null });
        answers.setKey(question, edit.answer);
      }
      pending.set(edits.size);
    },
    heard(key, text) {
      const news = shelf.heard(key, text);
      if (!news || !known.has(news.question) || edits.has(news.question)) return;
      answers.setKey(news.question, news.edit.answer);
    },
    batch() {
      // Answers of before the page was loaded go with the sequence of then, so that they lose against
      // what was answered elsewhere meanwhile.
      const since = Math.min(...[...edits.values()].map((edit) => edit.sequence));
      const together = [...edits].filter(([, edit]) => edit.sequence === since);
      return {
        sequence: (together.length > 0 ? since : sequence) + 1,
        answers: Object.fromEntries(together.map(([question, { answer }]) => [question, answer])),
      };
    },
    accept(sent, saved) {
      sequence = Math.max(sequence, saved.sequence);
      const stale = new Set(saved.stale.map(String));
      for (const [question, edit] of [...edits]) {
        const sentHere = sent.answers[question];
        const arrived = sentHere !== undefined && isSame(sentHere, edit.answer);
        const lost = arrived && stale.has(question);
        if (arrived && !(lost && isYoung(edit) && !isSame(saved.answers[question], edit.answer)))
          settle(question, edit);
        // What was given on this page and is still to be sent was given after what is there.
        else if (edit.at !== null) {
          shelf.drop(question, { answer: edit.answer, sequence: edit.sequence });
          keep(question, { ...edit, sequence });
        }
      }
      for (const [question, answer] of Object.entries(saved.answers))
        if (known.has(question) && !edits.has(question) && !isSame(answers.get()[question], answer))
          answers.setKey(question, answer);
    },
  };
}
