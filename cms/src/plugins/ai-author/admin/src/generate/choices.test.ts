import { expect, it } from 'vitest';
import { firstChoices, problemOf, restored } from './choices';

it('takes up what was kept', () => {
  const kept = { ...firstChoices, questions: 3, labs: 'module', types: ['fill_blank'] };
  expect(restored(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
});

it('begins anew where nothing sensible was kept', () => {
  expect(restored(null)).toEqual(firstChoices);
  expect(restored('x')).toEqual(firstChoices);
  expect(restored({ notes: 'yes', questions: -1, types: 'mcq', labs: 'every', wish: 7 })).toEqual(
    firstChoices,
  );
  expect(restored({ questions: 900 }).questions).toBe(20);
});

it('says what is missing', () => {
  expect(problemOf(firstChoices)).toBeNull();
  expect(problemOf({ ...firstChoices, types: [] })).toBe('types');
  expect(problemOf({ ...firstChoices, types: [], questions: 0 })).toBeNull();
  expect(problemOf({ ...firstChoices, notes: false, questions: 0 })).toBe('nothing');
});
