import { joinSegments, type Segment } from './segments.ts';

/** What was not reported yet, or not counted. */
export interface Unsent {
  /** Milliseconds. */
  readonly time: number;
  readonly watched: readonly Segment[];
  /** Seconds. */
  readonly videoLength: number | null;
  readonly notesRead: boolean;
}

export const nothing: Unsent = { time: 0, watched: [], videoLength: null, notesRead: false };

/** As much as the school counts at once; what is more was not learned in one sitting. */
const MOST = 4 * 3_600_000;

export const add = (a: Unsent, b: Unsent): Unsent => ({
  time: Math.min(MOST, a.time + b.time),
  watched: joinSegments([...a.watched, ...b.watched]),
  videoLength: b.videoLength ?? a.videoLength,
  notesRead: a.notesRead || b.notesRead,
});

/** Kept in this browser, so that a lost line or a closed page loses nothing. */
export class Drawer {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  read(): Unsent {
    try {
      const kept: unknown = JSON.parse(localStorage.getItem(this.#key) ?? 'null');
      return isUnsent(kept) ? kept : nothing;
    } catch {
      // Storage is switched off, or holds something else: then nothing is kept.
      return nothing;
    }
  }

  write(unsent: Unsent): void {
    try {
      const empty = unsent.time < 1000 && unsent.watched.length === 0 && !unsent.notesRead;
      if (empty) localStorage.removeItem(this.#key);
      else localStorage.setItem(this.#key, JSON.stringify(unsent));
    } catch {
      // As above.
    }
  }
}

function isUnsent(value: unknown): value is Unsent {
  if (typeof value !== 'object' || value === null) return false;
  const { time, watched, videoLength, notesRead } = value as Record<string, unknown>;
  const isNumber = (one: unknown) => typeof one === 'number' && Number.isFinite(one) && one >= 0;
  return (
    isNumber(time) &&
    Array.isArray(watched) &&
    watched.every((one) => Array.isArray(one) && one.length === 2 && one.every(isNumber)) &&
    (videoLength === null || isNumber(videoLength)) &&
    typeof notesRead === 'boolean'
  );
}
