import { expect, it } from 'vitest';
import type { JobRecord, Proposal } from '../../../server/wire';
import { grouped, madeFor, shownProposals } from './shown';

const proposal = (id: number, rest: Partial<Proposal> = {}) =>
  ({ id, jobId: 1, stepId: 1, state: 'open', documentId: 'a', parent: null, ...rest }) as Proposal;

const ids = (proposals: readonly Proposal[]) => proposals.map(({ id }) => id);

it('shows what arrived beside what was read, where it fits what is looked at', () => {
  const arrived = [proposal(2), proposal(3, { state: 'replaced' }), proposal(4, { jobId: 2 })];
  const wanted = { state: 'open', job: 1 } as const;
  expect(ids(shownProposals([proposal(1)], arrived, new Map(), wanted)).sort()).toEqual([1, 2]);
  expect(shownProposals([], arrived, new Map(), {})).toHaveLength(arrived.length);
});

it('prefers what was read to what arrived, and keeps what was decided here in view', () => {
  const read = [proposal(1, { isStale: true })];
  const decided = new Map([[2, proposal(2, { state: 'accepted' })]]);
  const shown = shownProposals(read, [proposal(1)], decided, { state: 'open' });
  expect(shown.map(({ id, state, isStale }) => [id, state, isStale])).toEqual([
    [1, 'open', true],
    [2, 'accepted', undefined],
  ]);
});

it('leaves out what was replaced since it was read', () => {
  const arrived = [proposal(1, { state: 'replaced' }), proposal(2)];
  const wanted = { state: 'open' } as const;
  expect(ids(shownProposals([proposal(1)], arrived, new Map(), wanted))).toEqual([2]);
  const undone = proposal(1, { state: 'undone' });
  expect(shownProposals([undone], arrived, new Map(), {})[0]?.state).toBe('undone');
});

it('puts the newest job first, and within it step by step', () => {
  const shown = [
    proposal(4, { stepId: 2 }),
    proposal(1),
    proposal(9, { jobId: 2, stepId: 5 }),
    proposal(3),
  ];
  expect(grouped(shown).map(({ stepId, proposals }) => [stepId, ids(proposals)])).toEqual([
    [5, [9]],
    [1, [1, 3]],
    [2, [4]],
  ]);
});

it('knows what of a job is about a draft: of its steps, of itself, or directly below it', () => {
  const record = {
    steps: [
      { id: 1, target: { kind: 'lesson', documentId: 'a' } },
      { id: 2, target: { kind: 'lesson', documentId: 'b' } },
    ],
    proposals: [
      proposal(1, { stepId: 1, documentId: 'the note of a' }),
      proposal(2, { stepId: 2, documentId: 'a' }),
      proposal(3, { stepId: 2, documentId: null, parent: { kind: 'module', documentId: 'a' } }),
      proposal(4, { stepId: 2, documentId: null, parent: { proposal: 3 } }),
      proposal(5, { stepId: 2, documentId: 'b' }),
    ],
  } as unknown as JobRecord;
  expect(ids(madeFor(record, 'a'))).toEqual([1, 2, 3]);
});
