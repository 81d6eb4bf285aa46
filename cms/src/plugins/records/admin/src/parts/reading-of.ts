import { type Failure, failureOf } from '../../../../publisher/admin/src/failure';

/** A question to the server, as Strapi's client answers it. */
export interface Asked<Data> {
  /** What was read last, perhaps of what was asked for before. */
  readonly data?: Data | undefined;
  /** What was read of that which is asked for now; not named where `data` is always that. */
  readonly currentData?: Data | undefined;
  readonly error?: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

export interface Read<Data> {
  /** Why it could not be read, or read anew; null where it could, and while it is tried. */
  readonly failure: Failure | null;
  /** What can be shown; undefined where there is nothing yet. */
  readonly data: Data | undefined;
}

/**
 * What a page shows of a question. What was read stays when it cannot be read anew: a form within it
 * would be gone with what was typed. Something else that was asked for before stays only while the
 * answer is awaited.
 */
export function readingOf<Data>(asked: Asked<Data>): Read<Data> {
  const { data, error, isFetching } = asked;
  if (error === undefined || isFetching) return { failure: null, data };
  return { failure: failureOf(error), data: 'currentData' in asked ? asked.currentData : data };
}
