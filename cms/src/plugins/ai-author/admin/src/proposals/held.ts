import type { Proposal } from '../../../server/wire';
import type { WatchedJob } from '../events/job-record';
import type { Edit } from './edit';

/** A proposal as it was at a moment, in milliseconds since 1970. */
export interface Known {
  readonly proposal: Proposal;
  readonly since: number;
}

/** Something that was done here while `place` was looked at; null since something else was. */
interface Here {
  readonly place: string | null;
}

/** What a job told while it was watched. */
interface Told {
  /** Which draft each of its steps is about, by the step's id. */
  readonly targets: ReadonlyMap<number, string>;
  readonly proposals: ReadonlyMap<number, Known>;
}

/** A proposal that was accepted because another one, which goes below it, was. */
interface Taken extends Here {
  readonly since: number;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
}

/**
 * What the page of proposals holds beside what it reads page by page: it outlasts every choice of
 * filters, because a job may tell of hundreds, and what a person types or decides is nowhere else yet.
 */
export interface Held {
  /** By job, so that two that run at once do not displace each other. */
  readonly told: ReadonlyMap<number, Told>;
  /** By proposal, as all that follow. */
  readonly decided: ReadonlyMap<number, Known & Here>;
  readonly taken: ReadonlyMap<number, Taken>;
  readonly edits: ReadonlyMap<number, Known & Here & { readonly edit: Edit }>;
  /** Why a proposal was not accepted with the others. */
  readonly refused: ReadonlyMap<number, string>;
}

/** A proposal that was not accepted with the others, and why. */
export interface Refused {
  readonly id: number;
  readonly message: string;
}

export type HeldChange =
  | { readonly kind: 'told'; readonly at: number; readonly record: WatchedJob }
  | {
      readonly kind: 'answered';
      readonly at: number;
      readonly place: string;
      /** As they are from now on: accepted, rejected, undone, open again. */
      readonly decided: readonly Proposal[];
      readonly refused: readonly Refused[];
    }
  | { readonly kind: 'looked'; readonly place: string }
  | {
      readonly kind: 'edited';
      readonly at: number;
      readonly place: string;
      readonly proposal: Proposal;
      readonly edit: Edit;
    }
  | { readonly kind: 'edit-left'; readonly id: number };

export const nothingHeld: Held = {
  told: new Map(),
  decided: new Map(),
  taken: new Map(),
  edits: new Map(),
  refused: new Map(),
};

/** What the page holds after something was told, decided, typed or chosen. */
export function heldAfter(held: Held, change: HeldChange): Held {
  switch (change.kind) {
    case 'told':
      return { ...held, told: withRecord(held.told, change.record, change.at) };
    case 'answered':
      return answered(held, change);
    case 'looked':
      return {
        ...held,
        decided: leftBehind(held.decided, change.place),
        taken: leftBehind(held.taken, change.place),
      };
    case 'edited': {
      const { proposal, at, place, edit } = change;
      const begun = held.edits.get(proposal.id) ?? { proposal, since: at, place };
      return { ...held, edits: new Map(held.edits).set(proposal.id, { ...begun, edit }) };
    }
    case 'edit-left':
      return { ...held, edits: without(held.edits, [change.id]) };
  }
}

/** A record of a later moment may tell less: what was told before is kept. */
function withRecord(told: Held['told'], record: WatchedJob, at: number): Held['told'] {
  const before = told.get(record.job.id);
  const proposals = new Map(before?.proposals);
  for (const proposal of record.proposals)
    if (proposals.get(proposal.id)?.proposal !== proposal)
      proposals.set(proposal.id, { proposal, since: at });
  const targets = new Map(before?.targets);
  for (const { id, target } of record.steps) targets.set(id, target.documentId);
  return new Map(told).set(record.job.id, { targets, proposals });
}

function answered(
  held: Held,
  { at, place, decided, refused }: Extract<HeldChange, { kind: 'answered' }>,
): Held {
  const ids = decided.map(({ id }) => id);
  const newlyDecided = new Map(held.decided);
  const taken = new Map(held.taken);
  for (const proposal of decided) {
    newlyDecided.set(proposal.id, { proposal, since: at, place });
    const { state, parent, decidedBy, decidedAt } = proposal;
    if (state === 'accepted' && parent !== null && 'proposal' in parent)
      taken.set(parent.proposal, { since: at, place, decidedBy, decidedAt });
  }
  return {
    ...held,
    decided: newlyDecided,
    taken,
    edits: without(held.edits, ids),
    refused: new Map([
      ...without(held.refused, ids),
      ...refused.map(({ id, message }) => [id, message] as const),
    ]),
  };
}

/** What was done at another place than `place` is not kept in view any more; that it was done is still known. */
const leftBehind = <Done extends Here>(
  all: ReadonlyMap<number, Done>,
  place: string,
): ReadonlyMap<number, Done> =>
  new Map(
    [...all].map(([id, done]) => [id, done.place === place ? done : { ...done, place: null }]),
  );

const without = <Value>(
  all: ReadonlyMap<number, Value>,
  ids: readonly number[],
): ReadonlyMap<number, Value> => new Map([...all].filter(([id]) => !ids.includes(id)));
