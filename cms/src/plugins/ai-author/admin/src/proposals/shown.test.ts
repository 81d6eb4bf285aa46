import { expect, it } from 'vitest';
import type { Proposal } from '../../../server/wire';
import { grouped, nameOf } from './shown';

const proposal = (id: number, rest: Partial<Proposal> = {}) =>
  ({ id, jobId: 1, stepId: 1, ...rest }) as Proposal;

it('puts the newest job first, and within it step by step', () => {
  const shown = [
    proposal(4, { stepId: 2 }),
    proposal(1),
    proposal(9, { jobId: 2, stepId: 5 }),
    proposal(3),
  ];
  expect(
    grouped(shown).map(({ stepId, proposals }) => [stepId, proposals.map(({ id }) => id)]),
  ).toEqual([
    [5, [9]],
    [1, [1, 3]],
    [2, [4]],
  ]);
});

it('calls a new entry by the first line of its name', () => {
  expect(nameOf({ fields: { question_text: ' What does this print?\n\n```js' } })).toBe(
    'What does this print?',
  );
  expect(nameOf({ fields: { title: 'x'.repeat(200) } })).toHaveLength(121);
  expect(nameOf({ fields: { title: 7 } })).toBe('');
});
