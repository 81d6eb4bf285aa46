import { expect, it } from 'vitest';
import { partsOf } from './parts-of';

const share = (characters: number, machineWritten: number, unreviewed: number) => ({
  characters,
  machineWritten,
  unreviewed,
  openProposals: 0,
});

it('divides a course’s text by who wrote it', () => {
  expect(partsOf(share(1000, 400, 100))).toEqual({
    people: 0.6,
    reviewed: 0.3,
    unreviewed: 0.1,
    machine: 0.4,
  });
});

it('divides nothing where there is no text', () => {
  expect(partsOf(share(0, 0, 0))).toEqual({ people: 0, reviewed: 0, unreviewed: 0, machine: 0 });
});

it('never goes beyond the whole', () => {
  expect(partsOf(share(10, 12, 20))).toEqual({
    people: 0,
    reviewed: 0,
    unreviewed: 1,
    machine: 1,
  });
});
