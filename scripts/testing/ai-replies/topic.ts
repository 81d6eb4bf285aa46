/** A lesson of the recorded course: everything that the local server can say about it. */
export interface Topic {
  readonly title: string;
  /** Words by which a lesson of another title is known to be about this. */
  readonly words: RegExp;
  readonly minutes: number;
  readonly objectives: readonly string[];
  readonly concepts: readonly string[];
  /** Markdown. */
  readonly content: string;
  readonly simple: string;
  readonly notes: readonly string[];
  readonly takeaways: readonly string[];
  readonly interview: readonly (readonly [question: string, answer: string])[];
  /** Question, the right option first, and why. */
  readonly choices: readonly (readonly [
    question: string,
    options: readonly string[],
    why: string,
  ])[];
  readonly statement: readonly [statement: string, isTrue: boolean, why: string];
  /** Question, what is right, what is wrong, and why. */
  readonly several: readonly [
    question: string,
    right: readonly string[],
    wrong: readonly string[],
    why: string,
  ];
  /** A sentence with ___, the answer and other spellings, and why. */
  readonly blank: readonly [sentence: string, answers: readonly string[], why: string];
}

export interface Part {
  readonly title: string;
  readonly description: string;
  readonly topics: readonly Topic[];
}
