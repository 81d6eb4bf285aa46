import { useEffect, useMemo, useReducer } from 'react';
import type { Proposal } from '../../../server/wire';
import type { WatchedJob } from '../events/job-record';
import type { Edit } from './edit';
import { type Held, heldAfter, nothingHeld, type Refused } from './held';

/** How what the page holds is changed. The same object while one looks at the same place. */
export interface Hands {
  readonly tell: (record: WatchedJob) => void;
  readonly answer: (decided: readonly Proposal[], refused?: readonly Refused[]) => void;
  readonly edit: (proposal: Proposal, edit: Edit) => void;
  readonly leaveEdit: (id: number) => void;
}

/** What the page of proposals holds, and the hands that change it at `place` (`placeOf`). */
export function useHeld(place: string): readonly [Held, Hands] {
  const [held, change] = useReducer(heldAfter, nothingHeld);
  useEffect(() => change({ kind: 'looked', place }), [place]);
  const hands = useMemo(
    (): Hands => ({
      tell: (record) => change({ kind: 'told', at: Date.now(), record }),
      answer: (decided, refused = []) =>
        change({ kind: 'answered', at: Date.now(), place, decided, refused }),
      edit: (proposal, edit) => change({ kind: 'edited', at: Date.now(), place, proposal, edit }),
      leaveEdit: (id) => change({ kind: 'edit-left', id }),
    }),
    [place],
  );
  return [held, hands];
}
