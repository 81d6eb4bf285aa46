/** A piece of a source in its order, and where in the source it stands: headings from the outermost, or a page. */
export interface Section {
  readonly path: readonly string[];
  readonly text: string;
}

export interface ReadDocument {
  /** What it calls itself; null where it says nothing. */
  readonly title: string | null;
  readonly sections: readonly Section[];
  /** Pieces of a page are not put together with those of the next. */
  readonly isPaged: boolean;
}

export const readingFailures = [
  'ai.source-encrypted',
  'ai.source-scanned',
  'ai.source-damaged',
  'ai.source-too-long',
  'ai.source-empty',
] as const;
export type ReadingFailure = (typeof readingFailures)[number];

/** Why a file cannot be read, by a code that has its sentence. */
export class Unreadable extends Error {
  override name = 'Unreadable';
  readonly code: ReadingFailure;

  constructor(code: ReadingFailure) {
    super(code);
    this.code = code;
  }
}
