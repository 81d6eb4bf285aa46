import { describe, expect, it } from 'vitest';
import { rightAnswers, verdictOf } from './results.ts';

describe('the result of a question', () => {
  it('is right, partly right, wrong, or not told yet', () => {
    expect(
      [
        { correct: true, points: 1 },
        { correct: false, points: 0.5 },
        { correct: false, points: 0 },
        { correct: null, points: null },
      ].map(verdictOf),
    ).toEqual(['right', 'partly', 'wrong', null]);
  });

  it('names all right options in the order in which they were shown', () => {
    const { all, also } = rightAnswers({
      type: 'multiple_select',
      options: ['C', 'B', 'A'],
      correct_answer: 'A',
      further_answers: ['C'],
    });
    expect([all, also]).toEqual([['C', 'A'], []]);
  });

  it('names what else a blank accepts, and nothing while it is not told', () => {
    const blank = { type: 'fill_blank', options: [] } as const;
    const told = { ...blank, options: [], correct_answer: 'alt', further_answers: ['alt text'] };
    expect(rightAnswers(told)).toMatchObject({ main: 'alt', also: ['alt text'] });
    const hidden = { ...blank, options: [], correct_answer: null, further_answers: [] };
    expect(rightAnswers(hidden)).toEqual({ main: null, all: [], also: [] });
  });
});
