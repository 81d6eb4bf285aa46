import type { Overlay } from '@ourshiksha/contract/enrollment';
import { describe, expect, it } from 'vitest';
import { outline } from '../../testing/sample.ts';
import { allSteps, groupSteps, neighbours, nextStep, nothingDone } from './steps.ts';

const groups = (lessons: number[] = [], tests: number[] = [], more: Partial<Overlay> = {}) =>
  groupSteps(1, outline, {
    ...nothingDone,
    completed_lesson_ids: lessons,
    passed_test_ids: tests,
    ...more,
  });

describe('the way through a course', () => {
  it('puts a lab after its lesson, tests after the lessons, and the final test last', () => {
    const order = allSteps(groups()).map(({ kind, id }) => `${kind} ${id}`);
    expect(order).toEqual([
      'lesson 101',
      'lab 401',
      'lesson 102',
      'lesson 103',
      'test 301',
      'lesson 104',
      'lesson 105',
      'project 501',
      'test 302',
    ]);
  });

  it('goes on with the first step there is something to do in', () => {
    const read = [101, 102, 103, 104, 105];
    const next = (...state: Parameters<typeof groups>) => nextStep(groups(...state));
    expect(next([101])).toMatchObject({ kind: 'lab', id: 401 });
    const verified = { verified_lab_ids: [401] };
    expect(next([101, 102, 103], [], verified)).toMatchObject({ kind: 'test', id: 301 });
    expect(next(read, [301, 302], verified)).toMatchObject({ kind: 'project', id: 501 });
    const reviewed = (state: 'waiting' | 'rejected' | 'approved') => ({
      ...verified,
      projects: [{ project_id: 501, state }],
    });
    expect(next(read, [301, 302], reviewed('approved'))).toBeNull();
    // A reviewer has it; there is nothing to do for the student.
    expect(next(read, [301, 302], reviewed('waiting'))).toBeNull();
    expect(next(read, [301, 302], reviewed('rejected'))).toMatchObject({ id: 501 });
  });

  it('passes by a lab that nobody can verify, and ticks it by the student’s word', () => {
    const lab = (more: Partial<Overlay>) =>
      allSteps(groups([101], [], more)).find(({ kind }) => kind === 'lab');
    expect(nextStep(groups([101], [], { optional_lab_ids: [401] }))).toMatchObject({ id: 102 });
    expect(lab({ optional_lab_ids: [401] })).toMatchObject({ done: null, note: null });
    expect(lab({ optional_lab_ids: [401], declared_lab_ids: [401] })).toMatchObject({
      done: true,
      note: 'declared',
    });
  });

  it('knows what stands before and after', () => {
    expect(neighbours(groups(), 'lesson', 101)).toMatchObject({
      previous: null,
      next: { kind: 'lab', id: 401 },
    });
    expect(neighbours(groups(), 'test', 302)).toMatchObject({ previous: { id: 501 }, next: null });
    expect(neighbours(groups(), 'lesson', 999)).toEqual({
      previous: null,
      current: null,
      next: null,
    });
  });

  it('copes with a course without content', () => {
    const none = groupSteps(1, { modules: [], tests: [], labs: [], projects: [] }, nothingDone);
    expect([none, nextStep(none)]).toEqual([[], null]);
  });
});
