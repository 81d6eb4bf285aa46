import { messageOf } from '../lib/refusal.ts';

/** What did not hold; its message says what was found instead. */
export class NotSo extends Error {}

export function hold(condition: boolean, otherwise: string): asserts condition {
  if (!condition) throw new NotSo(otherwise);
}

/** Runs one step of the tour and puts down a JSON line about it. What fails ends the tour. */
export type Step = <Result>(
  name: string,
  work: () => Promise<{ readonly detail: string; readonly result: Result }>,
) => Promise<Result>;

export interface Report {
  readonly step: Step;
  /** The last line; returns whether all held. */
  end(): boolean;
}

/** @param signal gives the tour up, at once, also in the middle of a step */
export function startReport(
  signal: AbortSignal,
  write: (line: string) => void = console.log,
): Report {
  const began = Date.now();
  let steps = 0;
  let allHeld = true;
  const givenUp = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new NotSo('The tour was stopped.')));
  });
  // Nobody may be listening when it is given up between two steps.
  givenUp.catch(() => undefined);

  return {
    step: async (name, work) => {
      const started = Date.now();
      const line = (ok: boolean, detail: string) => {
        steps += 1;
        allHeld &&= ok;
        write(JSON.stringify({ step: name, ok, ms: Date.now() - started, detail }));
      };
      try {
        signal.throwIfAborted();
        const { detail, result } = await Promise.race([work(), givenUp]);
        line(true, detail);
        return result;
      } catch (error) {
        line(false, messageOf(error));
        throw error;
      }
    },
    end: () => {
      const tour = allHeld && steps > 0 && !signal.aborted ? 'ok' : 'failed';
      write(JSON.stringify({ tour, steps, ms: Date.now() - began }));
      return tour === 'ok';
    },
  };
}
