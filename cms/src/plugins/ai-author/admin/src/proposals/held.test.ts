import { describe, expect, it } from 'vitest';
import type { Job, Proposal, Step } from '../../../server/wire';
import type { WatchedJob } from '../events/job-record';
import { editedOf, editOf, isChanged, isUnfinished, withChild, withoutChild } from './edit';
import { type Held, type HeldChange, heldAfter, nothingHeld } from './held';
import {
  isOutlineIn,
  placeOf,
  type ReadPage,
  sayingOf,
  shownProposals,
  type Wanted,
} from './shown';

const proposal = (id: number, rest: Partial<Proposal> = {}) =>
  ({ id, jobId: 1, stepId: 1, state: 'open', documentId: 'a', parent: null, ...rest }) as Proposal;

const record = (jobId: number, proposals: readonly Proposal[]): WatchedJob => ({
  job: { id: jobId } as Job,
  steps: [
    { id: 1, target: { kind: 'lesson', documentId: 'a' } },
    { id: 2, target: { kind: 'lesson', documentId: 'b' } },
  ] as Step[],
  proposals,
});

const read = (
  rows: readonly Proposal[],
  askedAt: number,
  next: number | null = null,
): ReadPage => ({ rows, next, askedAt });

const open: Wanted = { state: 'open' };
const told = (at: number, jobId: number, ...proposals: Proposal[]): HeldChange => ({
  kind: 'told',
  at,
  record: record(jobId, proposals),
});
const answered = (at: number, wanted: Wanted, ...decided: Proposal[]): HeldChange => ({
  kind: 'answered',
  at,
  place: placeOf(wanted),
  decided,
  refused: [],
});
const looked = (wanted: Wanted): HeldChange => ({ kind: 'looked', place: placeOf(wanted) });
const after = (...changes: HeldChange[]): Held => changes.reduce(heldAfter, nothingHeld);
const states = (page: ReadPage, held: Held, wanted: Wanted) =>
  Object.fromEntries(shownProposals(page, held, wanted).map(({ id, state }) => [id, state]));

describe('what jobs tell while they are watched', () => {
  it('stands beside what was read, where it fits what is looked at', () => {
    const held = after(told(2, 1, proposal(2), proposal(3, { state: 'replaced' })));
    const page = read([proposal(1)], 1);
    expect(states(page, held, open)).toEqual({ 1: 'open', 2: 'open' });
    expect(states(page, held, {})).toEqual({ 1: 'open', 2: 'open', 3: 'replaced' });
    expect(states(page, held, { state: 'open', job: 2 })).toEqual({});
  });

  it('does not displace what another job told', () => {
    const held = after(
      told(2, 1, proposal(1)),
      told(3, 2, proposal(2, { jobId: 2 })),
      told(4, 1, proposal(1), proposal(3)),
    );
    expect(states(read([], 1), held, open)).toEqual({ 1: 'open', 2: 'open', 3: 'open' });
    expect(states(read([], 1), held, { state: 'open', job: 2 })).toEqual({ 2: 'open' });
  });

  it('is kept where the line was cut and what was told anew is less', () => {
    const held = after(told(2, 1, proposal(1), proposal(2)), told(3, 1, proposal(3)));
    expect(states(read([], 1), held, open)).toEqual({ 1: 'open', 2: 'open', 3: 'open' });
  });

  it('takes what was replaced since it was read out of the open ones', () => {
    const held = after(told(2, 1, proposal(1, { state: 'replaced' }), proposal(2)));
    expect(states(read([proposal(1)], 1), held, open)).toEqual({ 2: 'open' });
  });

  it('is only for the newest page, and only what is about the draft that is looked at', () => {
    const held = after(
      told(
        2,
        1,
        proposal(1, { stepId: 1, documentId: 'the note of a' }),
        proposal(2, { stepId: 2, documentId: 'a' }),
        proposal(3, { stepId: 2, documentId: null, parent: { kind: 'module', documentId: 'a' } }),
        proposal(4, { stepId: 2, documentId: null, parent: { proposal: 3 } }),
        proposal(5, { stepId: 2, documentId: 'b' }),
      ),
    );
    expect(Object.keys(states(read([], 1), held, { entry: 'a' }))).toEqual(['1', '2', '3']);
    expect(states(read([], 1), held, { before: 9 })).toEqual({});
  });
});

describe('once a job ended and was read again', () => {
  it('what was read wins over what the job told before', () => {
    const held = after(told(2, 1, proposal(1), proposal(2)));
    const page = read([proposal(1, { isStale: true })], 3);
    expect(shownProposals(page, held, open)).toEqual([proposal(1, { isStale: true })]);
  });

  it('what that page does not reach stays in view', () => {
    const held = after(told(2, 1, proposal(1), proposal(2), proposal(3)));
    expect(states(read([proposal(3)], 3, 3), held, open)).toEqual({
      1: 'open',
      2: 'open',
      3: 'open',
    });
    expect(states(read([proposal(3), proposal(1)], 3, 1), held, open)).toEqual({
      1: 'open',
      3: 'open',
    });
  });

  it('what was told after that page was asked for wins over it', () => {
    const held = after(told(4, 1, proposal(2)));
    expect(states(read([], 3), held, open)).toEqual({ 2: 'open' });
  });
});

describe('what was decided here', () => {
  const accepted = proposal(1, { state: 'accepted' });

  it('stays in view, so that it can be taken back', () => {
    const held = after(told(2, 1, proposal(1)), answered(3, open, accepted));
    expect(states(read([], 4), held, open)).toEqual({ 1: 'accepted' });
  });

  it('does not come back as open when one looks at something else and returns', () => {
    const held = after(
      told(2, 1, proposal(1), proposal(2)),
      answered(3, open, accepted),
      looked({ state: 'rejected' }),
      looked(open),
    );
    // Not read anew yet, and read anew.
    expect(states(read([proposal(1)], 1), held, open)).toEqual({ 2: 'open' });
    expect(states(read([proposal(2)], 5), held, open)).toEqual({ 2: 'open' });
    expect(states(read([], 1), held, { state: 'accepted' })).toEqual({ 1: 'accepted' });
  });

  it('is what it was decided to be until a page that was asked for later says otherwise', () => {
    const held = after(answered(3, {}, proposal(1, { state: 'rejected' })));
    expect(states(read([proposal(1)], 2), held, {})).toEqual({ 1: 'rejected' });
    expect(states(read([proposal(1)], 4), held, {})).toEqual({ 1: 'open' });
  });

  it('is open again once it was opened again', () => {
    const rejected: Wanted = { state: 'rejected' };
    const held = after(
      answered(2, open, proposal(1, { state: 'rejected' })),
      looked(rejected),
      answered(3, rejected, proposal(1)),
    );
    expect(states(read([proposal(1, { state: 'rejected' })], 1), held, rejected)).toEqual({
      1: 'open',
    });
    expect(states(read([], 1), heldAfter(held, looked(open)), open)).toEqual({});
    expect(states(read([proposal(1)], 4), heldAfter(held, looked(open)), open)).toEqual({
      1: 'open',
    });
  });

  it('takes along what stands above it, which stays in view as accepted', () => {
    const above = proposal(1, { documentId: null });
    const child = proposal(2, { parent: { proposal: 1 } });
    const held = after(
      told(2, 1, above, child),
      answered(3, open, {
        ...child,
        state: 'accepted',
        decidedBy: 'Asha',
        decidedAt: '2026-11-22T02:00:00Z',
      }),
    );
    const shown = shownProposals(read([above, child], 1), held, open);
    expect(shown.find(({ id }) => id === 1)).toMatchObject({
      state: 'accepted',
      decidedBy: 'Asha',
      decidedAt: '2026-11-22T02:00:00Z',
    });
    // Elsewhere it is no open one either.
    expect(states(read([], 1), heldAfter(held, looked({ state: 'rejected' })), open)).toEqual({});
    // Somebody takes the one above back.
    const undone = answered(4, open, { ...above, state: 'undone' });
    expect(states(read([], 1), heldAfter(held, undone), open)).toEqual({
      1: 'undone',
      2: 'accepted',
    });
  });
});

describe('“accept all”', () => {
  const some: HeldChange = {
    kind: 'answered',
    at: 3,
    place: placeOf(open),
    decided: [proposal(1, { state: 'accepted' })],
    refused: [{ id: 2, message: 'The draft was changed.' }],
  };

  it('leaves with each one that was refused why', () => {
    expect([...after(some).refused]).toEqual([[2, 'The draft was changed.']]);
  });

  it('forgets that once it is decided otherwise', () => {
    const held = after(some, answered(4, open, proposal(2, { state: 'rejected' })));
    expect(held.refused.size).toBe(0);
  });
});

describe('what is being edited', () => {
  const block = proposal(1, {
    kind: 'module',
    fields: { title: 'Maps' },
    children: [
      { kind: 'lesson', fields: { title: 'North' } },
      { kind: 'lesson', fields: { title: 'South' } },
    ],
  });
  const typed = { ...editOf(block), fields: { title: 'Reading maps' } };
  const edited = (wanted: Wanted): HeldChange => ({
    kind: 'edited',
    at: 2,
    place: placeOf(wanted),
    proposal: block,
    edit: typed,
  });

  it('outlasts what jobs tell, other filters and a decision about another one', () => {
    const held = after(
      edited(open),
      told(3, 2, proposal(2, { jobId: 2 })),
      looked({ state: 'accepted' }),
      answered(4, open, proposal(2, { state: 'accepted' })),
    );
    expect(held.edits.get(1)?.edit).toEqual(typed);
  });

  it('stays in view where somebody else has decided meanwhile', () => {
    expect(states(read([], 9), after(edited(open)), open)).toEqual({ 1: 'open' });
    const elsewhere = after(edited(open), told(3, 1, { ...block, state: 'rejected' }));
    expect(states(read([], 9), elsewhere, open)).toEqual({ 1: 'rejected' });
    expect(states(read([], 9), elsewhere, { state: 'accepted' })).toEqual({});
  });

  it('ends when it is accepted or left', () => {
    expect(after(edited(open), { kind: 'edit-left', id: 1 }).edits.size).toBe(0);
    const held = after(edited(open), answered(3, open, { ...block, state: 'accepted' }));
    expect(held.edits.size).toBe(0);
  });

  it('is sent without what was left out', () => {
    const changed = withChild(withoutChild(typed, 1), 2, { title: 'Finding south' });
    expect(changed.children.map(({ place }) => place)).toEqual([2]);
    expect(editedOf(changed)).toEqual({
      fields: { title: 'Reading maps' },
      children: [{ kind: 'lesson', fields: { title: 'Finding south' } }],
    });
  });

  it('is worth a question before it is thrown away once something was typed or left out', () => {
    expect(isChanged(editOf(block), block)).toBe(false);
    expect(isChanged(typed, block)).toBe(true);
    expect(isChanged(withoutChild(editOf(block), 2), block)).toBe(true);
  });

  it('cannot be sent while a list says what it lacks', () => {
    expect(isUnfinished('module', typed)).toBe(false);
    const lacking = withChild(typed, 1, { objectives: 'Row 2 is empty.' });
    expect(isUnfinished('module', lacking)).toBe(true);
  });
});

describe('what the page says', () => {
  const quiet = { isNarrowed: false, hasJob: false, isDone: false };

  it('asks for fewer filters only where no job is the cause', () => {
    expect(sayingOf([], open, quiet)).toEqual({ word: 'proposals.none' });
    const narrowed = { ...quiet, isNarrowed: true };
    expect(sayingOf([], open, narrowed)).toEqual({ word: 'proposals.none.found' });
    expect(sayingOf([], open, { ...narrowed, hasJob: true })).toBeNull();
  });

  it('tells of a job that is done whether it proposed anything at all', () => {
    const ofJob = { isNarrowed: true, hasJob: false, isDone: true };
    expect(sayingOf([], open, ofJob)).toEqual({ word: 'proposals.none.done' });
    expect(sayingOf([], {}, ofJob)).toEqual({ word: 'proposals.none.made' });
    expect(sayingOf([], { state: 'rejected' }, ofJob)).toEqual({ word: 'proposals.none.found' });
  });

  it('counts what waits, and says when nothing does', () => {
    const done = proposal(2, { state: 'accepted' });
    expect(sayingOf([proposal(1), done], open, quiet)).toEqual({
      word: 'proposals.count',
      count: 1,
    });
    expect(sayingOf([done], open, quiet)).toEqual({ word: 'proposals.decided' });
    expect(sayingOf([done], {}, quiet)).toEqual({ word: 'proposals.count', count: 1 });
  });

  it('points to what comes next when an outline was accepted here, all of it decided', () => {
    const outline = (id: number, rest: Partial<Proposal> = {}) =>
      proposal(id, { command: 'outline', ...rest });
    const accepted = outline(1, { state: 'accepted' });
    const held = after(answered(2, open, accepted));
    expect(isOutlineIn([accepted], held, open)).toBe(true);
    expect(isOutlineIn([accepted, outline(2)], held, open)).toBe(false);
    expect(isOutlineIn([accepted], nothingHeld, open)).toBe(false);
    expect(isOutlineIn([accepted], heldAfter(held, looked({})), open)).toBe(false);
  });
});
