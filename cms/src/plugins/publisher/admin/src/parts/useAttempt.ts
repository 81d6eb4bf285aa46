import { useState } from 'react';
import { type Failure, failureOf } from '../failure';

type Answer<Result> = { readonly data: Result } | { readonly error: unknown };

/** What a dialog does: one try at a time, whose failure stays in view until the next try. */
export function useAttempt() {
  const [failure, setFailure] = useState<Failure | null>(null);
  return {
    failure,
    forget: () => setFailure(null),
    /** @returns what the server answered, or null where it failed */
    attempt: async <Result>(
      work: PromiseLike<Answer<Result>>,
    ): Promise<{ readonly result: Result } | null> => {
      setFailure(null);
      const answer = await work;
      if ('data' in answer) return { result: answer.data };
      setFailure(failureOf(answer.error));
      return null;
    },
  };
}
