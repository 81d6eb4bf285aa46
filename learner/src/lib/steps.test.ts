import { describe, expect, it } from 'vitest';
import { outline } from '../../testing/sample.ts';
import { allSteps, groupSteps, neighbours, nextStep } from './steps.ts';

const groups = (lessons: number[] = [], tests: number[] = []) =>
  groupSteps(1, outline, { completed_lesson_ids: lessons, passed_test_ids: tests });

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

  it('goes on with the first lesson or test that is not done', () => {
    expect(nextStep(groups([101, 102, 103]))).toMatchObject({ kind: 'test', id: 301 });
    expect(nextStep(groups([101, 102, 103, 104, 105], [301, 302]))).toBeNull();
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
    const none = groupSteps(
      1,
      { modules: [], tests: [], labs: [], projects: [] },
      { completed_lesson_ids: [], passed_test_ids: [] },
    );
    expect([none, nextStep(none)]).toEqual([[], null]);
  });
});
