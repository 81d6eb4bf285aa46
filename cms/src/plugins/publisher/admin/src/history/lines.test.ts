import { expect, it } from 'vitest';
import type { HistoryLine } from '../../../server/wire';
import { actions, actionWord, changesOf, countsOf } from './lines';

const line = (fields: Partial<HistoryLine>): HistoryLine => ({
  id: 1,
  at: '2026-11-21T10:00:00.000Z',
  action: 'publish',
  outcome: 'done',
  courseId: 1,
  documentId: 'a',
  courseName: 'A',
  version: 2,
  actor: 'Asha',
  message: '',
  counts: null,
  problems: null,
  details: {},
  durationMs: 1,
  ...fields,
});

it('shows what a version changed against the one before it', () => {
  expect(changesOf(line({ version: 3 }))).toEqual({ from: 2, to: 3 });
  expect(changesOf(line({ action: 'rollback', version: 4 }))).toEqual({ from: 3, to: 4 });
});

it('has nothing to compare for a first version, a refusal, or what made no version', () => {
  expect(changesOf(line({ version: 1 }))).toBeNull();
  expect(changesOf(line({ outcome: 'refused', version: null }))).toBeNull();
  expect(changesOf(line({ action: 'unpublish', version: 3 }))).toBeNull();
});

it('counts what a version holds, by kinds it knows', () => {
  expect(countsOf(line({ counts: { course: 1, lesson: 8, test: 0, unheard_of: 3 } }))).toEqual([
    { word: 'kind.lesson', count: 8 },
  ]);
});

it('has a word for every action, and none for one it does not know', () => {
  expect(actions).toContain('undo_restore');
  expect(actionWord('rollback')).toBe('action.rollback');
  expect(actionWord('teleport')).toBeNull();
});
