import { expect, it } from 'vitest';
import type { Checked, NewProposal } from '../commands';
import { better } from './better';

/** Proposes what its answer names, a project with so many steps. */
const work = {
  proposals: ({ answer }: Checked) =>
    (answer as number[]).map(
      (children) => ({ children: Array(children).fill({}) }) as unknown as NewProposal,
    ),
};
const checked = (answer: readonly number[], ...remarks: string[]): Checked => ({
  answer,
  remarks,
  isUsable: true,
  checks: {},
});

it('prefers the usable answer of which most is left, then the one with less wrong, then the later', () => {
  const four = checked([0, 0, 0, 0], 'One was left out.');
  const one = checked([0], 'Four were left out.');
  expect(better(work, [], null, one)).toBe(one);
  expect(better(work, [], four, one)).toBe(four);
  expect(better(work, [], one, four)).toBe(four);
  const long = checked([6], 'Two criteria are the same.', 'A step says nothing.');
  expect(better(work, [], long, checked([5], 'One remark.'))).toBe(long);
  const cleaner = checked([6], 'Two criteria are the same.');
  expect(better(work, [], cleaner, long)).toBe(cleaner);
  expect(better(work, [], long, cleaner)).toBe(cleaner);
  const later = checked([6], 'Another remark.');
  expect(better(work, [], cleaner, later)).toBe(later);
});

it('counts nothing of what cannot be proposed at all', () => {
  const one = checked([0], 'Four were left out.');
  const none = checked([], 'All were left out.');
  const proposals = (given: Checked) => {
    if (given === none) throw new Error('Nothing of it is what was asked for.');
    return work.proposals(given);
  };
  expect(better({ proposals }, [], one, none)).toBe(one);
});
